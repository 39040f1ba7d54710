import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { documentsOf } from "../iam/documents";
import { documentFlaw, iamPage } from "./well-formed";

export const documentVersion = {
  id: "document-version",
  severity: "warning",
  title: "The policy is in the older version of the language",
  why: 'Without "Version": "2012-10-17", AWS reads policy variables such as ${aws:username} as plain text, so the statement matches nothing or the wrong thing.',
  remedy: 'Set "Version": "2012-10-17".',
  page: iamPage("reference_policies_elements_version.html"),
  bad: {
    resources: {
      aws_iam_policy: {
        read: {
          provider: "aws.destination",
          name: "read",
          policy: {
            Version: "2008-10-17",
            Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/*" }],
          },
        },
      },
    },
  },
  good: {
    resources: {
      aws_iam_policy: {
        read: {
          provider: "aws.destination",
          name: "read",
          policy: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/*" }],
          },
        },
      },
    },
  },
  find: olderLanguage,
} as const satisfies Check;

/** The older version of the language reads `${aws:username}` as text. AWS assumes it if there is no Version. */
function olderLanguage(estate: Estate): Flaw[] {
  return documentsOf(estate)
    .filter(({ raw, unknown }) => raw.Version !== "2012-10-17" && unknown === undefined)
    .map((document) =>
      documentFlaw(document, {
        problem: `${document.raw.Version === undefined ? "it has no Version" : `its Version is ${document.raw.Version}`}, so AWS treats policy variables as text`,
        repair: 'set "Version": "2012-10-17"',
        source: iamPage("reference_policies_elements_version.html"),
      }),
    );
}
