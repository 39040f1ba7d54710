/**
 * The default limit for the size of a policy. AWS does not count white space in managed and inline policies. For trust
 * policies it does not say.
 */
export interface PolicyLimit {
  readonly length: number;
  readonly unit: "bytes" | "characters";
}

/**
 * The last limit that AWS documented. The current quotas page has none, and the API reference only says that KMS rejects
 * policies over the limit: https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export const KEY_POLICY: PolicyLimit = { length: 32_768, unit: "bytes" };
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html */
export const BUCKET_POLICY: PolicyLimit = { length: 20_480, unit: "bytes" };
/** AWS documents none for the policies of topics. This is the size of an attribute that SNS is known to take. */
export const TOPIC_POLICY: PolicyLimit = { length: 30_720, unit: "bytes" };
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length */
export const TRUST_POLICY: PolicyLimit = { length: 2_048, unit: "characters" };
export const MANAGED_POLICY: PolicyLimit = { length: 6_144, unit: "characters" };
/** For all inline policies of a role together. */
export const INLINE_ROLE_POLICY: PolicyLimit = { length: 10_240, unit: "characters" };
/** For all inline policies of a user together. */
export const INLINE_USER_POLICY: PolicyLimit = { length: 2_048, unit: "characters" };

/**
 * How many managed policies can be attached, by default.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entities
 */
export const MANAGED_POLICIES = { role: 20, user: 10 } as const;
