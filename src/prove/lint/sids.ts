import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { documentsOf, statementsOf } from "../iam/documents";
import { accessAnalyzerPage, documentFlaw, iamPage, statementFlaw } from "./well-formed";

export const sidCharacters = {
  id: "sid-characters",
  severity: "error",
  title: "A Sid has characters that IAM refuses",
  why: "IAM accepts only letters and digits in the Sid of an identity or trust policy, so the apply fails.",
  remedy: "Rename the statement.",
  page: iamPage("reference_policies_elements_sid.html"),
  bad: {
    identityPolicy: [
      {
        Sid: "Read the source",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
      },
    ],
  },
  good: {
    identityPolicy: [
      {
        Sid: "ReadTheSource",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
      },
    ],
  },
  find: strangeSids,
} as const satisfies Check;

/** Sids of bucket and key policies can contain spaces. AWS's own examples do. */
function strangeSids(estate: Estate): Flaw[] {
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

export const sidsUnique = {
  id: "sids-unique",
  severity: "error",
  title: "Several statements of a policy have the same Sid",
  why: "AWS rejects the policy.",
  remedy: "Give each statement its own Sid, or none.",
  page: accessAnalyzerPage("error-unique-sids-required"),
  bad: {
    bucketPolicy: [
      {
        Sid: "Read",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/a/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
      {
        Sid: "Read",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/b/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Sid: "ReadA",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/a/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
      {
        Sid: "ReadB",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/b/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
  },
  find: repeatedSids,
} as const satisfies Check;

/** Ignores key policies, because AWS does not document that it rejects repeated Sids there. */
function repeatedSids(estate: Estate): Flaw[] {
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
