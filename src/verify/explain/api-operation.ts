/** API operations that are authorized by actions with other names, or that no level of access is for. */
import { PERMISSIONS } from "../../prove/catalogue/permissions";
import { matchingActions } from "../../prove/iam-data/iam-data";

/**
 * The actions of an API operation, such as `s3:PutLifecycleConfiguration` of `PutBucketLifecycleConfiguration`. Undefined if
 * there is no such operation, or if the catalogue of the proof has it, with everything that it needs.
 *
 * @param name in any case
 */
export function actionsOfOperation(name: string): readonly string[] | undefined {
  const wanted = name.toLowerCase();
  if (!/^\w+$/.test(wanted) || CATALOGUED.has(wanted)) return undefined;
  const sameName = ["s3", "kms", "sts"].flatMap((service) => matchingActions(`${service}:${wanted}`));
  return ACTIONS.get(wanted) ?? (sameName.length > 0 ? sameName.slice(0, 1) : undefined);
}

/** The name in `s3:ListObjectsV2`, if it is an operation and not an action. Otherwise, the text as it is. */
export function withoutService(text: string): string {
  const [, name = ""] = /^(?:s3|kms|sts):(\w+)$/i.exec(text) ?? [];
  const isAction = matchingActions(text).length > 0;
  return !isAction && (CATALOGUED.has(name.toLowerCase()) || ACTIONS.has(name.toLowerCase())) ? name : text;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const RENAMED: Readonly<Record<string, readonly string[]>> = {
  ListBuckets: ["s3:ListAllMyBuckets"],
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
  GetObjectAttributes: ["s3:GetObject", "s3:GetObjectAttributes"],
  GetBucketAccelerateConfiguration: ["s3:GetAccelerateConfiguration"],
  PutBucketAccelerateConfiguration: ["s3:PutAccelerateConfiguration"],
  GetBucketCors: ["s3:GetBucketCORS"],
  PutBucketCors: ["s3:PutBucketCORS"],
  DeleteBucketCors: ["s3:PutBucketCORS"],
  GetBucketEncryption: ["s3:GetEncryptionConfiguration"],
  PutBucketEncryption: ["s3:PutEncryptionConfiguration"],
  DeleteBucketEncryption: ["s3:PutEncryptionConfiguration"],
  GetBucketLifecycle: ["s3:GetLifecycleConfiguration"],
  PutBucketLifecycle: ["s3:PutLifecycleConfiguration"],
  DeleteBucketLifecycle: ["s3:PutLifecycleConfiguration"],
  GetBucketLifecycleConfiguration: ["s3:GetLifecycleConfiguration"],
  PutBucketLifecycleConfiguration: ["s3:PutLifecycleConfiguration"],
  GetBucketNotificationConfiguration: ["s3:GetBucketNotification"],
  PutBucketNotificationConfiguration: ["s3:PutBucketNotification"],
  DeleteBucketOwnershipControls: ["s3:PutBucketOwnershipControls"],
  GetBucketReplication: ["s3:GetReplicationConfiguration"],
  PutBucketReplication: ["s3:PutReplicationConfiguration"],
  DeleteBucketReplication: ["s3:PutReplicationConfiguration"],
  DeleteBucketTagging: ["s3:PutBucketTagging"],
  GetObjectLockConfiguration: ["s3:GetBucketObjectLockConfiguration"],
  PutObjectLockConfiguration: ["s3:PutBucketObjectLockConfiguration"],
  GetPublicAccessBlock: ["s3:GetBucketPublicAccessBlock"],
  PutPublicAccessBlock: ["s3:PutBucketPublicAccessBlock"],
  DeletePublicAccessBlock: ["s3:PutBucketPublicAccessBlock"],
  ...perConfiguration(["Analytics", "IntelligentTiering", "Inventory", "Metrics"]),
};

const ACTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(RENAMED).map(([name, actions]) => [name.toLowerCase(), actions]),
);

const CATALOGUED: ReadonlySet<string> = new Set(
  [
    ...Object.values(PERMISSIONS).flatMap(({ apiCalls }) => Object.keys(apiCalls)),
    "CopyObject",
    "UploadPartCopy",
  ].map((name) => name.toLowerCase()),
);

/** A bucket can have several configurations of these kinds, with one action to read and one to change them. */
function perConfiguration(kinds: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    kinds.flatMap((kind) => [
      [`GetBucket${kind}Configuration`, [`s3:Get${kind}Configuration`]],
      [`ListBucket${kind}Configurations`, [`s3:Get${kind}Configuration`]],
      [`PutBucket${kind}Configuration`, [`s3:Put${kind}Configuration`]],
      [`DeleteBucket${kind}Configuration`, [`s3:Put${kind}Configuration`]],
    ]),
  );
}
