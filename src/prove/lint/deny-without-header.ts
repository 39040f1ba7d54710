import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import type { ConditionLine } from "../iam/condition-line";
import { documentsOf } from "../iam/documents";
import { holdsWithout, isNull, requiresHeader } from "./missing-headers";
import { iamPage, s3Page, statementFlaw } from "./well-formed";

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
        line && others.length === 0 && isNull(line, true) ? [line.lowerKey] : [],
      ),
    );
    return denies.flatMap((statement) =>
      statement.conditions
        .filter((line) => line.negated && HEADERS.has(line.lowerKey) && holdsWithout(line))
        .filter(({ lowerKey }) => !demanded.has(lowerKey) && !requiresHeader(statement, HEADERS))
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

function header(lowerKey: string): string {
  return lowerKey.slice("s3:".length);
}

export const denyDefaultEncryption = {
  id: "deny-default-encryption",
  severity: "warning",
  title: "A Deny refuses uploads that rely on the default encryption",
  why: "S3 encrypts every upload, by default with the key of the bucket. Clients that send no header, as most do, get 403.",
  remedy: "Remove the Deny, or deny only headers that name another encryption.",
  page: s3Page("default-bucket-encryption.html"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { Null: { "s3:x-amz-server-side-encryption": "true" } },
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
          Null: { "s3:x-amz-server-side-encryption": "false" },
          StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
        },
      },
    ],
  },
  find: refusedDefaults,
} as const satisfies Check;

function refusedDefaults(estate: Estate): Flaw[] {
  return documentsOf(estate).flatMap(({ kind, bucket, statements }) => {
    if (kind !== "bucket" || !bucket) return [];
    return statements
      .filter(({ effect, principals }) => effect === "Deny" && principals.everyone)
      .filter(({ conditions }) => conditions.length > 0 && conditions.every(isMissingHeader))
      .map((statement) =>
        statementFlaw(statement, {
          problem: `it denies uploads without ${statement.conditions.map(({ lowerKey }) => header(lowerKey)).join(" and ")}, which ${bucket.name} would encrypt by default with ${bucket.encryption.masterKey ?? bucket.encryption.algorithm}`,
          repair: "remove the statement, or deny only headers that name another encryption",
          source: s3Page("default-bucket-encryption.html"),
          addresses: [bucket.encryption.address ?? bucket.address],
        }),
      );
  });
}

function isMissingHeader(line: ConditionLine): boolean {
  return HEADERS.has(line.lowerKey) && isNull(line, true);
}
