import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import type { ConditionLine } from "../iam/condition-line";
import { documentsOf, type DocumentStatement } from "../iam/documents";
import { iamPage, statementFlaw } from "./well-formed";

const HEADERS = new Set([
  "s3:x-amz-server-side-encryption",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
]);

export const denyWithoutHeader = {
  id: "deny-without-header",
  severity: "warning",
  title: "A Deny of other encryption also denies uploads without a header",
  why: "The bucket would encrypt these uploads with its own key. A negated operator holds if the header is missing, with or without IfExists.",
  remedy: 'Add a Null condition with "false" on the header.',
  page: iamPage("reference_policies_elements_condition_operators.html#Conditions_IfExists"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
      },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: {
          StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
          Null: { "s3:x-amz-server-side-encryption": "false" },
        },
      },
    ],
  },
  find: denialsWithoutHeader,
} as const satisfies Check;

/**
 * A Deny of every other encryption also refuses uploads without the header, which the bucket would encrypt with its own
 * key: a negated operator, with or without `IfExists`, holds if the header is missing. If another statement denies
 * exactly these, it is intended.
 */
function denialsWithoutHeader(estate: Estate): Flaw[] {
  return documentsOf(estate).flatMap(({ kind, bucket, statements }) => {
    if (kind !== "bucket" || !bucket?.encryption.algorithm.startsWith("aws:kms")) return [];
    const denies = statements.filter(({ effect }) => effect === "Deny");
    const demanded = new Set(
      denies.flatMap(({ conditions: [line, ...others] }) =>
        line && others.length === 0 && isNull(line, "true") ? [line.lowerKey] : [],
      ),
    );
    return denies.flatMap((statement) =>
      statement.conditions
        .filter(({ negated, lowerKey }) => negated && HEADERS.has(lowerKey))
        .filter(({ lowerKey }) => !demanded.has(lowerKey) && !isGuarded(statement, lowerKey))
        .map(({ operator, key, lowerKey }) =>
          statementFlaw(statement, {
            problem: `it also denies uploads without ${header(lowerKey)}, which the bucket would encrypt with its own key: ${operator} holds if the header is missing`,
            repair: `add "Null": { "${key}": "false" } to its conditions`,
            source: iamPage("reference_policies_elements_condition_operators.html#Conditions_IfExists"),
          }),
        ),
    );
  });
}

function isGuarded({ conditions }: DocumentStatement, lowerKey: string): boolean {
  return conditions.some((line) => line.lowerKey === lowerKey && isNull(line, "false"));
}

function isNull({ base, values }: ConditionLine, value: string): boolean {
  return base === "Null" && values.length === 1 && values[0] === value;
}

function header(lowerKey: string): string {
  return lowerKey.slice("s3:".length);
}
