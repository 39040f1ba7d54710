import type { AwsResources } from "./aws-resources";
import { Claims } from "./claims";
import type {
  Account,
  Bucket,
  Encryption,
  Ownership,
  PublicAccessBlock,
  Unmodelled,
  Versioning,
} from "./estate";
import { keyArnOnly } from "./keys";
import type { ResourceBlock } from "./terraform/configuration";

/** Resource types that each configure one part of a bucket, and the name of this part in messages. */
const SETTINGS = {
  aws_s3_bucket_ownership_controls: "the object ownership",
  aws_s3_bucket_policy: "the bucket policy",
  aws_s3_bucket_public_access_block: "the public access block",
  aws_s3_bucket_replication_configuration: "the replication configuration",
  aws_s3_bucket_server_side_encryption_configuration: "the default encryption",
  aws_s3_bucket_versioning: "the versioning",
} as const;

type Setting = keyof typeof SETTINGS;

/** A bucket, and the resources that configure it. */
export interface ConfiguredBucket {
  readonly bucket: Bucket;
  readonly settings: ReadonlyMap<Setting, ResourceBlock>;
}

/** @param unmodelled collects settings of buckets outside this Terraform */
export function readBuckets(aws: AwsResources, unmodelled: Unmodelled[]): ConfiguredBucket[] {
  const owned = ownedBuckets(aws);
  const settings = settingsByBucket(aws, owned, unmodelled);
  return [...owned].map(([name, { resource, account }]) => {
    const of = settings.get(name) ?? new Map<Setting, ResourceBlock>();
    const region = aws.region(resource) ?? account.region;
    const policy = of.get("aws_s3_bucket_policy");
    const document = policy && aws.policy(policy);
    const bucket = {
      address: resource.address,
      name,
      namespace: aws.arguments(resource).text("bucket_namespace") ?? "global",
      arn: aws.computed(resource, "arn") ?? "",
      account,
      region,
      encryption: encryption(aws, of.get("aws_s3_bucket_server_side_encryption_configuration")),
      ownership: ownership(aws, of.get("aws_s3_bucket_ownership_controls")),
      versioning: versioning(aws, of.get("aws_s3_bucket_versioning")),
      publicAccessBlock: publicAccessBlock(aws, of.get("aws_s3_bucket_public_access_block")),
      ...(document && { policy: document }),
    };
    return { bucket, settings: of };
  });
}

interface OwnedBucket {
  readonly resource: ResourceBlock;
  readonly account: Account;
}

function ownedBuckets(aws: AwsResources): Map<string, OwnedBucket> {
  const claims = new Claims(aws.problems);
  const owned = new Map<string, OwnedBucket>();
  for (const resource of aws.resources("aws_s3_bucket")) {
    const account = aws.account(resource);
    const name = aws.name(resource, "bucket");
    if (account === undefined || name === undefined) continue;
    const isFree = claims.claim(
      `the bucket ${name}`,
      resource,
      "bucket names are unique across all AWS accounts, so rename one",
    );
    if (isFree) owned.set(name, { resource, account });
  }
  return owned;
}

function settingsByBucket(
  aws: AwsResources,
  owned: ReadonlyMap<string, OwnedBucket>,
  unmodelled: Unmodelled[],
): Map<string, Map<Setting, ResourceBlock>> {
  const claims = new Claims(aws.problems);
  const settings = new Map<string, Map<Setting, ResourceBlock>>();
  for (const type of Object.keys(SETTINGS) as Setting[]) {
    for (const resource of aws.resources(type)) {
      const bucketAccount = aws.account(resource);
      const name = aws.name(resource, "bucket");
      if (bucketAccount === undefined || name === undefined) continue;
      const bucket = owned.get(name);
      if (bucket === undefined) {
        const reason = `sets ${SETTINGS[type]} of ${name}, which is not a bucket in this Terraform`;
        const canAllow = type === "aws_s3_bucket_policy";
        unmodelled.push({ address: resource.address, reason, canAllow });
        continue;
      }
      checkOwner(aws, resource, bucketAccount, bucket);
      const remedy = "they would overwrite each other, so merge them";
      if (!claims.claim(`${SETTINGS[type]} of ${name}`, resource, remedy)) continue;
      const ofBucket = settings.get(name) ?? new Map<Setting, ResourceBlock>();
      settings.set(name, ofBucket.set(type, resource));
    }
  }
  return settings;
}

/** Only the owner's account can change these, and only in the bucket's region. */
function checkOwner(aws: AwsResources, resource: ResourceBlock, account: Account, owner: OwnedBucket): void {
  if (account.id === owner.account.id) return checkRegion(aws, resource, owner);
  const { address } = resource;
  aws.problems.add(
    { address, path: ["provider"] },
    `is in account ${account.id}, but ${owner.resource.address} is in account ${owner.account.id}, and only that account can set this; use the provider "aws.${owner.account.alias}"`,
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html */
function checkRegion(aws: AwsResources, resource: ResourceBlock, owner: OwnedBucket): void {
  const [region, ofBucket] = [aws.region(resource), aws.region(owner.resource)];
  if (region === undefined || ofBucket === undefined || region === ofBucket) return;
  aws.problems.add(
    { address: resource.address, path: Object.hasOwn(resource.arguments, "region") ? ["region"] : [] },
    `is in ${region}, but ${owner.resource.address} is in ${ofBucket}, and S3 accepts this only in the bucket's region; use the region and the provider of the bucket`,
  );
}

function encryption(aws: AwsResources, resource: ResourceBlock | undefined): Encryption {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
  if (resource === undefined) return { algorithm: "AES256", bucketKeyEnabled: false };
  const rule = aws.arguments(resource).block("rule");
  const byDefault = rule.block("apply_server_side_encryption_by_default");
  const algorithm = byDefault.requiredText("sse_algorithm", 'set it, such as "aws:kms"');
  const masterKey = byDefault.text("kms_master_key_id");
  return {
    address: resource.address,
    algorithm: algorithm ?? "",
    ...(masterKey !== undefined && { masterKey }),
    ...keyArnOnly("keyArn", masterKey),
    bucketKeyEnabled: rule.flag("bucket_key_enabled") ?? false,
  };
}

function ownership(aws: AwsResources, resource: ResourceBlock | undefined): Ownership {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
  if (resource === undefined) return { objectOwnership: "BucketOwnerEnforced" };
  const rule = aws.arguments(resource).block("rule");
  const objectOwnership = rule.requiredText("object_ownership", 'set it, such as "BucketOwnerEnforced"');
  return { address: resource.address, objectOwnership: objectOwnership ?? "" };
}

function versioning(aws: AwsResources, resource: ResourceBlock | undefined): Versioning {
  if (resource === undefined) return { status: "Disabled" };
  const configuration = aws.arguments(resource).block("versioning_configuration");
  const status = configuration.requiredText("status", 'set it, such as "Enabled"');
  return { address: resource.address, status: status ?? "" };
}

function publicAccessBlock(aws: AwsResources, resource: ResourceBlock | undefined): PublicAccessBlock {
  if (resource === undefined) {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
    return {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    };
  }
  const args = aws.arguments(resource);
  // Terraform sets missing arguments to false.
  return {
    address: resource.address,
    blockPublicAcls: args.flag("block_public_acls") ?? false,
    blockPublicPolicy: args.flag("block_public_policy") ?? false,
    ignorePublicAcls: args.flag("ignore_public_acls") ?? false,
    restrictPublicBuckets: args.flag("restrict_public_buckets") ?? false,
  };
}
