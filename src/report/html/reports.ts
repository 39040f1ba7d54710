import type { Checked } from "../../verify/check";
import { checkSection } from "./check-section";
import { type ProofForHtml, proofSection } from "./proof-section";
import { reportHtml } from "./report-html";

export type { ProofForHtml };

/** The proofs of stacks or modules as one HTML file. */
export async function proofsHtml(proofs: readonly ProofForHtml[], version: string): Promise<string> {
  const sections = await Promise.all(proofs.map((each, index) => proofSection(each, `s${index + 1}`)));
  return reportHtml({ title: titleOf(proofs), version, sections });
}

/** A check as an HTML file. */
export async function checkHtml(checked: Checked, version: string): Promise<string> {
  return reportHtml({ title: titleOf([checked]), version, sections: [await checkSection(checked, "s1")] });
}

function titleOf([first, ...others]: readonly { readonly name: string }[]): string {
  return others.length === 0 ? `Who can do what in ${first?.name}` : "Who can do what";
}
