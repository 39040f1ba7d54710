/**
 * The actions of each permission: the fewest that the AWS CLI and SDKs need for it. Left out on purpose:
 * `s3:GetBucketLocation` and `s3:ListAllMyBuckets` (only the console calls them), `s3:PutObjectAcl` (ACLs are
 * disabled), `kms:ReEncrypt*` and `kms:DescribeKey` (S3 does not call them for a copy).
 */
export interface ActionSet {
  readonly actions: readonly string[];
  readonly because: string;
  readonly source: string;
}

/** What a permission stands for. */
interface PermissionNeeds extends ActionSet {
  /** In one word, which becomes part of a Sid. */
  readonly verb: string;
  /** What the actions are authorized on. */
  readonly target: "bucket" | "objects";
  /**
   * What S3 asks of the keys of the objects: to `decrypt` what is stored, under any key of the bucket; or to `encrypt`
   * what is new, under its default key, which takes decrypting too where the object is uploaded in parts.
   */
  readonly keys: "decrypt" | "encrypt" | "none";
}

const S3_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const S3_API = "https://docs.aws.amazon.com/AmazonS3/latest/API";

export const PERMISSIONS = {
  list: {
    verb: "List",
    target: "bucket",
    keys: "none",
    actions: ["s3:ListBucket"],
    because: "ListObjectsV2 is authorized on the bucket, not on its objects.",
    source: `${S3_API}/API_ListObjectsV2.html`,
  },
  get: {
    verb: "Get",
    target: "objects",
    keys: "decrypt",
    actions: ["s3:GetObject", "s3:GetObjectTagging"],
    because:
      "Copying an object also reads its tags. AWS CLI v2 requests them for every object of 8 MiB or more, tagged or not.",
    source: `${S3_API}/API_CopyObject.html`,
  },
  put: {
    verb: "Put",
    target: "objects",
    keys: "encrypt",
    actions: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"],
    because: "Copying an object also writes its tags. The AWS CLI aborts a multipart upload that fails.",
    source: `${S3_GUIDE}/mpuoverview.html`,
  },
  delete: {
    verb: "Delete",
    target: "objects",
    keys: "none",
    actions: ["s3:DeleteObject"],
    because: "`aws s3 rm`, `mv` and `sync --delete` delete objects.",
    source: `${S3_API}/API_DeleteObject.html`,
  },
} as const satisfies Readonly<Record<string, PermissionNeeds>>;

/** `list` the bucket, `get` (read), `put` (write), `delete` its objects. */
export type Permission = keyof typeof PERMISSIONS;

export const KMS_DECRYPT: ActionSet = {
  actions: ["kms:Decrypt"],
  because: "To read an object, S3 decrypts its data key with the reader's permissions.",
  source: `${S3_GUIDE}/UsingKMSEncryption.html`,
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

export const REPLICATION_CONFIGURATION: ActionSet = {
  actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
  because:
    "S3 assumes the replication role to read the replication configuration and to list the source bucket.",
  source: `${S3_GUIDE}/setting-repl-config-perm-overview.html`,
};

export const REPLICATION_READ: ActionSet = {
  actions: ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
  because:
    "SSE-KMS objects need s3:GetObjectVersionForReplication, not s3:GetObjectVersion. Tags need s3:GetObjectVersionTagging.",
  source: `${S3_GUIDE}/replication-config-for-kms-objects.html`,
};

export const REPLICATION_WRITE: ActionSet = {
  actions: ["s3:ReplicateObject", "s3:ReplicateTags"],
  because: "S3 assumes the replication role to write replicas and their tags to the destination bucket.",
  source: `${S3_GUIDE}/setting-repl-config-perm-overview.html`,
};

export const REPLICATION_WRITE_WITH_DELETE_MARKERS: ActionSet = {
  actions: [...REPLICATION_WRITE.actions, "s3:ReplicateDelete"],
  because:
    "S3 assumes the replication role to write replicas, their tags and delete markers to the destination bucket.",
  source: `${S3_GUIDE}/delete-marker-replication.html`,
};

export const REPLICA_ENCRYPT: ActionSet = {
  actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
  because:
    "S3 encrypts replicas with kms:Encrypt. Bucket Keys also need kms:Decrypt, and unencrypted source objects need kms:GenerateDataKey.",
  source: `${S3_GUIDE}/replication-config-for-kms-objects.html`,
};

export const REPLICA_ENCRYPT_MINIMAL: ActionSet = {
  actions: ["kms:Encrypt"],
  because:
    "S3 encrypts replicas with kms:Encrypt. Without Bucket Keys and unencrypted source objects, it needs no other action.",
  source: `${S3_GUIDE}/replication-config-for-kms-objects.html`,
};
