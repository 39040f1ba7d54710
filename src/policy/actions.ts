/**
 * The actions that each permission stands for: the fewest that the AWS CLI and SDKs need for it.
 * What is left out on purpose: `s3:GetBucketLocation` and `s3:ListAllMyBuckets` (the console alone calls them),
 * `s3:PutObjectAcl` (ACLs are off), `kms:ReEncrypt*` and `kms:DescribeKey` (S3 does not call them for a copy).
 */
import type { Permission } from "./intents";

interface ActionSet {
  readonly actions: readonly string[];
  readonly because: string;
  readonly source: string;
}

const S3_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const S3_API = "https://docs.aws.amazon.com/AmazonS3/latest/API";

export const S3_ACTIONS: Readonly<Record<Permission, ActionSet>> = {
  list: {
    actions: ["s3:ListBucket"],
    because: "ListObjectsV2 is authorized on the bucket itself, not on its objects",
    source: `${S3_API}/API_ListObjectsV2.html`,
  },
  get: {
    actions: ["s3:GetObject", "s3:GetObjectTagging"],
    because:
      "copying an object reads its tags too, and AWS CLI v2 asks for them from 8 MiB on, tagged or not",
    source: `${S3_API}/API_CopyObject.html`,
  },
  put: {
    actions: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"],
    because: "a copy writes the object's tags too, and a failed multipart upload is cleaned up",
    source: `${S3_GUIDE}/mpuoverview.html`,
  },
  delete: {
    actions: ["s3:DeleteObject"],
    because: "`sync --delete` and `mv` remove objects",
    source: `${S3_API}/API_DeleteObject.html`,
  },
};

export const KMS_DECRYPT: ActionSet = {
  actions: ["kms:Decrypt"],
  because: "S3 decrypts an object's data key in the name of whoever reads it",
  source: `${S3_GUIDE}/UsingKMSEncryption.html`,
};

export const KMS_GENERATE_DATA_KEY: ActionSet = {
  actions: ["kms:GenerateDataKey"],
  because: "S3 encrypts each new object under a new data key in the name of whoever writes it",
  source: `${S3_GUIDE}/UsingKMSEncryption.html`,
};

export const KMS_DECRYPT_AND_GENERATE_DATA_KEY: ActionSet = {
  actions: ["kms:Decrypt", "kms:GenerateDataKey"],
  because:
    "S3 asks for a new data key to write an object, and decrypts it again to put the parts of a multipart upload together",
  source: `${S3_GUIDE}/mpuoverview.html#mpuAndPermissions`,
};

export const REPLICATION_CONFIGURATION: ActionSet = {
  actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
  because: "S3 reads the replication configuration and lists the source bucket as the replication role",
  source: `${S3_GUIDE}/setting-repl-config-perm-overview.html`,
};

export const REPLICATION_READ: ActionSet = {
  actions: ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
  because:
    "for SSE-KMS objects s3:GetObjectVersion is not enough; without the tagging action replicas lose their tags",
  source: `${S3_GUIDE}/replication-config-for-kms-objects.html`,
};

export const REPLICATION_WRITE: ActionSet = {
  actions: ["s3:ReplicateObject", "s3:ReplicateTags"],
  because: "S3 writes replicas and their tags into the destination bucket as the replication role",
  source: `${S3_GUIDE}/setting-repl-config-perm-overview.html`,
};

export const REPLICATION_WRITE_WITH_DELETE_MARKERS: ActionSet = {
  actions: [...REPLICATION_WRITE.actions, "s3:ReplicateDelete"],
  because:
    "S3 writes replicas, their tags and delete markers into the destination bucket as the replication role",
  source: `${S3_GUIDE}/delete-marker-replication.html`,
};

export const REPLICA_ENCRYPT: ActionSet = {
  actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
  because:
    "S3 re-encrypts replicas with Encrypt; a Bucket Key needs Decrypt too, and objects that were plaintext need GenerateDataKey",
  source: `${S3_GUIDE}/replication-config-for-kms-objects.html`,
};

export const REPLICA_ENCRYPT_MINIMAL: ActionSet = {
  actions: ["kms:Encrypt"],
  because:
    "S3 re-encrypts replicas with Encrypt; nothing else, where no Bucket Key is used and no object was plaintext",
  source: `${S3_GUIDE}/replication-config-for-kms-objects.html`,
};

export type { ActionSet };
