import { bucketDeliveries } from "./delivery-statements";
import { type PolicyDocument, type Statement, toDocument } from "./document";
import { foreignIntents, foreignStatements } from "./foreign-needs";
import type { Bucket, Intents } from "./intents";
import { type Need, needsOf } from "./needs";
import { bucketRestrictions } from "./restrictions";
import { grant, s3Resources } from "./statements";

/**
 * The policy of a bucket: first the Deny statements for everyone, then the grants for principals of other accounts, and for
 * services. For a bucket that exists already, what the topology adds to its policy: whether requests without TLS are denied stays as it is.
 */
export function bucketPolicy(bucket: Bucket, intents: Intents): PolicyDocument {
  const needs = needsOn(bucket, foreignIntents(intents, bucket.account));
  return toDocument([
    ...(bucket.isExisting ? [] : [denyInsecureTransport(bucket)]),
    ...(bucket.minimumTls === undefined ? [] : [denyOldTls(bucket, bucket.minimumTls)]),
    ...(bucket.requireKey && bucket.key ? denyOtherEncryption(bucket, bucket.key.keyArn) : []),
    ...(bucket.requireKey || bucket.denySseC ? [denyCustomerProvidedKey(bucket)] : []),
    ...bucketRestrictions(bucket, bucket.restrictions ? needsOn(bucket, intents) : []),
    ...foreignStatements(needs, (need) => grant(need, need.verb, { resources: s3Resources(need) })),
    ...bucketDeliveries(bucket, intents.deliveries ?? []),
  ]);
}

function needsOn({ name }: Bucket, intents: Intents): Need[] {
  return needsOf(intents).filter(({ target, bucket }) => target !== "key" && bucket.name === name);
}

function denyInsecureTransport({ bucketArn }: Bucket): Statement {
  return {
    sid: "DenyInsecureTransport",
    effect: "Deny",
    principal: "*",
    actions: ["s3:*"],
    resources: [bucketArn, `${bucketArn}/*`],
    conditions: { Bool: { "aws:SecureTransport": "false" } },
    because: "Denies every request without TLS.",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit",
  };
}

/** Requests that AWS services forward may not have the key. A comparison with a missing key is false, so they pass. */
function denyOldTls({ bucketArn }: Bucket, version: string): Statement {
  return {
    sid: "DenyOldTls",
    effect: "Deny",
    principal: "*",
    actions: ["s3:*"],
    resources: [bucketArn, `${bucketArn}/*`],
    conditions: { NumericLessThan: { "s3:TlsVersion": version } },
    because: `Denies every request with a version of TLS before ${version}.`,
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#example-object-tls-version",
  };
}

const ALGORITHM = "s3:x-amz-server-side-encryption";
const KMS_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const CUSTOMER_ALGORITHM = "s3:x-amz-server-side-encryption-customer-algorithm";
const REQUIRE_SSE_KMS =
  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms";

/**
 * Denies uploads with another key or another encryption. Uploads without encryption headers get the key of the bucket and
 * must stay allowed. Negated operators, with or without `IfExists`, also match requests without the header, so each Deny
 * requires its header with `Null: "false"`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
 */
function denyOtherEncryption({ bucketArn }: Bucket, keyArn: string): Statement[] {
  const deny = (sid: string, because: string, conditions: Statement["conditions"]): Statement => ({
    sid,
    effect: "Deny",
    principal: "*",
    actions: ["s3:PutObject", "s3:ReplicateObject", "s3:UpdateObjectEncryption"],
    resources: [`${bucketArn}/*`],
    conditions,
    because,
    source: REQUIRE_SSE_KMS,
  });
  return [
    deny("DenyOtherKey", "Denies uploads that name a key other than the bucket's.", {
      ArnNotEquals: { [KMS_KEY]: keyArn },
      Null: { [KMS_KEY]: "false" },
    }),
    deny("DenyOtherAlgorithm", "Denies uploads that name an algorithm other than SSE-KMS.", {
      Null: { [ALGORITHM]: "false" },
      StringNotEquals: { [ALGORITHM]: "aws:kms" },
    }),
    deny(
      "DenyAwsManagedKey",
      "Denies SSE-KMS uploads without a key: S3 would use the AWS managed key, which other accounts cannot use.",
      {
        Null: { [KMS_KEY]: "true" },
        StringEquals: { [ALGORITHM]: "aws:kms" },
      },
    ),
  ];
}

function denyCustomerProvidedKey({ bucketArn }: Bucket): Statement {
  return {
    sid: "DenyCustomerProvidedKey",
    effect: "Deny",
    principal: "*",
    actions: ["s3:PutObject", "s3:ReplicateObject"],
    resources: [`${bucketArn}/*`],
    conditions: { Null: { [CUSTOMER_ALGORITHM]: "false" } },
    because: "Denies SSE-C uploads: only the holder of the customer-provided key could read the objects.",
    source: REQUIRE_SSE_KMS,
  };
}
