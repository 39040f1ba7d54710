import { type PolicyDocument, type Statement, toDocument } from "./document";
import { foreignStatements } from "./foreign-needs";
import type { Bucket, Intents } from "./intents";
import { needsOf } from "./needs";
import { grant, s3Resources } from "./statements";

/** The policy of a bucket: first what is denied to everyone, then what principals of other accounts can do. */
export function bucketPolicy(bucket: Bucket, intents: Intents): PolicyDocument {
  const needs = needsOf(intents).filter((need) => need.target !== "key" && need.bucket.name === bucket.name);
  return toDocument([
    denyInsecureTransport(bucket),
    ...(bucket.requireKey && bucket.key ? denyOtherEncryption(bucket, bucket.key.keyArn) : []),
    ...foreignStatements(needs, bucket.account, (need) =>
      grant(need, need.verb, { resources: s3Resources(need) }),
    ),
  ]);
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

const ALGORITHM = "s3:x-amz-server-side-encryption";
const KMS_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const CUSTOMER_ALGORITHM = "s3:x-amz-server-side-encryption-customer-algorithm";

/**
 * Denies uploads that name anything but the bucket's key. Uploads without encryption headers get the bucket's default,
 * which is this key. Each Deny therefore requires its header (`Null: "false"`): a negated operator, with or without
 * `IfExists`, also matches requests without the header.
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
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms",
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
    {
      ...deny(
        "DenyCustomerProvidedKey",
        "Denies SSE-C uploads: only the holder of the customer-provided key could read the objects.",
        {
          Null: { [CUSTOMER_ALGORITHM]: "false" },
        },
      ),
      actions: ["s3:PutObject", "s3:ReplicateObject"],
    },
  ];
}
