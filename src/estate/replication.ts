import type { Arguments } from "./arguments";
import type { AwsResources } from "./aws-resources";
import type { ConfiguredBucket } from "./buckets";
import type { Bucket, ReplicationRule } from "./estate";
import { keyArnOnly } from "./keys";

export function readReplicationRules(
  aws: AwsResources,
  buckets: readonly ConfiguredBucket[],
): ReplicationRule[] {
  const owners = new Map(buckets.map(({ bucket }) => [bucket.arn, bucket.account.id]));
  return buckets.flatMap(({ bucket, settings }): ReplicationRule[] => {
    const configuration = settings.get("aws_s3_bucket_replication_configuration");
    if (configuration === undefined) return [];
    const args = aws.arguments(configuration);
    const roleArn = args.requiredText("role", "set the ARN of the role that S3 assumes");
    args.require("rule", "add one for each destination");
    if (roleArn === undefined) return [];
    return args.blocks("rule").flatMap((rule) => readRule(rule, roleArn, bucket, owners) ?? []);
  });
}

function readRule(
  rule: Arguments,
  roleArn: string,
  source: Bucket,
  owners: ReadonlyMap<string, string>,
): ReplicationRule | undefined {
  const destination = rule.block("destination");
  const bucketArn = destination.requiredText("bucket", "set the ARN of the bucket");
  const isEnabled = status(rule.requiredText("status", 'set "Enabled" or "Disabled"'));
  if (bucketArn === undefined) return undefined;
  const statedAccount = destination.text("account");
  const account = owners.get(bucketArn) ?? statedAccount;
  const id = rule.text("id");
  const priority = rule.number("priority");
  const replicaKey = destination.block("encryption_configuration").text("replica_kms_key_id");
  return {
    address: rule.place.address,
    ...(id !== undefined && { id }),
    ...(priority !== undefined && { priority }),
    isEnabled,
    source: { bucketArn: source.arn, account: source.account },
    roleArn,
    destination: {
      bucketArn,
      ...(account !== undefined && { account }),
      ...(statedAccount !== undefined && { statedAccount }),
    },
    ...filter(rule),
    deleteMarkers: status(rule.block("delete_marker_replication").text("status")),
    sseKmsEncryptedObjects: status(
      rule.block("source_selection_criteria").block("sse_kms_encrypted_objects").text("status"),
    ),
    ...(replicaKey !== undefined && { replicaKey }),
    ...keyArnOnly("replicaKeyArn", replicaKey),
    ownerOverride: destination.block("access_control_translation").text("owner") === "Destination",
  };
}

/** A prefix, a tag, or a prefix and several tags in `and`. Older rules have a prefix without a filter. */
function filter(rule: Arguments): Pick<ReplicationRule, "prefix" | "tags"> {
  const block = rule.block("filter");
  const and = block.block("and");
  const tag = block.block("tag");
  const key = tag.text("key");
  return {
    prefix: and.text("prefix") ?? block.text("prefix") ?? rule.text("prefix") ?? "",
    tags: { ...(key !== undefined && { [key]: tag.text("value") ?? "" }), ...and.textMap("tags") },
  };
}

function status(text: string | undefined): boolean {
  return text === "Enabled";
}
