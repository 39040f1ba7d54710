import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { documentsOf, jsonOf } from "../iam/documents";
import { documentFlaw } from "./well-formed";

const BEYOND = /[^\t\n\r\u0020-\u00ff]/u;

export const documentCharacters = {
  id: "document-characters",
  severity: "error",
  title: "The policy has characters that AWS refuses",
  why: "IAM and KMS accept only characters up to U+00FF in a policy.",
  remedy: "Replace the character with ? or *, or choose a name without it.",
  page: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
  bad: {
    identityPolicy: [{ Effect: "Deny", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/報告/*" }],
  },
  good: {
    identityPolicy: [{ Effect: "Deny", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/??/*" }],
  },
  find: beyondLatin1,
} as const satisfies Check;

/** IAM and KMS accept only Latin-1. https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
function beyondLatin1(estate: Estate): Flaw[] {
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
