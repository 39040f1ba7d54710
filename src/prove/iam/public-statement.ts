/** Whether a statement lets everyone in, as S3 defines it. */
import type { ConditionLine } from "./condition-line";
import type { Document, DocumentKind, DocumentStatement } from "./documents";
import { isPattern, withoutVariables } from "./wildcard";

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

/** An Allow for everyone without a condition that limits it. */
export function isPublic(statement: DocumentStatement): boolean {
  return statement.effect === "Allow" && statement.principals.everyone && !isKept(statement);
}

/**
 * Whether S3 refuses every request of other accounts, whatever else the policy allows: it does so while a policy is public
 * and the bucket restricts public policies.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html
 */
export function keepsOthersOut({ bucket, statements }: Document): boolean {
  if (!bucket) return false;
  const { address, restrictPublicBuckets } = bucket.publicAccessBlock;
  const isRestricted = restrictPublicBuckets && (!bucket.existing || address !== undefined);
  return isRestricted && statements.some(isPublic);
}

function isKept(statement: DocumentStatement): boolean {
  return statement.requirements.some((line) => whyItDoesNotLimit(line, statement) === undefined);
}

/** Why a condition does not limit a statement to certain callers or sources; undefined if it does. */
export function whyItDoesNotLimit(
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
