/** What may replicate to what, for the rules of a topology file and for the constructs. */

/** A bucket, as replication sees it. */
export interface ReplicationEnd {
  /** Whether its default encryption is with a KMS key. */
  readonly hasKey: boolean;
  /** Whether some of its objects are under other KMS keys. */
  readonly hasOtherKeys: boolean;
  readonly bucketKeyEnabled: boolean;
}

/** Whether objects of the bucket may be under a KMS key. */
export function hasKmsObjects({ hasKey, hasOtherKeys }: ReplicationEnd): boolean {
  return hasKey || hasOtherKeys;
}

/** The replica of an SSE-KMS object is encrypted with a KMS key. */
export function lacksReplicaKey(from: ReplicationEnd, to: ReplicationEnd): boolean {
  return hasKmsObjects(from) && !to.hasKey;
}

/** Whether it uses a Bucket Key, which takes more of KMS than `kms:Encrypt` alone. */
export function usesBucketKey({ hasKey, bucketKeyEnabled }: ReplicationEnd): boolean {
  return hasKey && bucketKeyEnabled;
}
