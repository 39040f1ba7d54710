import type { Arguments } from "./arguments";
import type { AwsResources } from "./aws-resources";
import { BucketAcls } from "./bucket-acls";
import { type NamedBucket, namedBuckets } from "./bucket-settings";
import type {
  Account,
  Bucket,
  BucketAcl,
  Encryption,
  Ownership,
  Policy,
  RequesterPays,
  SettingCheck,
  Unmodelled,
  Versioning,
} from "./estate";
import { withRival } from "./rivals";
import { isSet } from "./is-set";
import { keyArnOnly } from "./key-arns";
import { objectLock } from "./object-lock";
import { PublicAccessBlocks } from "./public-access-blocks";
import type { ResourceBlock } from "./terraform/configuration";
import { unattributedPolicies } from "./unattributed-policy";

/** A bucket, and the resources that configure it. */
export interface ConfiguredBucket {
  readonly bucket: Bucket;
  readonly named: NamedBucket;
}

/**
 * A separate resource and a block in the bucket can configure the same setting. After a refresh, a state has both of
 * them. The separate resource is what Terraform sets.
 *
 * @param unmodelled collects ACLs, Requester Pays, and settings of existing buckets
 */
export function readBuckets(aws: AwsResources, unmodelled: Unmodelled[]): ConfiguredBucket[] {
  const acls = new BucketAcls(aws);
  const blocks = new PublicAccessBlocks(aws);
  const checks = settingsThatAreChecked(aws);
  const unattributed = unattributedPolicies(aws, "aws_s3_bucket_policy");
  return [...namedBuckets(aws, unmodelled)].map(([name, named]) => {
    const { resource, account, isExisting } = named;
    const bucketPolicy = policy(aws, named, unattributed);
    const acl = aclOf(acls, named);
    const lock = objectLock(aws, named);
    const payment = requesterPays(aws, named);
    const checked = isExisting ? checks.get(idOf(account, name)) : undefined;
    if (acl) noteAcl(acl, unmodelled);
    if (payment) unmodelled.push({ ...payment, reason: REQUESTERS_SAY_SO, canAllow: false, isData: true });
    const bucket = {
      address: resource.address,
      ...(isExisting && { existing: true as const }),
      name,
      namespace: aws.arguments(resource).text("bucket_namespace") ?? "global",
      arn: isExisting ? `arn:${account.partition}:s3:::${name}` : (aws.computed(resource, "arn") ?? ""),
      account,
      region: aws.region(resource) ?? account.region,
      encryption: encryption(aws, named),
      ownership: ownership(aws, named.settings.get("aws_s3_bucket_ownership_controls")),
      versioning: versioning(aws, named),
      ...(lock && { objectLock: lock }),
      ...(payment && { requesterPays: payment }),
      publicAccessBlock: blocks.of(named.settings.get("aws_s3_bucket_public_access_block"), account),
      ...(bucketPolicy && { policy: bucketPolicy }),
      ...(acl && { acl }),
      ...(checked && { checks: checked }),
    };
    return { bucket, named };
  });
}

/** By account and bucket. Cloud Control returns only buckets of the account. */
function settingsThatAreChecked(aws: AwsResources): ReadonlyMap<string, readonly SettingCheck[]> {
  return new Map(
    aws.dataSources("aws_cloudcontrolapi_resource").flatMap((source) => {
      if (aws.arguments(source).text("type_name") !== "AWS::S3::Bucket") return [];
      const account = aws.account(source);
      const name = aws.name(source, "identifier");
      if (account === undefined) return [];
      return [[idOf(account, name), aws.checks(source)]];
    }),
  );
}

function idOf({ id }: Account, bucket: string | undefined): string {
  return `${id} ${bucket}`;
}

function policy(
  aws: AwsResources,
  { resource, account, isExisting, settings, rivals }: NamedBucket,
  unattributed: ReturnType<typeof unattributedPolicies>,
): Policy | undefined {
  const separate = settings.get("aws_s3_bucket_policy");
  const rival = rivals.get("aws_s3_bucket_policy");
  const found = separate && aws.policy(separate);
  if (separate) return found && withRival(found, rival && aws.policy(rival));
  if (!isExisting) return isSet(aws, resource, "policy") ? aws.policy(resource) : unattributed(account);
  return { address: resource.address, document: { Statement: [] }, unknown: "is not in this Terraform" };
}

function aclOf(acls: BucketAcls, { resource, isExisting, settings }: NamedBucket): BucketAcl | undefined {
  const separate = settings.get("aws_s3_bucket_acl");
  if (separate) return acls.separate(separate);
  return isExisting ? undefined : acls.inline(resource);
}

/** The proof does not ask what requests say. */
const REQUESTERS_SAY_SO = "S3 denies requests of other accounts that do not say that the requester pays";

/** The proof evaluates policies, and no ACLs. */
function noteAcl({ address, grants, unknown }: BucketAcl, unmodelled: Unmodelled[]): void {
  if (grants.length === 0 && unknown === undefined) return;
  const reason = "an ACL can allow requests without any policy";
  const isData = unknown === undefined && { isData: true as const };
  unmodelled.push({ address, reason, canAllow: true, ...isData });
}

function encryption(aws: AwsResources, { resource, settings }: NamedBucket): Encryption {
  const separate = settings.get("aws_s3_bucket_server_side_encryption_configuration");
  const configured = separate
    ? aws.arguments(separate)
    : aws.arguments(resource).blocks("server_side_encryption_configuration")[0];
  if (configured === undefined) return AWS_DEFAULT;
  const found = configuredEncryption(configured);
  // A state contains AWS's default too.
  const isDefault = found.algorithm === AWS_DEFAULT.algorithm && !found.bucketKeyEnabled;
  return separate || !isDefault ? found : AWS_DEFAULT;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html */
const AWS_DEFAULT: Encryption = { algorithm: "AES256", bucketKeyEnabled: false };

function configuredEncryption(configuration: Arguments): Encryption {
  const rule = configuration.block("rule");
  const byDefault = rule.block("apply_server_side_encryption_by_default");
  const algorithm = byDefault.requiredText("sse_algorithm", 'set it, such as "aws:kms"');
  const masterKey = byDefault.text("kms_master_key_id");
  return {
    address: configuration.place.address,
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

function versioning(aws: AwsResources, { resource, settings }: NamedBucket): Versioning {
  const separate = settings.get("aws_s3_bucket_versioning");
  if (separate === undefined) {
    const isEnabled = aws.arguments(resource).block("versioning").flag("enabled") ?? false;
    return isEnabled ? { address: resource.address, status: "Enabled" } : { status: "Disabled" };
  }
  const configuration = aws.arguments(separate).block("versioning_configuration");
  const status = configuration.requiredText("status", 'set it, such as "Enabled"');
  return { address: separate.address, status: status ?? "" };
}

function requesterPays(aws: AwsResources, { resource, settings }: NamedBucket): RequesterPays | undefined {
  const separate = settings.get("aws_s3_bucket_request_payment_configuration");
  const payer = separate
    ? aws.arguments(separate).text("payer")
    : aws.arguments(resource).text("request_payer");
  return payer === "Requester" ? { address: (separate ?? resource).address } : undefined;
}
