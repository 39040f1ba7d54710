import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { documentsOf, statementsOf } from "../iam/documents";
import { accessAnalyzerPage, documentFlaw, iamPage, statementFlaw } from "./well-formed";

/** Sids of bucket and key policies can contain spaces. AWS's own examples do. */
export function sidCharacters(estate: Estate): Flaw[] {
  return statementsOf(estate)
    .filter(
      ({ raw, document }) =>
        document.kind !== "bucket" && document.kind !== "key" && !/^[A-Za-z0-9]*$/.test(raw.Sid ?? ""),
    )
    .map((statement) =>
      statementFlaw(statement, {
        problem: "IAM only accepts letters and digits in a Sid",
        repair: `rename it to ${statement.label.replaceAll(/[^A-Za-z0-9]+(.?)/g, (_, next: string) => next.toUpperCase())}`,
        source: iamPage("reference_policies_elements_sid.html"),
      }),
    );
}

/** Ignores key policies, because AWS does not document that it rejects repeated Sids there. */
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
        repair: "give each its own Sid, or none",
        source: accessAnalyzerPage("error-unique-sids-required"),
      }),
    );
  });
}
