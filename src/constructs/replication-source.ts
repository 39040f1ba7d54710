import {
  S3BucketReplicationConfigurationA,
  type S3BucketReplicationConfigurationRule,
  type S3BucketReplicationConfigurationRuleFilter,
} from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Construct } from "constructs";
import { createHash } from "node:crypto";
import { literalPrefixProblem } from "../aws/object-prefix";
import { topicArnProblem } from "../aws/topic";
import { isSameAccount } from "../policy/intents";
import * as defaults from "../topology/defaults";
import { type RuleSettings, STORAGE_CLASSES, type StorageClass } from "../topology/model";
import { isAmbiguous, type Filter, ruleProblem } from "../topology/replication-rules";
import { tagsText } from "../topology/rule-order";
import { text, type Text } from "../topology/text";
import { AccessRole } from "./access-role";
import type { Account } from "./account";
import { claimAddress, waitFor } from "./addresses";
import { beforeChildrenAreRead } from "./before-children";
import type { EncryptionKey } from "./encryption-key";
import type { IBucket, IKey, ReplicationAlarm, ReplicationRule, RuleAlarms } from "./edges";
import * as errors from "./errors";
import { areInOtherRegions } from "./reach";
import { ReplicationAlarms } from "./replication-alarms";
import { optionalText, terraformText } from "./terraform-text";
import type { TopicHandovers } from "./topic-handovers";
import { checkOneOf } from "./unchecked-types";
import { validate } from "./validate";

/** The options of a replication. */
export interface ReplicationProps {
  /**
   * Limits the replication to objects whose keys begin with this prefix. Cannot contain policy variables.
   *
   * @default - every object
   */
  readonly prefix?: Text;
  /**
   * The name of the role that S3 assumes, at most 64 characters. A bucket has one role for all its destinations.
   *
   * @default - the name of the source bucket, followed by `-replication`
   */
  readonly roleName?: Text;
  /**
   * The ARN of the role that S3 assumes.
   *
   * @default - built from the account and the name of the role
   */
  readonly roleArn?: Text;
  /**
   * The key that encrypts the replicas: one that `addOtherKey` of the destination has been called with, such as `key` of another
   * bucket.
   *
   * @default - the default key of the destination
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
   */
  readonly key?: EncryptionKey;
  /**
   * Whether delete markers are replicated: an object that is deleted in the source then also disappears in the destination.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
   */
  readonly deleteMarkers?: boolean;
  /**
   * Limits the replication to objects with all of these tags.
   *
   * @default - objects with any tags or none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Which rule S3 applies to an object that two rules with the same destination are for: that with the highest priority. Two
   * such rules must both have one.
   *
   * @default - rules with the same destination may not overlap
   */
  readonly priority?: number;
  /**
   * The storage class of the replicas.
   *
   * @default - that of the source objects
   */
  readonly storageClass?: StorageClass;
  /**
   * Whether changes of the tags and other metadata of replicas in the source bucket are replicated too. For two buckets that
   * replicate to each other, set it in both directions.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html
   */
  readonly replicaModifications?: boolean;
  /**
   * Whether S3 publishes metrics and events about the replication. CloudWatch charges for the metrics.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
   */
  readonly metrics?: boolean;
  /**
   * The ARN of an SNS topic in the region of this bucket. An alarm of CloudWatch tells it when S3 fails to replicate, unless the
   * rule is disabled. Needs metrics. The topic must let CloudWatch publish: see the output `handover_<bucket>_topic_policy`.
   *
   * @default - no alarm
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
   */
  readonly alarmTopicArn?: Text;
  /**
   * The alarm that goes off when replicas are more than 15 minutes late. Needs `timeControl`. CloudWatch knows that in the region
   * of the destination, so the alarm and its topic are there.
   *
   * @default - if both buckets are in one region, an alarm that tells `alarmTopicArn`, otherwise none
   */
  readonly latencyAlarm?: ReplicationAlarm;
  /**
   * Whether S3 replicates most objects within 15 minutes (Replication Time Control), which it charges for. Needs metrics.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
   */
  readonly timeControl?: boolean;
  /**
   * Whether the rule replicates now. A rule that does not keeps its permissions.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Whether the role gets only `kms:Encrypt` on the key of the replicas. According to AWS, this is enough if neither bucket
   * uses a Bucket Key, or ever did, and every source object is encrypted with SSE-KMS.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
   */
  readonly minimalKms?: boolean;
}

export const REPLICATION_PROPERTIES: Readonly<Record<keyof ReplicationProps, true>> = {
  prefix: true,
  tags: true,
  roleName: true,
  roleArn: true,
  key: true,
  deleteMarkers: true,
  priority: true,
  storageClass: true,
  replicaModifications: true,
  metrics: true,
  alarmTopicArn: true,
  latencyAlarm: true,
  timeControl: true,
  enabled: true,
  minimalKms: true,
};

/** A bucket that replicates or receives replicas. */
export interface ReplicatedBucket extends Construct, IBucket {
  readonly bucketReference: string;
  readonly policyAddress: string | undefined;
  readonly hasKmsObjects: boolean;
  readonly topics: TopicHandovers;
  prepareReplication(): readonly string[];
}

/**
 * The replication configuration of a bucket, with a rule for each destination and prefix, and the role that S3 assumes. A
 * bucket can have only one of each.
 */
export class ReplicationSource extends Construct {
  readonly role: AccessRole;
  private readonly resource: S3BucketReplicationConfigurationA;
  private readonly rules: Rule[] = [];
  /** The Terraform addresses that the configuration waits for, as of the rules that are written. */
  private awaited: readonly string[] = [];
  private isOutdated = false;

  constructor(
    private readonly from: ReplicatedBucket,
    { roleName, roleArn: principalArn }: ReplicationProps,
  ) {
    super(from, "replication");
    const role = defaults.replicationRole(from.model, { roleName, principalArn });
    const assumedBy = role.assumedBy.map(defaults.trustedText);
    this.role = new AccessRole(this, role.name, { ...role, assumedBy, account: from.account });
    this.resource = new S3BucketReplicationConfigurationA(this, "configuration", {
      provider: from.account.provider,
      bucket: from.bucketReference,
      role: `\${${this.role.resourceAddress}.arn}`,
      rule: [],
    });
    claimAddress(this.resource, from.name);
    beforeChildrenAreRead(this, () => this.writeRules());
  }

  /** The replications, in the order of their rules. */
  get replications(): readonly ReplicationRule[] {
    return this.sortedRules().map(({ replication }) => replication);
  }

  /** @param replicaKey the key of the replicas, if it is not the default key of the destination */
  addRule(to: ReplicatedBucket, props: Omit<ReplicationProps, "key">, replicaKey?: IKey): ReplicationRule {
    const path = this.from.node.path;
    const roleName = optionalText(props.roleName);
    if (roleName !== undefined && roleName !== this.role.roleName) {
      throw errors.replicationRoleDiffers(path, roleName, this.role.roleName);
    }
    validate(this.from, "prefix", props.prefix, literalPrefixProblem);
    checkOneOf(path, "storageClass", props.storageClass, STORAGE_CLASSES);
    const { prefix: prefixText = "", deleteMarkers = false, minimalKms = false } = props;
    const prefix = terraformText(prefixText);
    const settings = defaults.ruleSettings({ ...props, isEnabled: props.enabled });
    const problem = ruleProblem({ deleteMarkers, settings });
    if (problem) throw errors.ruleDoesNotFit(path, problem);
    const { priority } = settings;
    const samePriority = this.rules.some(({ replication }) => replication.settings.priority === priority);
    if (priority !== undefined && samePriority) throw errors.samePriority(path, priority);
    const other = this.rules.find(
      (rule) => rule.to === to && isAmbiguous({ ...settings, prefix }, filterOf(rule)),
    );
    if (other) throw errors.replicationsOverlap(path, to.node.path, prefix, other.replication.prefix);
    const replication: ReplicationRule = {
      role: this.role,
      from: this.from,
      to,
      prefix,
      prefixText,
      deleteMarkers,
      minimalKms,
      replicaKey,
      settings,
      alarms: this.alarmsOf(to, settings, props),
    };
    this.role.add({ replications: [replication] });
    this.rules.push({ to, replication, alarms: this.addAlarms(to, replication) });
    this.numberAlarms(to);
    for (const end of [this.from, to]) end.prepareReplication();
    this.update();
    return replication;
  }

  private alarmsOf(to: ReplicatedBucket, settings: RuleSettings, props: ReplicationProps): RuleAlarms {
    const { account } = this.from;
    const { path } = this.from.node;
    const { alarmTopicArn: topicArn, latencyAlarm } = props;
    validate(this.from, "alarmTopicArn", topicArn, topicArnProblem);
    validate(this.from, "latencyAlarm.topicArn", latencyAlarm?.topicArn, topicArnProblem);
    if (topicArn !== undefined && !settings.metrics) throw errors.alarmWithoutMetrics(path);
    if (latencyAlarm && !settings.timeControl) throw errors.latencyWithoutTimeControl(path);
    if (latencyAlarm) this.checkPlace(latencyAlarm.account, to);
    const failed = topicArn === undefined ? undefined : { topicArn, account };
    const late = latencyAlarm ?? (account.region === to.account.region ? failed : undefined);
    return defaults.replicationAlarms(settings, { failed, late });
  }

  private checkPlace(account: Account, to: ReplicatedBucket): void {
    const { path } = this.from.node;
    if (!isSameAccount(account, this.from.account)) throw errors.alarmInOtherAccount(path, account.node.path);
    if (areInOtherRegions(account, to.account))
      throw errors.latencyInOtherRegion(path, account.region, to.account.region);
  }

  private addAlarms(to: ReplicatedBucket, replication: ReplicationRule): ReplicationAlarms {
    const { from } = this;
    const { alarms } = replication;
    const id = terraformText(idOf(to, replication));
    for (const alarm of [alarms.failed, alarms.late])
      if (alarm) from.topics.add("CloudWatch", alarm.topicArn, alarm.account);
    return new ReplicationAlarms(this, `${to.name}-alarms-${hashOf(id)}`, { from, to, id }, alarms);
  }

  /** Not by what the rules are for, which the caller of a module can choose. */
  private numberAlarms(to: ReplicatedBucket): void {
    const all = this.rules.filter((rule) => rule.to === to).sort(byPlace);
    for (const { alarms } of all) alarms.releaseNames();
    all.forEach(({ alarms }, index) => alarms.claimNames(index + 1));
  }

  /** Rewrites the rules before someone looks, after a bucket got another key or another replication. */
  update(): void {
    this.isOutdated = true;
  }

  private writeRules(): void {
    if (!this.isOutdated) return;
    const taken = new Set(this.rules.map(({ replication }) => replication.settings.priority));
    let last = 0;
    const next = () => {
      do last += 1;
      while (taken.has(last));
      return last;
    };
    this.resource.putRule(
      this.sortedRules().map(({ to, replication }) =>
        this.rule(to, replication, replication.settings.priority ?? next()),
      ),
    );
    // S3 refuses a configuration before versioning and locks are on at both ends, and replicates nothing before the policies.
    const earlier = new Set(this.awaited);
    this.awaited = [
      ...this.role.policyAddresses,
      ...this.from.prepareReplication(),
      ...this.rules.flatMap(({ to }) => [...to.prepareReplication(), to.policyAddress ?? []].flat()),
    ];
    this.resource.dependsOn = this.resource.dependsOn?.filter((address) => !earlier.has(address));
    waitFor(this.resource, ...this.awaited);
    this.isOutdated = false;
  }

  private sortedRules(): Rule[] {
    return [...this.rules].sort(byPlace);
  }

  /** Every rule has a filter. Without one, it is a rule of version 1, which handles delete markers differently. */
  private rule(
    to: ReplicatedBucket,
    replication: ReplicationRule,
    priority: number,
  ): S3BucketReplicationConfigurationRule {
    const { isEnabled, storageClass, replicaModifications, metrics, timeControl } = replication.settings;
    const key = replication.replicaKey ?? to.key;
    return {
      id: terraformText(idOf(to, replication)),
      priority,
      status: statusOf(isEnabled),
      filter: terraformFilter(filterOf({ replication })),
      deleteMarkerReplication: { status: statusOf(replication.deleteMarkers) },
      // Without this and `encryptionConfiguration`, S3 silently skips SSE-KMS objects.
      ...((this.from.hasKmsObjects || replicaModifications) && {
        sourceSelectionCriteria: {
          ...(this.from.hasKmsObjects && { sseKmsEncryptedObjects: ENABLED }),
          ...(replicaModifications && { replicaModifications: ENABLED }),
        },
      }),
      destination: {
        ...(!isSameAccount(this.from.account, to.account) && { account: to.account.accountId }),
        bucket: to.bucketArn,
        ...(storageClass !== undefined && { storageClass }),
        ...(this.from.hasKmsObjects && key && { encryptionConfiguration: { replicaKmsKeyId: key.keyArn } }),
        ...(metrics && { metrics: timeControl ? { ...ENABLED, eventThreshold: MINUTES } : ENABLED }),
        ...(timeControl && { replicationTime: { ...ENABLED, time: MINUTES } }),
      },
    };
  }
}

interface Rule {
  readonly to: ReplicatedBucket;
  readonly replication: ReplicationRule;
  readonly alarms: ReplicationAlarms;
}

const ENABLED = { status: "Enabled" } as const;
/** The only threshold that S3 has. */
const MINUTES = { minutes: 15 } as const;

function statusOf(isOn: boolean): "Enabled" | "Disabled" {
  return isOn ? "Enabled" : "Disabled";
}

function filterOf({ replication: { prefix, settings } }: Pick<Rule, "replication">): Filter {
  return { ...settings, prefix };
}

/** A prefix and a tag, or several tags, are in `and`. */
function terraformFilter({ prefix, tags }: Filter): S3BucketReplicationConfigurationRuleFilter {
  const [tag, ...others] = Object.entries(tags);
  if (!tag) return { prefix };
  if (others.length > 0) return { and: { ...(prefix !== "" && { prefix }), tags } };
  return prefix === "" ? { tag: { key: tag[0], value: tag[1] } } : { and: { prefix, tags } };
}

/** Sorts by destination and prefix, so that the order of the calls does not matter. Terraform expressions keep their order. */
function byPlace({ to: a, replication: one }: Rule, { to: b, replication: other }: Rule): number {
  if (a !== b) return a.name < b.name ? -1 : 1;
  const [prefix, otherPrefix] = [one.prefixText, other.prefixText];
  if (terraformText(prefix) !== terraformText(otherPrefix)) {
    if (typeof prefix !== "string" || typeof otherPrefix !== "string") return 0;
    return prefix < otherPrefix ? -1 : 1;
  }
  return tagsText(one.settings.tags) < tagsText(other.settings.tags) ? -1 : 1;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html */
const LONGEST_ID = 255;

/** Depends only on the rule itself, so that adding a rule does not change the others. */
function idOf({ name }: ReplicatedBucket, { prefixText, settings }: ReplicationRule): Text {
  const tags = tagsText(settings.tags);
  if (prefixText === "" && tags === "") return name;
  const id = text<Text>`${name}/${prefixText}${tags === "" ? "" : `?${tags}`}`;
  if (typeof id !== "string" || id.length <= LONGEST_ID) return id;
  const hash = hashOf(id);
  return `${id.slice(0, LONGEST_ID - hash.length - 1)}-${hash}`;
}

function hashOf(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 16);
}
