import * as defaults from "../../topology/defaults";
import type { Account, Alarm, Bucket, Key, Model, NewRole, Replication } from "../../topology/model";
import { inRuleOrder } from "../../topology/rule-order";
import type { Text } from "../../topology/text";
import { type ByName, get } from "./by-name";
import type { Prefixes } from "./prefixes";
import { declareTopic } from "./topics";
import type { Variables } from "./variables";

/** What replications need. */
interface Before {
  readonly accounts: ByName<Account<Text>>;
  readonly keys: ByName<Key<Text>>;
  readonly buckets: ByName<Bucket<Text>>;
  readonly prefixes: Prefixes;
}

/** In the order that their rules have in a stack. */
export function parameterizeReplications(
  { replications }: Model,
  { accounts, keys, buckets, prefixes }: Before,
  variables: Variables,
): readonly Replication<Text>[] {
  const roles = new Map<string, NewRole<Text>>();
  return inRuleOrder(replications).map((original) => {
    const { from, replicaKey, alarms } = original;
    const prefix = prefixes.of(original);
    const source = get(buckets, from);
    const role = roles.get(from.name) ?? parameterizeRole(original, source, variables);
    roles.set(from.name, role);
    return {
      ...original,
      from: source,
      to: get(buckets, original.to),
      role,
      prefix,
      replicaKey: replicaKey && get(keys, replicaKey),
      alarms: {
        failed: parameterizeAlarm(from, alarms.failed, accounts, variables),
        late: parameterizeAlarm(from, alarms.late, accounts, variables),
      },
    };
  });
}

/** @param bucket the source, in the module */
function parameterizeRole(
  { from, role }: Replication,
  bucket: Bucket<Text>,
  variables: Variables,
): NewRole<Text> {
  const unsaid = defaults.defaultReplicationRoleName(from.bucketName);
  if (role.roleName === unsaid) return defaults.replicationRole<Text>(bucket);
  const { name: roleName, arn } = variables.declareIamName(
    `${from.name}_replication_role`,
    role.roleName,
    `Name of the role that S3 assumes to replicate the ${from.name} bucket.`,
    "role",
  );
  const principalArn = arn(defaults.roleArn<Text>(bucket.account, role.path, roleName));
  return defaults.replicationRole<Text>(bucket, { roleName, principalArn });
}

function parameterizeAlarm(
  from: Bucket,
  alarm: Alarm | undefined,
  accounts: ByName<Account<Text>>,
  variables: Variables,
): Alarm<Text> | undefined {
  if (alarm === undefined) return undefined;
  const { name } = alarm.account;
  const place = name === from.account.name ? from.name : `${from.name}_${name}`;
  return {
    topicArn: declareTopic(alarm.topicArn, place, variables),
    account: get(accounts, alarm.account),
  };
}
