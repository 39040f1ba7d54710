import { isKeyArn, parseArn } from "../../aws/arn";
import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import type { ConditionLine } from "../iam/condition-line";
import { type Conditional, conditionsOf } from "../iam/documents";
import { isPattern, withoutVariables } from "../iam/wildcard";
import { isElsewhere } from "../known-regions";
import { accessAnalyzerPage, iamPage, s3Page, statementFlaw } from "./well-formed";

const OPERATORS = iamPage("reference_policies_elements_condition_operators.html");

export const wildcardsNeedLike = {
  id: "wildcards-need-like",
  severity: "error",
  title: "A wildcard is compared literally",
  why: "StringEquals compares * as an asterisk, so the condition never holds.",
  remedy: "Use StringLike or StringNotLike.",
  page: accessAnalyzerPage("error-wildcard-without-like-operator"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::acme-source",
        Condition: {
          ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" },
          StringEquals: { "s3:prefix": "reports/*" },
        },
      },
    ],
    identityPolicy: [{ Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-source" }],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::acme-source",
        Condition: {
          ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" },
          StringLike: { "s3:prefix": "reports/*" },
        },
      },
    ],
    identityPolicy: [{ Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-source" }],
  },
  find: literalWildcards,
} as const satisfies Check;

/** `StringEquals` compares `*` as a literal asterisk. */
function literalWildcards(estate: Estate): Flaw[] {
  const isExact = ({ base }: ConditionLine) => /^String(Not)?Equals/.test(base);
  return [...conditionsOf(estate).all()]
    .flatMap((conditionals) => valuesOf(conditionals, isExact))
    .filter(({ value }) => value.includes("*"))
    .filter(({ value }) => value.replaceAll(/\$\{[^}]*\}/g, "").includes("*"))
    .map(({ statement, line: { operator, base, key }, value }) =>
      statementFlaw(statement, {
        problem: `${operator} compares the wildcard in ${value} literally, so ${key} never equals it`,
        repair: `use ${base.includes("Not") ? "StringNotLike" : "StringLike"}`,
        source: accessAnalyzerPage("error-wildcard-without-like-operator"),
      }),
    );
}

export const arnOperators = {
  id: "arn-operators",
  severity: "error",
  title: "An ARN operator compares something else than an ARN",
  why: "ARN operators compare the six parts of an ARN one by one. A value with fewer parts equals nothing.",
  remedy: "Write the whole ARN.",
  page: iamPage("reference_policies_elements_condition_operators.html#Conditions_ARN"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:DeleteObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { ArnNotLike: { "aws:PrincipalArn": "Porter" } },
      },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:DeleteObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
  },
  find: notArns,
} as const satisfies Check;

/** ARN operators compare six parts, one by one. A value with fewer parts equals nothing. */
function notArns(estate: Estate): Flaw[] {
  return [...conditionsOf(estate).all()]
    .filter(([first]) => first?.line.lowerKey !== KMS_KEY)
    .flatMap((conditionals) => valuesOf(conditionals, ({ base }) => base.startsWith("Arn")))
    .filter(({ value }) => parseArn(value) === undefined && parseArn(withoutVariables(value)) === undefined)
    .filter(({ value }) => withoutVariables(value) !== "*")
    .map(({ statement, line: { operator, key }, value }) =>
      statementFlaw(statement, {
        problem: `${operator} compares ARNs, but ${value} is not one, so ${key} never equals it`,
        repair: "write the whole ARN, such as arn:aws:iam::111111111111:role/Name",
        source: `${OPERATORS}#Conditions_ARN`,
      }),
    );
}

const KMS_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

export const keyValues = {
  id: "key-values",
  severity: "error",
  title: "A condition on the key of an upload has no ARN of a possible key",
  why: "S3 compares the ARN of the key, also if the request has its id or alias. An id, an alias or a key of another region never equals it.",
  remedy: "Compare with the ARN of a key in the bucket's region.",
  page: s3Page("UsingKMSEncryption.html#require-sse-kms"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: {
          StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "alias/acme-source" },
          Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
        },
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
          StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "${aws_kms_key.source.arn}" },
          Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
        },
      },
    ],
  },
  find: neverThisKey,
} as const satisfies Check;

/** The value is always the ARN of the key, even if the request has an id or an alias. */
function neverThisKey(estate: Estate): Flaw[] {
  return valuesOf(conditionsOf(estate).get(KMS_KEY), ({ base }) => base !== "Null").flatMap(
    ({ statement, line: { key }, value }) => {
      if (isPattern(value)) return [];
      const flaw = (problem: string) =>
        statementFlaw(statement, {
          problem,
          repair: `compare with the key's ARN, arn:aws:kms:${statement.document.bucket?.region ?? "<region>"}:<account>:key/<id>`,
          source: s3Page("UsingKMSEncryption.html#require-sse-kms"),
        });
      if (!isKeyArn(value)) {
        return [flaw(`${key} is always the ARN of a key, never ${value}`)];
      }
      const { bucket } = statement.document;
      return bucket !== undefined && isElsewhere(value, bucket, estate)
        ? [flaw(`${value} is not in the bucket's region (${bucket.region}), so the bucket cannot use it`)]
        : [];
    },
  );
}

interface Value extends Conditional {
  readonly value: string;
}

function valuesOf(conditionals: readonly Conditional[], isMeant: (line: ConditionLine) => boolean): Value[] {
  const found: Value[] = [];
  for (const { statement, line } of conditionals) {
    if (isMeant(line)) for (const value of line.values) found.push({ statement, line, value });
  }
  return found;
}
