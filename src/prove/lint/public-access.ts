import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import type { ConditionLine } from "../iam/condition-line";
import { type DocumentKind, type DocumentStatement, isIdentity, statementsOf } from "../iam/documents";
import { isPattern, withoutVariables } from "../iam/wildcard";
import { kmsPage, s3Page, statementFlaw, iamPage, wellFormed } from "./well-formed";

/**
 * Condition keys with which S3 does not consider a bucket policy public, if their values are fixed.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const LISTED_BY_S3 = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalservicename",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);

/** More condition keys that limit callers or sources. They count in key policies and trust policies. */
const FURTHER = new Set([
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourcevpcarn",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
  "kms:calleraccount",
]);

/** A pattern whose account is fixed. */
const WITH_ACCOUNT = /^arn:[^:*?]+:[^:*?]+:[^:]*:\d{12}:/;

export const publicPolicies = {
  id: "public-policies",
  severity: "error",
  title: "A policy allows everyone",
  why: "Strangers can use the bucket, the key or the role. Where public access is blocked, S3 refuses the policy.",
  remedy:
    "List accounts, roles or users in Principal, or require a fixed aws:PrincipalOrgID, aws:PrincipalAccount or aws:PrincipalArn.",
  page: s3Page("access-control-block-public-access.html#access-control-block-public-access-policy-status"),
  bad: {
    bucketPolicy: [
      { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/*" },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-acme" } },
      },
    ],
  },
  find: openToAll,
} as const satisfies Check;

/** An Allow for everyone without a condition that limits it. */
function openToAll(estate: Estate): Flaw[] {
  return statementsOf(estate)
    .filter((statement) => statement.effect === "Allow" && !isIdentity(statement.document))
    .filter((statement) => statement.principals.everyone && !isKept(statement))
    .map((statement) =>
      statementFlaw(statement, {
        problem: `it allows everyone, including strangers${statement.conditions.length > 0 ? ", and no condition limits it" : ""}`,
        repair:
          "list accounts, roles or users in Principal, or require a fixed aws:PrincipalOrgID, aws:PrincipalAccount or aws:PrincipalArn",
        source: SOURCES[statement.document.kind] ?? SOURCES.bucket,
        because: statement.requirements.flatMap((line) => whyItDoesNotLimit(line, statement) ?? []),
      }),
    );
}

const SOURCES: Readonly<Partial<Record<string, string>>> & { bucket: string } = {
  bucket: s3Page("access-control-block-public-access.html#access-control-block-public-access-policy-status"),
  key: kmsPage("key-policy-overview.html"),
  trust: iamPage("reference_policies_elements_principal.html#principal-anonymous"),
};

function isKept(statement: DocumentStatement): boolean {
  return statement.requirements.some((line) => whyItDoesNotLimit(line, statement) === undefined);
}

/** Why a condition does not limit a statement to certain callers or sources; undefined if it does. */
function whyItDoesNotLimit(
  { key, lowerKey, values }: ConditionLine,
  { document: { kind } }: DocumentStatement,
): string | undefined {
  if (!LISTED_BY_S3.has(lowerKey) && !(kind !== "bucket" && FURTHER.has(lowerKey)))
    return `${key} does not identify callers`;
  const pattern = values.find((value) => isPattern(value) && !hasFixedPart(kind, lowerKey, value));
  if (pattern !== undefined) return `${key} has the pattern ${JSON.stringify(pattern)}`;
  if (lowerKey !== "aws:sourceip") return undefined;
  const broad = values.find((value) => prefixOf(value) < broadest(value));
  return broad && `${key} has ${JSON.stringify(broad)}, which is broader than /${broadest(broad)}`;
}

/** S3 accepts a pattern for access points only, AWS in general for every ARN and for a part of an organization. */
function hasFixedPart(kind: DocumentKind, lowerKey: string, value: string): boolean {
  const text = withoutVariables(value);
  if (kind === "bucket") return lowerKey === "s3:dataaccesspointarn" && WITH_ACCOUNT.test(text);
  return WITH_ACCOUNT.test(text) || (lowerKey === "aws:principalorgpaths" && text.startsWith("o-"));
}

/** An address without a prefix is a range of one. */
function prefixOf(range: string): number {
  return Number(range.split("/")[1] ?? Infinity);
}

function broadest(range: string): number {
  return range.includes(":") ? 32 : 8;
}

const SWITCHES = {
  blockPublicAcls: "block_public_acls",
  blockPublicPolicy: "block_public_policy",
  ignorePublicAcls: "ignore_public_acls",
  restrictPublicBuckets: "restrict_public_buckets",
} as const;

export const publicAccessBlocks = {
  id: "public-access-blocks",
  severity: "warning",
  title: "The public access block of a bucket is disabled",
  why: "AWS blocks public access to every new bucket. The resource disables each part that it does not set to true.",
  remedy: "Set all four arguments to true.",
  page: s3Page("access-control-block-public-access.html"),
  bad: {
    resources: {
      aws_s3_bucket_public_access_block: {
        source: {
          provider: "aws.source",
          bucket: "acme-source",
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: false,
        },
      },
    },
  },
  good: {
    resources: {
      aws_s3_bucket_public_access_block: {
        source: {
          provider: "aws.source",
          bucket: "acme-source",
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        },
      },
    },
  },
  find: disabledBlocks,
} as const satisfies Check;

/** AWS blocks public access to new buckets. A resource without one of the four arguments disables that part. */
function disabledBlocks(estate: Estate): Flaw[] {
  return estate.buckets.flatMap(({ name, address, account, publicAccessBlock }) => {
    const off = (Object.keys(SWITCHES) as (keyof typeof SWITCHES)[]).filter(
      (each) => !publicAccessBlock[each],
    );
    if (off.length === 0) return [];
    const at = publicAccessBlock.address ?? address;
    return [
      wellFormed({
        problem: `the public access block of ${name} disables ${off.map((each) => SWITCHES[each]).join(", ")}`,
        addresses: [at],
        because: [`${at} in account ${account.id}`],
        repair: "set all four to true",
        source: s3Page("access-control-block-public-access.html"),
      }),
    ];
  });
}
