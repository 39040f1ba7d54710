/** What can replicate to what, for the rules of a topology file and for the constructs. */

/**
 * Whether an object key can begin with both prefixes. Of two rules to one destination, S3 would then apply only the one
 * with the higher priority.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html
 */
export function overlap(prefix: string, other: string): boolean {
  return prefix.startsWith(other) || other.startsWith(prefix);
}

/** One of the two buckets of a replication. */
export interface ReplicationEnd {
  /** Whether the default encryption uses a KMS key. */
  readonly hasKey: boolean;
  /** Whether some of its objects are encrypted with other KMS keys. */
  readonly hasOtherKeys: boolean;
  readonly bucketKeyEnabled: boolean;
  /** Whether it denies uploads with another key or encryption. */
  readonly requireKey: boolean;
}

/** Whether objects in the bucket can be encrypted with a KMS key. */
export function hasKmsObjects({ hasKey, hasOtherKeys }: ReplicationEnd): boolean {
  return hasKey || hasOtherKeys;
}

/** Whether replicas would lack a KMS key: the replica of an SSE-KMS object needs one. */
export function lacksReplicaKey(from: ReplicationEnd, to: ReplicationEnd): boolean {
  return hasKmsObjects(from) && !to.hasKey;
}

/**
 * Whether replicas of new objects are SSE-S3 objects in a bucket whose default encryption uses a KMS key. A replica keeps
 * the encryption type of its source.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html#bucket-encryption-replication
 */
export function bypassesReplicaKey(from: ReplicationEnd, to: ReplicationEnd): boolean {
  return !from.hasKey && to.hasKey;
}

/** Whether the destination denies these replicas. */
export function deniesReplicas(from: ReplicationEnd, to: ReplicationEnd): boolean {
  return bypassesReplicaKey(from, to) && to.requireKey;
}

/** Whether it uses a Bucket Key. `kms:Encrypt` alone is then not enough. */
export function usesBucketKey({ hasKey, bucketKeyEnabled }: ReplicationEnd): boolean {
  return hasKey && bucketKeyEnabled;
}
