import type { Arguments } from "./arguments";
import type { AwsResources } from "./aws-resources";
import type { ConfiguredBucket } from "./buckets";
import type { Bucket, ReplicationRule } from "./estate";
import { keyArnOnly } from "./key-arns";

/** A rule without what belongs to the whole configuration. */
type Rule = Omit<ReplicationRule, "address" | "priority" | "source" | "roleArn" | "destination"> &
  Pick<ReplicationRule["destination"], "bucketArn" | "statedAccount">;

export function readReplicationRules(
  aws: AwsResources,
  buckets: readonly ConfiguredBucket[],
): ReplicationRule[] {
  const owners = new Map(buckets.map(({ bucket }) => [bucket.arn, bucket.account.id]));
  return buckets.flatMap(({ bucket, named: { resource, isExisting, settings } }): ReplicationRule[] => {
    const separate = settings.get("aws_s3_bucket_replication_configuration");
    if (separate) return readRules(aws, aws.arguments(separate), "rule", readRule, bucket, owners);
    const inline = isExisting ? [] : aws.arguments(resource).blocks("replication_configuration");
    return inline.flatMap((block) => readRules(aws, block, "rules", readInlineRule, bucket, owners));
  });
}

function readRules(
  { isRefreshed }: AwsResources,
  configuration: Arguments,
  name: string,
  read: (rule: Arguments) => Rule | undefined,
  source: Bucket,
  owners: ReadonlyMap<string, string>,
): ReplicationRule[] {
  const roleArn = configuration.requiredText("role", "set the ARN of the role that S3 assumes");
  configuration.require(name, "add one for each destination");
  if (roleArn === undefined) return [];
  return configuration.blocks(name).flatMap((block): ReplicationRule[] => {
    const found = read(block);
    if (found === undefined) return [];
    const { bucketArn, statedAccount, ...rule } = found;
    const priority = priorityOf(block, isRefreshed);
    const account = owners.get(bucketArn) ?? statedAccount;
    return [
      {
        address: block.place.address,
        ...rule,
        ...(priority !== undefined && { priority }),
        source: { bucketArn: source.arn, account: source.account },
        roleArn,
        destination: {
          bucketArn,
          ...(account !== undefined && { account }),
          ...(statedAccount !== undefined && { statedAccount }),
        },
      },
    ];
  });
}

/** In `aws_s3_bucket_replication_configuration`. */
function readRule(rule: Arguments): Rule | undefined {
  const destination = rule.block("destination");
  const bucketArn = destination.requiredText("bucket", "set the ARN of the bucket");
  const isEnabled = status(rule.requiredText("status", 'set "Enabled" or "Disabled"'));
  if (bucketArn === undefined) return undefined;
  const statedAccount = destination.text("account");
  const criteria = rule.block("source_selection_criteria");
  const isStated = (block: Arguments, name: string) => status(block.block(name).text("status"));
  return {
    ...idOf(rule),
    isEnabled,
    bucketArn,
    ...(statedAccount !== undefined && { statedAccount }),
    ...filter(rule),
    deleteMarkers: isStated(rule, "delete_marker_replication") || replicatesDeleteMarkers(rule),
    ...version(rule),
    ...(rule.blocks("delete_marker_replication").length > 0 && { statesDeleteMarkers: true }),
    sseKmsEncryptedObjects: isStated(criteria, "sse_kms_encrypted_objects"),
    ...replicaKey(destination.block("encryption_configuration").text("replica_kms_key_id")),
    ownerOverride: ownerOverride(destination),
    ...(rule.blocks("existing_object_replication").length > 0 && {
      existingObjects: isStated(rule, "existing_object_replication"),
    }),
    ...(isStated(criteria, "replica_modifications") && { replicaModifications: true }),
    ...monitoring(destination, (block, name) => block.block(name).number("minutes")),
    ...storageClass(destination),
  };
}

/**
 * In the `replication_configuration` of an `aws_s3_bucket`.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/s3_bucket#replication-configuration
 */
function readInlineRule(rule: Arguments): Rule | undefined {
  const destination = rule.block("destination");
  const bucketArn = destination.requiredText("bucket", "set the ARN of the bucket");
  const isEnabled = status(rule.requiredText("status", 'set "Enabled" or "Disabled"'));
  if (bucketArn === undefined) return undefined;
  const statedAccount = destination.text("account_id");
  const criteria = rule.block("source_selection_criteria");
  const filtered = rule.block("filter");
  return {
    ...idOf(rule),
    isEnabled,
    bucketArn,
    ...(statedAccount !== undefined && { statedAccount }),
    prefix: filtered.text("prefix") ?? rule.text("prefix") ?? "",
    tags: filtered.textMap("tags"),
    deleteMarkers: status(rule.text("delete_marker_replication_status")) || replicatesDeleteMarkers(rule),
    ...version(rule),
    // The provider says Disabled where the rule says nothing.
    ...(rule.blocks("filter").length > 0 && { statesDeleteMarkers: true }),
    sseKmsEncryptedObjects: criteria.block("sse_kms_encrypted_objects").flag("enabled") ?? false,
    ...replicaKey(destination.text("replica_kms_key_id")),
    ownerOverride: ownerOverride(destination),
    ...monitoring(destination, (block) => block.number("minutes")),
    ...storageClass(destination),
  };
}

function idOf(rule: Arguments): Pick<ReplicationRule, "id"> {
  const id = rule.text("id");
  return id === undefined ? {} : { id };
}

/**
 * A rule without a filter is of the first version, which replicates delete markers and has no setting for it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html#replication-backward-compat-considerations
 */
function replicatesDeleteMarkers(rule: Arguments): boolean {
  const isStated =
    rule.blocks("delete_marker_replication").length > 0 ||
    rule.text("delete_marker_replication_status") !== undefined;
  return rule.blocks("filter").length === 0 && !isStated;
}

function version(rule: Arguments): Pick<ReplicationRule, "isFirstVersion"> {
  return rule.blocks("filter").length === 0 ? { isFirstVersion: true } : {};
}

/**
 * The provider sends the priority 0 of a rule with a filter and without a priority. A state has it in every rule without one.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_replication_configuration
 */
function priorityOf(rule: Arguments, isRefreshed: boolean): number | undefined {
  const hasFilter = rule.blocks("filter").length > 0;
  if (rule.isUnset("priority")) return hasFilter ? 0 : undefined;
  const priority = rule.number("priority");
  return isRefreshed && priority === 0 && !hasFilter ? undefined : priority;
}

function replicaKey(key: string | undefined): Pick<ReplicationRule, "replicaKey" | "replicaKeyArn"> {
  return { ...(key !== undefined && { replicaKey: key }), ...keyArnOnly("replicaKeyArn", key) };
}

function ownerOverride(destination: Arguments): boolean {
  return destination.block("access_control_translation").text("owner") === "Destination";
}

function storageClass(destination: Arguments): Pick<ReplicationRule, "storageClass"> {
  const found = destination.text("storage_class");
  return found === undefined ? {} : { storageClass: found };
}

function monitoring(
  destination: Arguments,
  minutesOf: (block: Arguments, name: string) => number | undefined,
): Pick<ReplicationRule, "replicationTime" | "timeMinutes" | "metrics" | "thresholdMinutes"> {
  const [time, metrics] = [destination.block("replication_time"), destination.block("metrics")];
  const [timeMinutes, thresholdMinutes] = [minutesOf(time, "time"), minutesOf(metrics, "event_threshold")];
  const isOn = (block: Arguments) => status(block.text("status"));
  return {
    ...(isOn(time) && { replicationTime: true }),
    ...(timeMinutes !== undefined && { timeMinutes }),
    ...(isOn(metrics) && { metrics: true }),
    ...(thresholdMinutes !== undefined && { thresholdMinutes }),
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
