import * as defaults from "../../topology/defaults";
import type { Account, Bucket, Model, NewKey } from "../../topology/model";
import type { Local, Reference, Text } from "../../topology/text";
import { type ByName, byName, get } from "./by-name";
import { ownKey } from "./keys";
import * as is from "./validations";
import { stem, type Variables } from "./variables";

/** A bucket with a variable for its name, and what follows from the name alone. */
export interface NamedBucket {
  /** The name that the topology gives the bucket. */
  readonly name: string;
  readonly bucketName: Reference;
  readonly bucketArn: Local;
  /** Undefined if the bucket has no key of its own. */
  readonly ownKey: NewKey<Text> | undefined;
}

/** Comes before the buckets themselves, because one bucket can use the key of another. */
export function nameBuckets(
  original: Model,
  accounts: ByName<Account<Text>>,
  variables: Variables,
): ByName<NamedBucket> {
  return byName(original.buckets.map((bucket) => nameBucket(original, bucket, accounts, variables)));
}

function nameBucket(
  original: Model,
  bucket: Bucket,
  accounts: ByName<Account<Text>>,
  variables: Variables,
): NamedBucket {
  const { name, bucketNamespace, encryption } = bucket;
  const account = get(accounts, bucket.account);
  const { name: bucketName, arn } = variables.declareName(
    `${stem(name, "bucket")}_bucket`,
    bucket.bucketName,
    `Name of the ${name} bucket. ${whereUnique(bucket)}`,
    (variable) => is.bucketName(variable, bucketNamespace, longestName(original, bucket)),
  );
  const bucketArn = arn(defaults.bucketArn<Text>(account, bucketName));
  if (encryption.kind !== "own key") return { name, bucketName, bucketArn, ownKey: undefined };
  const named = { name, account, bucketName };
  return { name, bucketName, bucketArn, ownKey: ownKey(encryption.key, bucket, named, variables) };
}

function whereUnique({ existing, bucketNamespace }: Bucket): string {
  if (existing) return "It must exist already.";
  return bucketNamespace === "global"
    ? "Bucket names are unique across all AWS accounts."
    : "It must end with -<account id>-<region>-an, with the account and the region of the bucket.";
}

/** A role that is named after the bucket has at most 64 characters. */
function longestName({ replications }: Model, { name, bucketName }: Bucket): number {
  const unsaid = defaults.defaultReplicationRoleName(bucketName);
  const hasRole = replications.some(({ from, role }) => from.name === name && role.roleName === unsaid);
  return hasRole ? 64 - defaults.defaultReplicationRoleName("").length : 63;
}
