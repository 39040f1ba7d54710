/** Which buckets can replicate to each other. The checks of topology files and the constructs both use this. */

/** One of the two buckets of a replication. */
export interface ReplicationEnd {
  /** Whether the default encryption uses a KMS key. */
  readonly hasKey: boolean;
  /** Whether some of its objects are encrypted with other KMS keys. */
  readonly hasOtherKeys: boolean;
  readonly bucketKeyEnabled: boolean;
  /** Whether it denies uploads with another key or encryption. */
  readonly requireKey: boolean;
  readonly hasObjectLock: boolean;
}

/** Whether objects in the bucket can be encrypted with a KMS key. */
export function hasKmsObjects({ hasKey, hasOtherKeys }: ReplicationEnd): boolean {
  return hasKey || hasOtherKeys;
}

/** Why a bucket cannot replicate to another. */
export type ReplicationProblem =
  /** The replica of an SSE-KMS object needs a KMS key. */
  | "no replica key"
  /** The replica of an SSE-S3 object is an SSE-S3 object, which a bucket that requires its key denies. */
  | "replicas denied"
  /** The replica of a locked object is locked too. */
  | "no lock for replicas"
  /** The key of a rule is one that who reads the destination can use. */
  | "replica key of others"
  /** The replica of an SSE-S3 object is an SSE-S3 object, whatever the key of the rule. */
  | "replica key for nothing"
  /** The destination denies objects under another key than its default. */
  | "replica key denied"
  /** `minimalKms` grants only `kms:Encrypt`, and a Bucket Key needs more. */
  | "more than minimal KMS";

/** What a rule says of KMS. */
export interface RuleKms {
  readonly minimalKms: boolean;
  /** Whether it has a key of its own for the replicas, and whether that is one of the other keys of the destination. */
  readonly replicaKey: "of destination" | "of others" | undefined;
}

/** Everything that prevents the replication. */
export function replicationProblems(
  from: ReplicationEnd,
  to: ReplicationEnd,
  { minimalKms, replicaKey }: RuleKms,
): ReplicationProblem[] {
  const hasReplicaKey = replicaKey !== undefined;
  return [
    ...(hasKmsObjects(from) && !to.hasKey && !hasReplicaKey ? (["no replica key"] as const) : []),
    ...(replicaKey === "of others" ? (["replica key of others"] as const) : []),
    ...(hasReplicaKey && !hasKmsObjects(from) ? (["replica key for nothing"] as const) : []),
    ...(hasReplicaKey && to.requireKey ? (["replica key denied"] as const) : []),
    ...(bypassesReplicaKey(from, to) && to.requireKey ? (["replicas denied"] as const) : []),
    ...(from.hasObjectLock && !to.hasObjectLock ? (["no lock for replicas"] as const) : []),
    ...(minimalKms && (usesBucketKey(from) || usesBucketKey(to)) ? (["more than minimal KMS"] as const) : []),
  ];
}

/**
 * Whether replicas of new objects are SSE-S3 objects in a bucket whose default encryption uses a KMS key. A replica keeps
 * the encryption type of its source.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html#bucket-encryption-replication
 */
export function bypassesReplicaKey(from: ReplicationEnd, to: ReplicationEnd): boolean {
  return !from.hasKey && to.hasKey;
}

function usesBucketKey({ hasKey, bucketKeyEnabled }: ReplicationEnd): boolean {
  return hasKey && bucketKeyEnabled;
}
