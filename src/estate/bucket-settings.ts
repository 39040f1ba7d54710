import type { AwsResources } from "./aws-resources";
import { Claims } from "./claims";
import type { Account, Unmodelled } from "./estate";
import type { ResourceBlock } from "./terraform/configuration";

/** Resource types that each configure one part of a bucket, and the name of this part in messages. */
const SETTINGS = {
  aws_s3_bucket_acl: "the ACL",
  aws_s3_bucket_object_lock_configuration: "the Object Lock",
  aws_s3_bucket_ownership_controls: "the object ownership",
  aws_s3_bucket_policy: "the bucket policy",
  aws_s3_bucket_public_access_block: "the public access block",
  aws_s3_bucket_replication_configuration: "the replication configuration",
  aws_s3_bucket_request_payment_configuration: "the request payment",
  aws_s3_bucket_server_side_encryption_configuration: "the default encryption",
  aws_s3_bucket_versioning: "the versioning",
} as const;

export type Setting = keyof typeof SETTINGS;

/** A bucket of this Terraform, or one that another Terraform creates. */
export interface NamedBucket {
  /** The bucket, its data source, or the first resource that names it. */
  readonly resource: ResourceBlock;
  readonly account: Account;
  readonly isExisting: boolean;
  /** The resources that configure it. */
  readonly settings: Map<Setting, ResourceBlock>;
  /** Further resources that configure the same, by what they configure. */
  readonly rivals: Map<Setting, ResourceBlock>;
}

/**
 * The buckets of this Terraform and the existing ones that it names, by name.
 *
 * @param unmodelled collects settings of existing ones, because their other settings are not known
 */
export function namedBuckets(aws: AwsResources, unmodelled: Unmodelled[]): Map<string, NamedBucket> {
  const buckets = createdBuckets(aws);
  const sources = new Map(
    aws.dataSources("aws_s3_bucket").map((source) => [aws.name(source, "bucket"), source]),
  );
  const claims = new Claims(aws.problems);
  for (const type of Object.keys(SETTINGS) as Setting[]) {
    for (const resource of aws.resources(type)) {
      const account = aws.account(resource);
      const name = aws.name(resource, "bucket");
      if (account === undefined || name === undefined) continue;
      // A data source can find the bucket of another account, but only the owner can configure it.
      const bucket = buckets.get(name) ?? existing(sources.get(name) ?? resource, account);
      buckets.set(name, bucket);
      if (bucket.isExisting) {
        const reason = `sets ${SETTINGS[type]} of ${name}, which is not a bucket in this Terraform`;
        const canAllow = type === "aws_s3_bucket_policy" || type === "aws_s3_bucket_acl";
        unmodelled.push({ address: resource.address, reason, canAllow, isData: true });
      }
      checkOwner(aws, resource, account, bucket);
      const remedy = "they would overwrite each other, so merge them";
      const isFirst = claims.claim(`${SETTINGS[type]} of ${name}`, resource, remedy);
      (isFirst ? bucket.settings : bucket.rivals).set(type, resource);
    }
  }
  for (const [name, source] of sources) {
    const account = aws.account(source);
    if (account === undefined || name === undefined || buckets.has(name)) continue;
    buckets.set(name, existing(source, account));
  }
  return buckets;
}

function createdBuckets(aws: AwsResources): Map<string, NamedBucket> {
  const claims = new Claims(aws.problems);
  const buckets = new Map<string, NamedBucket>();
  for (const resource of aws.resources("aws_s3_bucket")) {
    const account = aws.account(resource);
    const name = aws.name(resource, "bucket");
    if (account === undefined || name === undefined) continue;
    const isFree = claims.claim(
      `the bucket ${name}`,
      resource,
      "bucket names are unique across all AWS accounts, so rename one",
    );
    if (isFree) buckets.set(name, named(resource, account, false));
  }
  return buckets;
}

function existing(resource: ResourceBlock, account: Account): NamedBucket {
  return named(resource, account, true);
}

function named(resource: ResourceBlock, account: Account, isExisting: boolean): NamedBucket {
  return { resource, account, isExisting, settings: new Map(), rivals: new Map() };
}

/** Only the owner's account can change these, and only in the bucket's region. */
function checkOwner(aws: AwsResources, resource: ResourceBlock, account: Account, owner: NamedBucket): void {
  if (account.id === owner.account.id) return checkRegion(aws, resource, owner);
  const { address } = resource;
  aws.problems.addClash(
    { address, path: ["provider"] },
    {
      id: "other-account",
      problem: `is in account ${account.id}, but ${owner.resource.address} is in account ${owner.account.id}, and only that account can set this`,
      remedy: `use the provider "aws.${owner.account.alias}"`,
    },
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html */
function checkRegion(aws: AwsResources, resource: ResourceBlock, owner: NamedBucket): void {
  const [region, ofBucket] = [aws.region(resource), aws.region(owner.resource)];
  if (region === undefined || ofBucket === undefined || region === ofBucket) return;
  aws.problems.add(
    { address: resource.address, path: Object.hasOwn(resource.arguments, "region") ? ["region"] : [] },
    `is in ${region}, but ${owner.resource.address} is in ${ofBucket}, and S3 accepts this only in the bucket's region; use the region and the provider of the bucket`,
  );
}
