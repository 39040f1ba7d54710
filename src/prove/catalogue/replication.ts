/**
 * What S3 needs to replicate, with the role in the replication configuration.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
import { type Authorization, type CalledObject, guidePage, onBucket, onKey, onObject } from "./authorization";

const PERMISSIONS = guidePage("setting-repl-config-perm-overview");
const KMS = guidePage("replication-config-for-kms-objects");
const LOCK = guidePage("object-lock-managing");
const ANNOTATIONS = guidePage("replication-example-walkthroughs");

/** How an object is replicated. */
export interface Replicated {
  readonly tagged: boolean;
  /** Whether the object was unencrypted, so that the destination's default encryption applies to its replica. */
  readonly plaintext: boolean;
}

/**
 * A new object. Its replica keeps the encryption type, whatever the default encryption of the destination. AWS does not
 * say which encryption headers a bucket policy sees; those of SSE-S3 are the ones that a Deny is likely to match.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html#bucket-encryption-replication
 */
export function replicateObject(
  from: CalledObject,
  to: CalledObject,
  { tagged, plaintext }: Replicated,
): Authorization[] {
  const isSseS3 = !plaintext && !from.encryption;
  const replica = replicaOf(from, to);
  return [
    onBucket("s3:GetReplicationConfiguration", from.bucket, PERMISSIONS),
    onBucket("s3:ListBucket", from.bucket, PERMISSIONS),
    onObject("s3:GetObjectVersionForReplication", from, KMS),
    onObject("s3:GetObjectVersionAcl", from, PERMISSIONS),
    onObject("s3:ReplicateObject", to, PERMISSIONS, isSseS3 ? SSE_S3 : {}),
    ...(tagged
      ? [
          onObject("s3:GetObjectVersionTagging", from, PERMISSIONS),
          // The page also says that it need not be granted.
          onObject("s3:ReplicateTags", to, PERMISSIONS),
        ]
      : []),
    ...(plaintext
      ? onKey("kms:GenerateDataKey", to, KMS)
      : [
          ...onKey("kms:Decrypt", from, KMS),
          ...onKey("kms:Encrypt", replica, KMS),
          // A replica keeps the Bucket Key setting of its source.
          ...(replica.encryption?.bucketKey ? onKey("kms:Decrypt", replica, guidePage("bucket-key")) : []),
        ]),
  ];
}

/**
 * What does instead of an authorization: "s3:GetObjectVersion allows replication of unencrypted and SSE-S3-encrypted
 * objects, but not of objects encrypted by using KMS keys".
 */
export function insteadOf(
  authorization: Authorization,
  from: CalledObject,
  { plaintext }: Replicated,
): Authorization | undefined {
  const isEncryptedByKms = from.encryption !== undefined && !plaintext;
  if (isEncryptedByKms || authorization.action !== "s3:GetObjectVersionForReplication") return undefined;
  return { ...authorization, action: "s3:GetObjectVersion" };
}

const SSE_S3 = { "s3:x-amz-server-side-encryption": "AES256" };

/** The replica of an SSE-S3 object is one too. */
function replicaOf(from: CalledObject, to: CalledObject): CalledObject {
  return from.encryption ? to : { bucket: to.bucket, name: to.name };
}

/**
 * A large object, which S3 replicates in parts. Every other multipart upload needs kms:Decrypt on its key. AWS does not
 * say whether replication does: an open question.
 */
export function replicateInParts(from: CalledObject, to: CalledObject): Authorization[] {
  return [
    ...replicateObject(from, to, { tagged: false, plaintext: false }),
    ...onKey("kms:Decrypt", replicaOf(from, to), guidePage("mpuoverview")),
  ];
}

/**
 * An annotation, which S3 replicates independently of its object. On the destination, s3:ReplicateObject covers it. AWS
 * does not document the KMS actions. They are taken to be those of the object, because annotations are encrypted like it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-example-walkthroughs.html#replication-annotations
 */
export function replicateAnnotation(from: CalledObject, to: CalledObject): Authorization[] {
  return [
    onBucket("s3:GetReplicationConfiguration", from.bucket, PERMISSIONS),
    onObject("s3:GetObjectVersionAnnotationForReplication", from, ANNOTATIONS),
    onObject("s3:ReplicateObject", to, ANNOTATIONS),
    ...onKey("kms:Decrypt", from, KMS),
    ...onKey("kms:Encrypt", replicaOf(from, to), KMS),
  ];
}

/**
 * If the rule gives replicas to the owner of the destination bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html
 */
export function changeOwner(to: CalledObject): Authorization[] {
  return [onObject("s3:ObjectOwnerOverrideToBucketOwner", to, guidePage("replication-change-owner"))];
}

/**
 * The retention period and the legal hold, if the source bucket has Object Lock. The destination needs no further action.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-replication
 */
export function readLock(from: CalledObject): Authorization[] {
  return [onObject("s3:GetObjectRetention", from, LOCK), onObject("s3:GetObjectLegalHold", from, LOCK)];
}

/** A delete marker, if the rule replicates them. */
export function replicateDeleteMarker(from: CalledObject, to: CalledObject): Authorization[] {
  return [
    onBucket("s3:GetReplicationConfiguration", from.bucket, PERMISSIONS),
    onObject("s3:ReplicateDelete", to, guidePage("delete-marker-replication")),
  ];
}
