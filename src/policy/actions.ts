/**
 * The actions of each permission: the fewest that its API operations need. Left out on purpose: `s3:ListAllMyBuckets`
 * (it lists every bucket of the caller's own account, and no operation on a bucket needs it), `s3:PutObjectAcl` (ACLs
 * are disabled) and `kms:DescribeKey` (S3 does not call it).
 */

/** Actions that are needed together. */
export interface ActionSet {
  readonly actions: readonly string[];
  /** Why AWS needs them, in sentences for reviewers of the policy. */
  readonly because: string;
  /** The AWS page that says so. */
  readonly source: string;
}

/** The actions of a permission on one kind of resource. */
export interface PermissionNeed extends ActionSet {
  /** Part of the Sid. */
  readonly verb: string;
  /**
   * The resource that AWS authorizes the actions on: the whole bucket; a `listing`, which is the bucket with a condition on
   * the prefix of the request; or the objects.
   */
  readonly target: "bucket" | "listing" | "objects";
  /**
   * How S3 uses the KMS keys. `decrypt`: it decrypts stored objects, with every key of the bucket. `encrypt`: it encrypts new
   * objects with the default key, and decrypts the parts of multipart uploads. `parts`: it only decrypts such parts.
   * `reencrypt`: it encrypts the data keys of stored objects again, from and to every key of the bucket.
   */
  readonly keys: "decrypt" | "encrypt" | "parts" | "reencrypt" | "none";
}

const S3_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const S3_API = "https://docs.aws.amazon.com/AmazonS3/latest/API";

/** A permission on a bucket or its objects: `list`, `get` (read), `put` (write), `delete`, and others that some clients need. */
export type Permission =
  | "list"
  | "get"
  | "put"
  | "delete"
  | "locate"
  | "list_uploads"
  | "list_versions"
  | "get_version"
  | "delete_version"
  | "get_annotations"
  | "put_annotations"
  | "initiate_replication"
  | "generate_manifest"
  | "update_encryption";

/** The actions of each permission, by kind of resource. */
export const PERMISSIONS = {
  list: [
    {
      verb: "List",
      target: "listing",
      keys: "none",
      actions: ["s3:ListBucket"],
      because: "ListObjectsV2 is authorized on the bucket, not on its objects.",
      source: `${S3_API}/API_ListObjectsV2.html`,
    },
  ],
  get: [
    {
      verb: "Get",
      target: "objects",
      keys: "decrypt",
      actions: ["s3:GetObject", "s3:GetObjectTagging"],
      because:
        "Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.",
      source: `${S3_API}/API_CopyObject.html`,
    },
  ],
  put: [
    {
      verb: "Put",
      target: "objects",
      keys: "encrypt",
      actions: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"],
      because:
        "Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails. S3 allows this to the initiator of an upload by default; s3:AbortMultipartUpload allows it for every upload.",
      source: `${S3_GUIDE}/mpuoverview.html`,
    },
  ],
  delete: [
    {
      verb: "Delete",
      target: "objects",
      keys: "none",
      actions: ["s3:DeleteObject"],
      because: "`aws s3 rm`, `mv` and `sync --delete` delete objects.",
      source: `${S3_API}/API_DeleteObject.html`,
    },
  ],
  locate: [
    {
      verb: "Locate",
      target: "bucket",
      keys: "none",
      actions: ["s3:GetBucketLocation"],
      because:
        "Athena, Snowflake, DataSync and other clients request the Region of a bucket before they use it.",
      source: `${S3_API}/API_GetBucketLocation.html`,
    },
  ],
  list_uploads: [
    {
      verb: "ListUploads",
      target: "bucket",
      keys: "none",
      actions: ["s3:ListBucketMultipartUploads"],
      because:
        "ListMultipartUploads is authorized on the bucket. It has no condition key for a prefix, so it covers the uploads of the whole bucket.",
      source: `${S3_GUIDE}/mpuoverview.html#mpuAndPermissions`,
    },
    {
      verb: "ListParts",
      target: "objects",
      keys: "parts",
      actions: ["s3:ListMultipartUploadParts"],
      because: "ListParts needs s3:ListMultipartUploadParts for uploads that another principal initiated.",
      source: `${S3_GUIDE}/mpuoverview.html#mpuAndPermissions`,
    },
  ],
  list_versions: [
    {
      verb: "ListVersions",
      target: "listing",
      keys: "none",
      actions: ["s3:ListBucketVersions"],
      because: "ListObjectVersions needs s3:ListBucketVersions, on the bucket.",
      source: `${S3_API}/API_ListObjectVersions.html`,
    },
  ],
  get_version: [
    {
      verb: "GetVersion",
      target: "objects",
      keys: "decrypt",
      actions: ["s3:GetObjectVersion", "s3:GetObjectVersionTagging"],
      because:
        "With a version id, GetObject and HeadObject need s3:GetObjectVersion, and GetObjectTagging needs s3:GetObjectVersionTagging.",
      source: `${S3_API}/API_GetObject.html`,
    },
  ],
  delete_version: [
    {
      verb: "DeleteVersion",
      target: "objects",
      keys: "none",
      actions: ["s3:DeleteObjectVersion"],
      because: "With a version id, DeleteObject deletes this version permanently.",
      source: `${S3_API}/API_DeleteObject.html`,
    },
  ],
  get_annotations: [
    {
      verb: "GetAnnotations",
      target: "objects",
      keys: "decrypt",
      actions: ["s3:GetObjectAnnotation", "s3:ListObjectAnnotations"],
      because:
        "CopyObject reads the annotations of an object, unless the request excludes them. Other clients list them first.",
      source: `${S3_GUIDE}/annotations-overview.html`,
    },
  ],
  put_annotations: [
    {
      verb: "PutAnnotations",
      target: "objects",
      keys: "encrypt",
      actions: ["s3:PutObjectAnnotation"],
      because: "CopyObject writes the annotations of an object, unless the request excludes them.",
      source: `${S3_GUIDE}/annotations-overview.html`,
    },
  ],
  initiate_replication: [
    {
      verb: "InitiateReplication",
      target: "objects",
      keys: "none",
      actions: ["s3:InitiateReplication"],
      because:
        "A job of S3 Batch Replication requests the replication of each object. The replication role reads, encrypts and writes it.",
      source: `${S3_GUIDE}/s3-batch-replication-policies.html`,
    },
  ],
  generate_manifest: [
    {
      verb: "GenerateManifest",
      target: "bucket",
      keys: "none",
      actions: ["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"],
      because:
        "S3 generates the manifest of a Batch Operations job with an inventory of the bucket. For Batch Replication, it lists the objects that the replication rules are for.",
      source: `${S3_GUIDE}/s3-batch-replication-policies.html`,
    },
  ],
  update_encryption: [
    {
      verb: "UpdateEncryption",
      target: "objects",
      keys: "reencrypt",
      actions: ["s3:UpdateObjectEncryption"],
      because: "UpdateObjectEncryption encrypts the data key of an object again, under another KMS key.",
      source: `${S3_API}/API_UpdateObjectEncryption.html`,
    },
  ],
} as const satisfies Readonly<Record<Permission, readonly PermissionNeed[]>>;

/** The actions of a permission, by kind of resource. */
export function permissionNeeds(permission: Permission): readonly PermissionNeed[] {
  return PERMISSIONS[permission];
}

export const KMS_DECRYPT: ActionSet = {
  actions: ["kms:Decrypt"],
  because: "To read an object, S3 decrypts its data key with the reader's permissions.",
  source: `${S3_GUIDE}/UsingKMSEncryption.html`,
};

export const KMS_DECRYPT_TRAILS: ActionSet = {
  actions: ["kms:Decrypt"],
  because:
    "CloudTrail encrypts its logs with the ARN of the trail as encryption context. AWS requires a statement with this context for who reads them.",
  source:
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html#create-kms-key-policy-for-cloudtrail-decrypt",
};

export const KMS_GENERATE_DATA_KEY: ActionSet = {
  actions: ["kms:GenerateDataKey"],
  because: "To write an object, S3 requests a data key with the writer's permissions.",
  source: `${S3_GUIDE}/UsingKMSEncryption.html`,
};

export const KMS_DECRYPT_AND_GENERATE_DATA_KEY: ActionSet = {
  actions: ["kms:Decrypt", "kms:GenerateDataKey"],
  because:
    "Uploads need a data key. Completing a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts.",
  source: `${S3_GUIDE}/mpuoverview.html#mpuAndPermissions`,
};

export const KMS_RE_ENCRYPT: ActionSet = {
  actions: ["kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
  because:
    "UpdateObjectEncryption also needs kms:Encrypt and kms:ReEncrypt*. AWS does not say which of them the old key needs and which the new key.",
  source: `${S3_API}/API_UpdateObjectEncryption.html`,
};

export const KMS_RE_ENCRYPT_TRAILS: ActionSet = {
  actions: ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
  because:
    "CloudTrail encrypts its logs with the ARN of the trail as encryption context. AWS does not say which context re-encrypting them has.",
  source: KMS_RE_ENCRYPT.source,
};

export const REPLICATION_CONFIGURATION: ActionSet = {
  actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
  because:
    "S3 assumes the replication role to read the replication configuration and to list the source bucket.",
  source: `${S3_GUIDE}/setting-repl-config-perm-overview.html`,
};

export const REPLICATION_READ: ActionSet = {
  actions: [
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionAnnotationForReplication",
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionTagging",
  ],
  because:
    "SSE-KMS objects need s3:GetObjectVersionForReplication, not s3:GetObjectVersion. Tags, annotations and ACLs each need their own action.",
  source: `${S3_GUIDE}/replication-config-for-kms-objects.html`,
};

export const REPLICATION_READ_OF_LOCKED: ActionSet = {
  actions: [...REPLICATION_READ.actions, "s3:GetObjectLegalHold", "s3:GetObjectRetention"],
  because:
    "SSE-KMS objects need s3:GetObjectVersionForReplication, not s3:GetObjectVersion. Tags, annotations, ACLs, the retention period and the legal hold each need their own action.",
  source: `${S3_GUIDE}/object-lock-managing.html`,
};

export const REPLICATION_WRITE: ActionSet = {
  actions: ["s3:ReplicateObject", "s3:ReplicateTags"],
  because:
    "S3 assumes the replication role to write replicas and their tags to the destination bucket. For tags, one AWS page requires s3:ReplicateTags, and another says that it is unnecessary.",
  source: `${S3_GUIDE}/setting-repl-config-perm-overview.html`,
};

export const REPLICATION_WRITE_WITH_DELETE_MARKERS: ActionSet = {
  actions: [...REPLICATION_WRITE.actions, "s3:ReplicateDelete"],
  because:
    "S3 assumes the replication role to write replicas, their tags and delete markers to the destination bucket. For tags, one AWS page requires s3:ReplicateTags, and another says that it is unnecessary.",
  source: `${S3_GUIDE}/delete-marker-replication.html`,
};

/** Where another rule already lets S3 write the replicas. */
export const REPLICATION_OF_DELETE_MARKERS: ActionSet = {
  actions: ["s3:ReplicateDelete"],
  because: "S3 assumes the replication role to write delete markers to the destination bucket.",
  source: `${S3_GUIDE}/delete-marker-replication.html`,
};

export const REPLICA_ENCRYPT: ActionSet = {
  actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
  because:
    "S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.",
  source: `${S3_GUIDE}/replication-config-for-kms-objects.html`,
};

export const REPLICA_ENCRYPT_ENCRYPTED: ActionSet = {
  actions: ["kms:Decrypt", "kms:Encrypt"],
  because:
    "S3 encrypts replicas with kms:Encrypt, and Bucket Keys also need kms:Decrypt. Unencrypted source objects need nothing here.",
  source: `${S3_GUIDE}/replication-config-for-kms-objects.html`,
};

export const REPLICA_OF_UNENCRYPTED: ActionSet = {
  actions: ["kms:GenerateDataKey"],
  because:
    "S3 encrypts the replicas of unencrypted objects with the default key of the destination, even if the replication rule has a key of its own.",
  source: `${S3_GUIDE}/replication-config-for-kms-objects.html`,
};

export const REPLICA_ENCRYPT_MINIMAL: ActionSet = {
  actions: ["kms:Encrypt"],
  because:
    "S3 encrypts replicas with kms:Encrypt. If there are no Bucket Keys and no unencrypted source objects, it needs no other action.",
  source: `${S3_GUIDE}/replication-config-for-kms-objects.html`,
};
