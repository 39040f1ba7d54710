/** Whether the replication rules have the settings that were asked for. No policy contains them. */
import { parseArn } from "../../aws/arn";
import type { ReplicationRule } from "../../estate/estate";
import type { Flaw, Part } from "../flaw";
import type { ReplicationIntent } from "../proof/intents";
import type { Scene } from "../proof/scene";

const SOURCE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html";

export function replicationSettings(scene: Scene): Flaw[] {
  const intents = new Map(scene.intents.replications.map((edge) => [`${edge.fromArn} ${edge.toArn}`, edge]));
  return scene.estate.replicationRules.flatMap((rule) => {
    const edge = intents.get(`${rule.source.bucketArn} ${rule.destination.bucketArn}`);
    return edge ? wrongSettings(rule, edge, scene) : [notAskedFor(rule)];
  });
}

function wrongSettings(rule: ReplicationRule, edge: ReplicationIntent, scene: Scene): Flaw[] {
  const { keyArn } = scene.bucket(edge.toArn).encryption;
  const checks: readonly [boolean, string, string][] = [
    [rule.isEnabled, "is not enabled", 'set its status to "Enabled"'],
    [
      rule.prefix === edge.prefix && Object.keys(rule.tags).length === 0,
      "does not replicate the objects that were asked for",
      `filter only by the prefix ${JSON.stringify(edge.prefix)}`,
    ],
    [
      rule.deleteMarkers === edge.deleteMarkers,
      rule.deleteMarkers
        ? "replicates delete markers, which was not asked for"
        : "does not replicate delete markers",
      `set delete_marker_replication to "${edge.deleteMarkers ? "Enabled" : "Disabled"}"`,
    ],
    [
      !rule.sseKmsEncryptedObjects || rule.replicaKeyArn === keyArn,
      `encrypts replicas with ${rule.replicaKey ?? "no key"}, but the destination bucket uses ${keyArn ?? "no key"}`,
      "set replica_kms_key_id to the ARN of the destination bucket's key",
    ],
  ];
  return checks
    .filter(([isRight]) => !isRight)
    .map(([, problem, repair]) => flaw(rule, "complete", problem, repair));
}

function notAskedFor(rule: ReplicationRule): Flaw {
  return flaw(rule, "nothing else", "was not asked for", "remove it, or ask for it");
}

function flaw(
  { address, source, destination }: ReplicationRule,
  part: Part,
  problem: string,
  repair: string,
): Flaw {
  return {
    part,
    problem: `the replication rule from ${nameOf(source.bucketArn)} to ${nameOf(destination.bucketArn)} ${problem}`,
    addresses: [address],
    because: [],
    repair: `${repair} in ${address}`,
    source: SOURCE,
  };
}

function nameOf(bucketArn: string): string {
  return parseArn(bucketArn)?.bucket ?? bucketArn;
}
