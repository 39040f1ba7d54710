import * as defaults from "../defaults";
import type { Account, Alarm, Bucket, NewRole, Replication, ReplicationAlarms } from "../model";
import { nothingLeft } from "../nothing-left";
import type { Topology } from "../topology";
import { alarmTopics, topicIn } from "./alarm-topics";
import { type ByName, find } from "./entries";
import { type Keys, lentKey } from "./keys";

interface Before {
  readonly accounts: ByName<Account>;
  readonly keys: Keys;
  readonly buckets: ByName<Bucket>;
}

export function resolveReplications(
  replication: NonNullable<Topology["replication"]>,
  entries: Topology["buckets"],
  { accounts, keys, buckets }: Before,
): Replication[] {
  // A bucket has one role for all its destinations. The first replication names it.
  const roles = new Map<string, NewRole>();
  return replication.map((edge) => {
    const { from, to, prefix = "", role: roleName, key, delete_markers, minimal_kms, ...others } = edge;
    const { enabled, tags, priority, storage_class, replica_modifications, ...more } = others;
    const { metrics, time_control, ...rest } = more;
    nothingLeft(rest);
    const [source, destination] = [find(buckets, from), find(buckets, to)];
    const role = roles.get(from) ?? defaults.replicationRole(source, { roleName });
    roles.set(from, role);
    const settings = defaults.ruleSettings({
      isEnabled: enabled,
      tags,
      priority,
      storageClass: storage_class,
      replicaModifications: replica_modifications,
      metrics,
      timeControl: time_control,
    });
    const topics = alarmTopics(entries[from]?.replication_alarms);
    return {
      from: source,
      to: destination,
      role,
      prefix,
      deleteMarkers: delete_markers ?? false,
      minimalKms: minimal_kms ?? false,
      replicaKey: key === undefined ? undefined : lentKey(keys, key),
      settings,
      alarms: defaults.replicationAlarms(settings, alarmsOf(topics, source, destination, accounts)),
    };
  });
}

/** Each in the region where CloudWatch has its metric, and in the account of the source. */
function alarmsOf(
  topics: readonly string[],
  source: Bucket,
  destination: Bucket,
  accounts: ByName<Account>,
): ReplicationAlarms {
  const alarmIn = (account: Account | undefined): Alarm | undefined => {
    const topicArn = account && topicIn(topics, account);
    return account && topicArn !== undefined ? { topicArn, account } : undefined;
  };
  const { accountId } = source.account;
  const { region } = destination.account;
  const there = [source.account, ...accounts.values()].find(
    (account) => account.managed && account.accountId === accountId && account.region === region,
  );
  return { failed: alarmIn(source.account), late: alarmIn(there) };
}
