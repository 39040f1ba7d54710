/** A bucket that exists already: how Terraform finds it, and how it is taken to be configured. */
import { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import { type Account, isSameAccount } from "../policy/intents";
import { claimAddress } from "./addresses";
import type { ConfiguredBucket } from "./bucket-settings";
import type { Edges, IBucket } from "./edges";
import type { EncryptionKey } from "./encryption-key";
import { Import } from "./import";
import { type ExpectedSettings, SettingsCheck } from "./settings-check";
import { expressionFor } from "./terraform-text";

interface ExistingBucket extends ConfiguredBucket, Omit<IBucket, keyof ConfiguredBucket | "key"> {
  readonly key?: EncryptionKey;
  readonly bucketKeyEnabled: boolean;
  readonly intents: Edges;
}

/** Reads the bucket, so that a plan fails if it does not exist or is in another region. */
export function findBucket(bucket: ConfiguredBucket): void {
  const { name, account, bucketName } = bucket;
  const source = new DataAwsS3Bucket(bucket, "existing-bucket", {
    provider: account.provider,
    bucket: bucketName,
    lifecycle: {
      postcondition: [
        {
          condition: `\${self.region == ${expressionFor(account.region)}}`,
          errorMessage: `The bucket ${name} must be in the region ${account.region}.`,
        },
      ],
    },
  });
  claimAddress(source, name, "data.aws_s3_bucket");
}

/** Imports what the bucket has already. */
export function importInto(bucket: ConfiguredBucket, ...addresses: readonly (string | undefined)[]): void {
  for (const to of addresses)
    if (to !== undefined)
      new Import(bucket, `import-${to}`, { to, id: bucket.bucketName, account: bucket.account });
}

/** Lets each plan check how the bucket is configured. */
export function checkSettings(bucket: ExistingBucket): void {
  const { name, account, bucketReference } = bucket;
  const expected = () => expectedSettings(bucket);
  new SettingsCheck(bucket, "settings-check", { name, account, bucket: bucketReference, expected });
}

function expectedSettings(bucket: ExistingBucket): ExpectedSettings {
  const { key, bucketKeyEnabled } = bucket;
  const { access, replications, deliveries = [] } = bucket.intents;
  const isOwn = ({ account }: { readonly account: Account }) => isSameAccount(account, bucket.account);
  const writers = access.filter(({ permissions }) => permissions.includes("put"));
  const hasOwnWriters =
    deliveries.length === 0 &&
    writers.every(({ principal }) => isOwn(principal) && principal.organization === undefined);
  return {
    keyArn: key?.keyArn,
    keyById: key && isOwn(key) && hasOwnWriters ? key.address : undefined,
    bucketKeyEnabled,
    versioned: replications.length > 0 && !bucket.model.versioned,
  };
}

/** The settings of a bucket that Terraform does not read, as sentences for its administrators. */
export function settingsTakenAsGiven(bucket: ExistingBucket): string[] {
  const { key, bucketKeyEnabled, intents } = bucket;
  const isDestination = intents.replications.some(({ to }) => to === bucket);
  return [
    key === undefined
      ? "New objects are encrypted with SSE-S3."
      : `New objects are encrypted with the KMS key \`${key.keyArn}\`, with ${bucketKeyEnabled ? "a" : "no"} Bucket Key.`,
    "ACLs are disabled: Object Ownership is `BucketOwnerEnforced`.",
    "All four settings of Block Public Access are on.",
    ...(isDestination ? ["Versioning is enabled, because a bucket of the stack replicates to it."] : []),
  ];
}
