import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { documentsOf, jsonOf } from "../iam/documents";
import { documentFlaw } from "./well-formed";

const BEYOND = /[^\t\n\r\u0020-\u00ff]/u;

/** IAM and KMS accept only Latin-1. https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
export function documentCharacters(estate: Estate): Flaw[] {
  return documentsOf(estate).flatMap((document) => {
    if (document.kind === "bucket") return [];
    const found = BEYOND.exec(jsonOf(document))?.[0];
    if (found === undefined) return [];
    const code = found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    return [
      documentFlaw(document, {
        problem: `it has the character ${found} (U+${code}), but AWS accepts only characters up to U+00FF in such a policy`,
        repair: "replace it with ? or *, or choose a name without it",
        source:
          document.kind === "key"
            ? "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html"
            : "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
      }),
    ];
  });
}
