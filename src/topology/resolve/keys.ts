import * as defaults from "../defaults";
import type { Account, Key, NewKey } from "../model";
import { nothingLeft } from "../nothing-left";
import type { Section, Topology } from "../topology";
import { type ByName, find, mapEntries } from "./entries";
import { resolvePolicy, resolveStatements } from "./policies";

type KeyEntry = Section<"keys">;
type BucketEntry = Section<"buckets">;

/** The keys of a topology. */
export interface Keys {
  /** Those of the section, and those that buckets name by their ARNs, under the names of the buckets. */
  readonly listed: ByName<Key>;
  /** The buckets' own keys, by the names of the buckets. */
  readonly own: ByName<NewKey>;
}

/** The key that a bucket uses: one of the section, or that of another bucket. */
export function lentKey({ listed, own }: Keys, lender: string): Key {
  return listed.get(lender) ?? find(own, lender);
}

export function resolveKeys(
  keys: Topology["keys"],
  buckets: Topology["buckets"],
  accounts: ByName<Account>,
): Keys {
  const entries = Object.entries(buckets);
  return {
    listed: new Map([
      ...mapEntries(keys, (name, entry) =>
        resolveKey(name, entry, find(accounts, entry.account), buckets[name]),
      ),
      ...entries.flatMap(([name, { account, key }]): [string, Key][] =>
        typeof key === "string" && isArn(key)
          ? [[name, defaults.existingKey({ name, account: find(accounts, account), keyArn: key })]]
          : [],
      ),
    ]),
    own: new Map(
      entries
        .filter(([, { encryption, key }]) => encryption !== "AES256" && typeof key !== "string")
        .map(([name, bucket]) => [name, ownKey(name, bucket, find(accounts, bucket.account))]),
    ),
  };
}

/** @param bucket the bucket with the same name. The key is its old key, so it has the same default alias and description */
function resolveKey(name: string, entry: KeyEntry, account: Account, bucket: BucketEntry | undefined): Key {
  const { account: _, prevent_destroy: preventDestroy, existing, arn = "", policy, ...others } = entry;
  const { import: isImported, multi_region, replica_of, ...more } = others;
  if (existing)
    return defaults.existingKey({
      name,
      account,
      keyArn: arn,
      isImported,
      preventDestroy,
      policy: policy && resolvePolicy(policy),
    });
  const fields = {
    ...keyFields(more),
    preventDestroy,
    isMultiRegion: multi_region,
    replicaOf: replica_of,
  };
  return bucket
    ? defaults.ownKey({ name, account, bucketName: bucket.name }, fields)
    : defaults.key({ name, account, ...fields });
}

function ownKey(name: string, { name: bucketName, key, ...bucket }: BucketEntry, account: Account): NewKey {
  return defaults.ownKey(
    { name, account, bucketName },
    {
      ...(typeof key === "object" && keyFields(key)),
      preventDestroy: defaults.preventDestroy({
        preventDestroy: bucket.prevent_destroy,
        forceDestroy: bucket.force_destroy,
      }),
    },
  );
}

function keyFields(
  entry: Omit<
    KeyEntry,
    "account" | "prevent_destroy" | "multi_region" | "replica_of" | "import" | "existing" | "arn" | "policy"
  >,
) {
  const { alias, description, deletion_window_in_days, tags, statements, ...rest } = entry;
  nothingLeft(rest);
  return {
    alias,
    description,
    deletionWindowInDays: deletion_window_in_days,
    tags,
    statements: resolveStatements(statements),
  };
}

/** Whether the key of a bucket is an ARN, and not the name of a key or bucket. */
export function isArn(key: string): boolean {
  return key.startsWith("arn:");
}
