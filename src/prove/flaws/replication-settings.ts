/** Whether the replication rules have the settings that were asked for. No policy contains them. */
import { parseArn } from "../../aws/arn";
import type { ReplicationRule } from "../../estate/estate";
import type { Flaw, Part } from "../flaw";
import { Multimap } from "../multimap";
import type { ReplicationIntent, ReplicationSettings } from "../proof/intents";
import { replicationAlarms } from "./replication-alarms";
import { topicPolicies } from "./topic-policies";
import { listOf } from "./wording";
import type { Scene } from "../proof/scene";

const SOURCE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html";

export function replicationSettings(scene: Scene): Flaw[] {
  const { replicationRules } = scene.estate;
  const rules = new Multimap(
    replicationRules.map((rule) => [`${rule.source.bucketArn} ${rule.destination.bucketArn}`, rule]),
  );
  const edges = new Multimap(
    scene.intents.replications.map((edge) => [`${edge.fromArn} ${edge.toArn}`, edge]),
  );
  const rulesOfEdges = new Map(
    [...edges.all()].flatMap((asked) => {
      const [{ fromArn, toArn }] = asked as [ReplicationIntent];
      return matched(asked, rules.get(`${fromArn} ${toArn}`));
    }),
  );
  const expected = new Set(rulesOfEdges.values());
  return [
    ...scene.intents.replications.flatMap((edge) => {
      const rule = rulesOfEdges.get(edge);
      return rule ? wrongSettings(rule, edge, scene) : [missing(edge, scene)];
    }),
    ...replicationRules.filter((rule) => !expected.has(rule)).map(notAskedFor),
    ...replicationAlarms(scene, rulesOfEdges),
    ...topicPolicies(scene),
  ];
}

/** The rule of each edge between two buckets: the one with its filter or, failing that, one that no edge has. */
function matched(
  edges: readonly ReplicationIntent[],
  rules: readonly ReplicationRule[],
): [ReplicationIntent, ReplicationRule][] {
  const sameFilter = edges.flatMap((edge): [ReplicationIntent, ReplicationRule][] => {
    const rule = rules.find((each) => hasFilterOf(each, edge));
    return rule ? [[edge, rule]] : [];
  });
  const taken = new Set(sameFilter.flat());
  const others = rules.filter((rule) => !taken.has(rule));
  const unmatched = edges.filter((edge) => !taken.has(edge)).slice(0, others.length);
  return [
    ...sameFilter,
    ...unmatched.map((edge, index): [ReplicationIntent, ReplicationRule] => [
      edge,
      others[index] as ReplicationRule,
    ]),
  ];
}

function hasFilterOf({ prefix, tags }: ReplicationRule, edge: ReplicationIntent): boolean {
  const { tags: asked } = settingsOf(edge);
  const entries = Object.entries(asked);
  return (
    prefix === edge.prefix &&
    entries.length === Object.keys(tags).length &&
    entries.every(([key, value]) => tags[key] === value)
  );
}

function settingsOf({ settings = PLAIN }: ReplicationIntent): ReplicationSettings {
  return settings;
}

const PLAIN: ReplicationSettings = {
  isEnabled: true,
  tags: {},
  priority: undefined,
  storageClass: undefined,
  replicaModifications: false,
  metrics: false,
  timeControl: false,
};

/** A missing rule between two buckets that have other rules. Without any rule, nothing could be proved. */
function missing({ fromArn, toArn, prefix }: ReplicationIntent, { estate }: Scene): Flaw {
  const rule = estate.replicationRules.find(
    ({ source, destination }) => source.bucketArn === fromArn && destination.bucketArn === toArn,
  ) as ReplicationRule;
  const objects = prefix === "" ? "all objects" : `objects whose keys begin with ${JSON.stringify(prefix)}`;
  return flaw(
    rule,
    "complete",
    `no ${titleOf(rule)} covers ${objects}`,
    `add a rule for them to ${rule.address}`,
  );
}

function wrongSettings(rule: ReplicationRule, edge: ReplicationIntent, scene: Scene): Flaw[] {
  const keyArn = scene.replicaKeyArn(edge);
  const settings = settingsOf(edge);
  const { isEnabled, priority, storageClass, tags } = settings;
  const checks: readonly [boolean, string, string][] = [
    [
      rule.isEnabled === isEnabled,
      rule.isEnabled ? "is enabled, which was not asked for" : "is not enabled",
      `set its status to "${isEnabled ? "Enabled" : "Disabled"}"`,
    ],
    [hasFilterOf(rule, edge), "has the wrong filter", filterRepair(edge.prefix, tags)],
    [
      priority === undefined || rule.priority === priority,
      `has the priority ${rule.priority}`,
      `set it to ${priority}`,
    ],
    [
      rule.storageClass === storageClass,
      `stores replicas in ${rule.storageClass ?? "the class of their objects"}`,
      storageClass === undefined ? "remove storage_class" : `set storage_class to "${storageClass}"`,
    ],
    ...switches(rule, settings),
    [
      rule.deleteMarkers === edge.deleteMarkers,
      rule.deleteMarkers
        ? "replicates delete markers, which was not asked for"
        : "does not replicate delete markers",
      `set delete_marker_replication to "${edge.deleteMarkers ? "Enabled" : "Disabled"}"`,
    ],
    [
      !rule.sseKmsEncryptedObjects || rule.replicaKeyArn === keyArn,
      edge.replicaKeyAddress === undefined
        ? `encrypts replicas with ${rule.replicaKey ?? "no key"}, but the destination bucket uses ${keyArn ?? "no key"}`
        : `encrypts replicas with ${rule.replicaKey ?? "no key"}, but ${keyArn} was asked for`,
      edge.replicaKeyAddress === undefined
        ? "set replica_kms_key_id to the ARN of the destination bucket's key"
        : `set replica_kms_key_id to ${keyArn}`,
    ],
  ];
  return checks
    .filter(([isRight]) => !isRight)
    .map(([, problem, repair]) =>
      flaw(rule, "complete", `the ${titleOf(rule)} ${problem}`, `${repair} in ${rule.address}`),
    );
}

function filterRepair(prefix: string, tags: ReplicationSettings["tags"]): string {
  const tagged = Object.entries(tags).map(([key, value]) => `the tag ${key}=${value}`);
  const parts = [...(prefix === "" ? [] : [`the prefix ${JSON.stringify(prefix)}`]), ...tagged];
  return parts.length === 0 ? "use an empty filter" : `filter only by ${listOf(parts)}`;
}

/** What is on or off. */
function switches(rule: ReplicationRule, asked: ReplicationSettings): [boolean, string, string][] {
  const all: readonly [boolean, boolean, string, string][] = [
    [
      rule.replicaModifications ?? false,
      asked.replicaModifications,
      "replica modification sync",
      "replica_modifications",
    ],
    [rule.metrics ?? false, asked.metrics, "metrics", "metrics"],
    [rule.replicationTime ?? false, asked.timeControl, "time control", "replication_time"],
  ];
  return all.map(([found, wanted, what, argument]) => [
    found === wanted,
    found ? `has ${what}, which ${what.endsWith("s") ? "were" : "was"} not asked for` : `has no ${what}`,
    `set ${argument} to "${wanted ? "Enabled" : "Disabled"}"`,
  ]);
}

function notAskedFor(rule: ReplicationRule): Flaw {
  const problem = `the ${titleOf(rule)} was not asked for`;
  return flaw(rule, "nothing else", problem, `remove it from ${rule.address}, or ask for it`);
}

function flaw({ address }: ReplicationRule, part: Part, problem: string, repair: string): Flaw {
  return { part, problem, addresses: [address], because: [], repair, source: SOURCE };
}

/** `replication rule from acme-source to acme-destination` */
function titleOf({ source, destination }: ReplicationRule): string {
  return `replication rule from ${nameOf(source.bucketArn)} to ${nameOf(destination.bucketArn)}`;
}

function nameOf(bucketArn: string): string {
  return parseArn(bucketArn)?.bucket ?? bucketArn;
}
