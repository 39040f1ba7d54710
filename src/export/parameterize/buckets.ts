import * as defaults from "../../topology/defaults";
import type { Account, Bucket, Encryption, Key, Model } from "../../topology/model";
import type { Text } from "../../topology/text";
import type { NamedBucket } from "./bucket-names";
import { type ByName, byName, get } from "./by-name";
import { policyWithArn, statementsWithArn } from "./own-policies";
import { PREVENT_DESTROY, tagsInHcl } from "./resource-settings";
import { declareTopic } from "./topics";
import type { Variables } from "./variables";

/** What buckets need. */
interface Before {
  readonly accounts: ByName<Account<Text>>;
  readonly bucketNames: ByName<NamedBucket>;
  /** Includes the own keys of buckets. */
  readonly keys: ByName<Key<Text>>;
}

/** Without their restrictions, which can name principals. */
export function parameterizeBuckets(
  { buckets }: Model,
  before: Before,
  variables: Variables,
): ByName<Bucket<Text>> {
  return byName(buckets.map((bucket) => parameterizeBucket(bucket, before, variables)));
}

function parameterizeBucket(
  original: Bucket,
  { accounts, bucketNames, keys }: Before,
  variables: Variables,
): Bucket<Text> {
  const { encryption, otherKeys, existing, statements, forceDestroy, tags, replicationEvents } = original;
  const { bucketName, bucketArn, ownKey } = get(bucketNames, original);
  return defaults.bucket<Text>({
    ...original,
    account: get(accounts, original.account),
    bucketName,
    bucketArn,
    encryption: parameterizeEncryption(encryption, ownKey, keys),
    otherKeys: otherKeys.map((key) => get(keys, key)),
    preventDestroy: PREVENT_DESTROY,
    statements: statements && statementsWithArn(statements, original.bucketArn, bucketArn),
    restrictions: undefined,
    denied: [],
    replicationEvents:
      replicationEvents === undefined ? undefined : declareTopic(replicationEvents, original.name, variables),
    existing: existing && {
      ...existing,
      isImported: false,
      policy: policyWithArn(existing.policy, original.bucketArn, bucketArn),
    },
    forceDestroy:
      forceDestroy ?? (existing || isForever(original) ? undefined : variables.ofModule("forceDestroy")),
    tags: tagsInHcl(tags),
  });
}

function parameterizeEncryption(
  encryption: Encryption,
  ownKey: NamedBucket["ownKey"],
  keys: ByName<Key<Text>>,
): Encryption<Text> {
  switch (encryption.kind) {
    case "own key":
      if (ownKey === undefined) throw new Error(`the bucket ${encryption.key.name} has no key of its own`);
      return { ...encryption, key: ownKey };
    case "shared key":
      return { ...encryption, key: get(keys, encryption.key) };
    case "no key":
      return encryption;
  }
}

/** Whether nobody can delete the objects of a bucket, which leaves nothing to choose. */
function isForever({ objectLock }: Bucket): boolean {
  return objectLock !== undefined && objectLock !== true && objectLock.mode === "compliance";
}
