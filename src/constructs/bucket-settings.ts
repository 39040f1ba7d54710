/** What Terraform creates of a bucket, besides its policy and its replication configuration: each setting is a resource. */
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { Bucket, DefaultRetention, ObjectLock } from "../topology/model";
import { hasOnePeriod } from "../topology/object-lock";
import type { Text } from "../topology/text";
import type { Account } from "./account";
import { claimAddress, waitFor } from "./addresses";
import type { EncryptionKey } from "./encryption-key";
import * as errors from "./errors";
import { markAs } from "./kind";
import { lifecycleOf } from "./prevent-destroy";
import { terraformBoolean, terraformText } from "./terraform-text";

/** A bucket, as its settings see it. */
export interface ConfiguredBucket extends Construct {
  readonly name: string;
  readonly account: Account;
  readonly bucketName: string;
  readonly bucketReference: string;
}

/** What Terraform manages of a bucket that it creates. */
export function bucketAddresses(name: string): string[] {
  return [
    "aws_s3_bucket",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
  ].map((type) => `${type}.${name}`);
}

export function createBucket(bucket: ConfiguredBucket, said: Bucket<Text>): S3Bucket {
  const { name, account, bucketName } = bucket;
  const resource = new S3Bucket(bucket, "bucket", {
    provider: account.provider,
    bucket: bucketName,
    forceDestroy: terraformBoolean(said.forceDestroy),
    tags: account.tagsOf(said.tags),
    lifecycle: lifecycleOf(said),
  });
  claimAddress(resource, name);
  if (said.bucketNamespace === "account-regional") {
    markAs("AccountRegionalBucket", bucket);
    // Newer than the bindings. S3 does not create the bucket by its name alone.
    resource.addOverride("bucket_namespace", "account-regional");
  }
  return resource;
}

/** @param key undefined for SSE-S3 */
export function encrypt(
  bucket: ConfiguredBucket,
  key: EncryptionKey | undefined,
  bucketKeyEnabled: boolean,
): void {
  const rule = key
    ? {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.keyArn },
        bucketKeyEnabled,
      }
    : { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  claimAddress(
    new S3BucketServerSideEncryptionConfigurationA(bucket, "encryption", { ...at(bucket), rule: [rule] }),
    bucket.name,
  );
}

/**
 * Blocks public access and disables ACLs, one after the other: S3 rejects concurrent changes to the same bucket with
 * `OperationAborted`.
 *
 * @returns the Terraform address that the next change waits for
 */
export function closeToPublic(bucket: ConfiguredBucket): string {
  const { name } = bucket;
  claimAddress(
    new S3BucketPublicAccessBlock(bucket, "public-access-block", {
      ...at(bucket),
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    name,
  );
  const ownership = new S3BucketOwnershipControls(bucket, "ownership-controls", {
    ...at(bucket),
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  claimAddress(ownership, name);
  waitFor(ownership, `aws_s3_bucket_public_access_block.${name}`);
  return `aws_s3_bucket_ownership_controls.${name}`;
}

export function enableVersioning(bucket: ConfiguredBucket): void {
  claimAddress(
    new S3BucketVersioningA(bucket, "versioning", {
      ...at(bucket),
      versioningConfiguration: { status: "Enabled" },
    }),
    bucket.name,
  );
}

/**
 * Without the `object_lock_enabled` of the bucket, which would replace a bucket that exists already.
 *
 * @throws UsageError if the retention has not one whole number of days or years, or forbids what `forceDestroy` asks for
 */
export function lockObjects(
  bucket: ConfiguredBucket,
  objectLock: ObjectLock,
  forceDestroy: Bucket<Text>["forceDestroy"],
): TerraformResource {
  if (objectLock !== true) checkRetention(bucket.node.path, objectLock, forceDestroy === true);
  const rule =
    objectLock === true
      ? undefined
      : { defaultRetention: { ...objectLock, mode: objectLock.mode.toUpperCase() } };
  return claimAddress(
    new S3BucketObjectLockConfigurationA(bucket, "object-lock", { ...at(bucket), rule }),
    bucket.name,
  );
}

function checkRetention(path: string, retention: DefaultRetention, forceDestroy: boolean): void {
  const { mode, days, years } = retention;
  if (!hasOnePeriod(retention)) throw errors.notOnePeriod(path);
  checkWholeNumber(path, `objectLock.${days === undefined ? "years" : "days"}`, days ?? years ?? 0);
  if (mode === "compliance" && forceDestroy) throw errors.destroyedYetLocked(path);
}

/** @throws UsageError if it is not a whole number of days */
export function abortIncompleteUploads(bucket: ConfiguredBucket, afterDays: number): void {
  checkWholeNumber(bucket.node.path, "abortIncompleteUploadsAfterDays", afterDays);
  claimAddress(
    new S3BucketLifecycleConfiguration(bucket, "lifecycle-configuration", {
      ...at(bucket),
      rule: [
        {
          id: "abort-incomplete-uploads",
          status: "Enabled",
          filter: [{ prefix: "" }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: afterDays }],
        },
      ],
    }),
    bucket.name,
  );
}

export function publishReplicationEvents(bucket: ConfiguredBucket, topicArn: Text): TerraformResource {
  return claimAddress(
    new S3BucketNotification(bucket, "notification", {
      ...at(bucket),
      topic: [{ id: "replication", topicArn: terraformText(topicArn), events: ["s3:Replication:*"] }],
    }),
    bucket.name,
  );
}

/** What all settings have in common. */
function at({ account, bucketReference }: ConfiguredBucket) {
  return { provider: account.provider, bucket: bucketReference };
}

function checkWholeNumber(path: string, property: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw errors.notWholeNumber(path, property, value);
}
