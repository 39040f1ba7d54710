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
  /** `minimalKms` grants only `kms:Encrypt`, and a Bucket Key needs more. */
  | "more than minimal KMS";

/** Everything that prevents the replication. */
export function replicationProblems(
  from: ReplicationEnd,
  to: ReplicationEnd,
  { minimalKms }: { readonly minimalKms: boolean },
): ReplicationProblem[] {
  return [
    ...(hasKmsObjects(from) && !to.hasKey ? (["no replica key"] as const) : []),
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
