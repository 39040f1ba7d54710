import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { documentsOf, statementsOf } from "../iam/documents";
import { accessAnalyzerPage, documentFlaw, iamPage, statementFlaw } from "./well-formed";

/** Sids in key policies can contain spaces, as in AWS's own examples of bucket policies. */
export function sidCharacters(estate: Estate): Flaw[] {
  return statementsOf(estate)
    .filter(
      ({ raw, document }) =>
        document.kind !== "bucket" && document.kind !== "key" && !/^[A-Za-z0-9]*$/.test(raw.Sid ?? ""),
    )
    .map((statement) =>
      statementFlaw(statement, {
        problem: "IAM only accepts letters and digits in a Sid",
        repair: `call it ${statement.label.replaceAll(/[^A-Za-z0-9]+(.?)/g, (_, next: string) => next.toUpperCase())}`,
        source: iamPage("reference_policies_elements_sid.html"),
      }),
    );
}

/** Without key policies, because AWS does not document that it rejects them. */
export function sidsUnique(estate: Estate): Flaw[] {
  return documentsOf(estate).flatMap((document) => {
    if (document.kind === "key") return [];
    const seen = new Set<string>();
    const twice = new Set<string>();
    for (const { raw } of document.statements) {
      if (!raw.Sid) continue;
      if (seen.has(raw.Sid)) twice.add(raw.Sid);
      seen.add(raw.Sid);
    }
    return [...twice].map((sid) =>
      documentFlaw(document, {
        problem: `several of its statements have the Sid ${sid}, which AWS rejects`,
        repair: "give each a Sid of its own, or none",
        source: accessAnalyzerPage("error-unique-sids-required"),
      }),
    );
  });
}
