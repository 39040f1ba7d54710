import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { BucketContents, ReplicationContents, Tags } from "./account-contents";

export async function readBuckets(s3: S3Client): Promise<Record<string, BucketContents>> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand());
  const names = Buckets.map(({ Name = "" }) => Name);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readBucket(s3, name)])));
}

async function readBucket(s3: S3Client, name: string): Promise<BucketContents> {
  const bucket = { Bucket: name };
  const [location, policy, access, ownership, versioning] = await Promise.all([
    s3.send(new GetBucketLocationCommand(bucket)),
    s3.send(new GetBucketPolicyCommand(bucket)),
    s3.send(new GetPublicAccessBlockCommand(bucket)),
    s3.send(new GetBucketOwnershipControlsCommand(bucket)),
    s3.send(new GetBucketVersioningCommand(bucket)),
  ]);
  return {
    region: location.LocationConstraint ?? "us-east-1",
    policy: JSON.parse(policy.Policy ?? "null"),
    encryption: await readEncryption(s3, name),
    publicAccessBlock: { ...access.PublicAccessBlockConfiguration },
    ownership: ownership.OwnershipControls?.Rules?.map((rule) => rule.ObjectOwnership).join(),
    versioning: versioning.Status,
    abortsUploadsAfterDays: await readDaysOfUploads(s3, name),
    objectLock: await readLock(s3, name),
    replication: await readReplication(s3, name),
    tags: await readTags(s3, name),
  };
}

async function readEncryption(s3: S3Client, name: string): Promise<BucketContents["encryption"]> {
  const { ServerSideEncryptionConfiguration } = await s3.send(
    new GetBucketEncryptionCommand({ Bucket: name }),
  );
  const [rule] = ServerSideEncryptionConfiguration?.Rules ?? [];
  return {
    algorithm: rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
    keyArn: rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
    bucketKey: rule?.BucketKeyEnabled ?? false,
  };
}

async function readDaysOfUploads(s3: S3Client, name: string): Promise<number | undefined> {
  const answer = await orNone(
    s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: name })),
    "NoSuchLifecycleConfiguration",
  );
  return answer?.Rules?.[0]?.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
}

async function readLock(s3: S3Client, name: string): Promise<string | undefined> {
  const answer = await orNone(
    s3.send(new GetObjectLockConfigurationCommand({ Bucket: name })),
    "ObjectLockConfigurationNotFoundError",
  );
  if (!answer) return undefined;
  const { Mode, Days, Years } = answer.ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
  return Mode === undefined ? "" : Days === undefined ? `${Mode} ${Years} years` : `${Mode} ${Days} days`;
}

/** Without a rule's filter, delete markers and source selection: the emulator answers those with constants. */
async function readReplication(s3: S3Client, name: string): Promise<ReplicationContents | undefined> {
  const answer = await orNone(
    s3.send(new GetBucketReplicationCommand({ Bucket: name })),
    "ReplicationConfigurationNotFoundError",
  );
  if (!answer?.ReplicationConfiguration) return undefined;
  const { Role, Rules = [] } = answer.ReplicationConfiguration;
  return {
    roleArn: Role,
    rules: Rules.map((rule) => ({
      id: rule.ID,
      priority: rule.Priority,
      status: rule.Status,
      bucket: rule.Destination?.Bucket,
      account: rule.Destination?.Account,
      replicaKeyArn: rule.Destination?.EncryptionConfiguration?.ReplicaKmsKeyID,
    })),
  };
}

async function readTags(s3: S3Client, name: string): Promise<Tags> {
  const answer = await orNone(s3.send(new GetBucketTaggingCommand({ Bucket: name })), "NoSuchTagSet");
  return Object.fromEntries((answer?.TagSet ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

async function orNone<T>(answer: Promise<T>, errorName: string): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === errorName) return undefined;
    throw error;
  }
}
