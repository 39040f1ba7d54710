import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { documentsOf, statementsOf } from "../iam/documents";
import { accessAnalyzerPage, documentFlaw, iamPage, statementFlaw } from "./well-formed";

/** Key policies may have spaces in them, and AWS's own examples of bucket policies do. */
export function sidCharacters(estate: Estate): Flaw[] {
  return statementsOf(estate)
    .filter(
      ({ raw, document }) =>
        document.kind !== "bucket" && document.kind !== "key" && !/^[A-Za-z0-9]*$/.test(raw.Sid ?? ""),
    )
    .map((statement) =>
      statementFlaw(statement, {
        problem: "IAM refuses a Sid of anything but letters and digits",
        repair: `call it ${statement.label.replaceAll(/[^A-Za-z0-9]+(.?)/g, (_, next: string) => next.toUpperCase())}`,
        source: iamPage("reference_policies_elements_sid.html"),
      }),
    );
}

/** Key policies are left out, for AWS does not say that it refuses them. */
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
        problem: `several of its statements have the Sid ${sid}, which AWS refuses`,
        repair: "give each a Sid of its own, or none",
        source: accessAnalyzerPage("error-unique-sids-required"),
      }),
    );
  });
}
