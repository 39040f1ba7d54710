import { type Conditions, type Statement, sidPart } from "./document";
import type { Need } from "./needs";

export const ENCRYPTION_CONTEXT = "kms:EncryptionContext:aws:s3:arn";
/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-kms-works-with-cloudtrail.html */
export const TRAIL_CONTEXT = "kms:EncryptionContext:aws:cloudtrail:arn";

/**
 * A statement that grants a need.
 *
 * @param more the elements that depend on the kind of policy
 */
export function grant(need: Need, sid: string, more: Pick<Statement, "resources" | "conditions">): Statement {
  return {
    sid,
    actions: need.actions,
    resources: more.resources,
    conditions: mergeConditions(need.key ? keyConditions(need) : listConditions(need), more.conditions),
    because: need.because,
    source: need.source,
  };
}

/** The ARNs of the bucket or the objects of a need. */
export function s3Resources({ bucket, target, prefixes }: Need): string[] {
  return target === "bucket" ? [bucket.bucketArn] : objectArns(bucket.bucketArn, prefixes);
}

/** The Sid: `EncryptDestination` or, for a key other than the default key, `DecryptSourceUnderArchive`. */
export function needSid({ verb, bucket, key }: Need): string {
  const isOtherKey = key && key.name !== bucket.key?.name;
  return sidPart(verb) + sidPart(bucket.name) + (isOtherKey ? `Under${sidPart(key.name)}` : "");
}

function objectArns(bucketArn: string, prefixes: readonly string[]): string[] {
  return prefixes.map((prefix) => `${bucketArn}/${prefix}*`);
}

/**
 * Allows the key only through S3 in its region, and only for objects of this bucket. The encryption context of an object is the
 * ARN of the object or, with a Bucket Key, the ARN of the bucket. A bucket can contain both kinds of objects, because enabling
 * or disabling Bucket Keys does not change existing objects.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 * In aws, aws-cn and aws-us-gov, the name of the service ends with amazonaws.com. For aws-eusc, AWS does not say.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
function keyConditions({ bucket, prefixes, bucketKeys, trails }: Need): Conditions {
  if (trails) return { ...throughS3(bucket), StringLike: { [TRAIL_CONTEXT]: trails } };
  return {
    ...throughS3(bucket),
    StringLike: {
      [ENCRYPTION_CONTEXT]: [
        ...(bucketKeys ? [bucket.bucketArn] : []),
        ...objectArns(bucket.bucketArn, prefixes),
      ],
    },
  };
}

function throughS3({ account: { region } }: Need["bucket"]): Conditions {
  return { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#example-object-tagging-access-control */
function listConditions({ target, prefixes }: Need): Conditions {
  const isNarrowed = target === "bucket" && !prefixes.includes("");
  return isNarrowed ? { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}*`) } } : {};
}

export function mergeConditions(one: Conditions = {}, other: Conditions = {}): Conditions | undefined {
  const operators = [...Object.keys(one), ...Object.keys(other)].sort();
  if (operators.length === 0) return undefined;
  return Object.fromEntries(
    operators.map((operator) => [operator, { ...one[operator], ...other[operator] }]),
  );
}

/** The Sid of a statement for several: after the first, so that one more of them changes a list and nothing else. */
export function sidOfAll(first: string, { length }: readonly unknown[]): string {
  return length === 1 ? first : `${first}AndOthers`;
}
