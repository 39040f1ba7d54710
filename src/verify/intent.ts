import type { Bucket, Estate, Key } from "../estate/estate";
import { BucketKeys } from "../prove/check/bucket-keys";
import {
  grantedPrincipals,
  type Intents,
  type OwnStatementsIntent,
  type ReplicationIntent,
} from "../prove/proof/intents";
import { type Proof, prove } from "../prove/prove";
import { intentsOf, keyAddress } from "../topology/intents";
import { readTopology } from "../topology/load";
import type * as model from "../topology/model";
import { resolve } from "../topology/resolve";
import type { TerraformInput } from "./terraform-input";

/** What a topology asks for, to prove Terraform against that was not made from it. */
export interface Intent {
  readonly model: model.Model;
  readonly intents: Intents;
  /** ARNs of the roles and users, whose paths Terraform does not always contain. */
  readonly existing: readonly string[];
}

/**
 * @param file with a topology whose accounts, buckets and principals have the ids and names of the Terraform
 * @throws TopologyError with every problem of the topology
 */
export function readIntent(file: string): Intent {
  const found = resolve(readTopology(file).topology);
  const intents = intentsOf(found);
  return { model: found, intents, existing: grantedPrincipals(intents) };
}

/** Proves that Terraform allows exactly what a topology asks for. Buckets and principals are matched by their ARNs. */
export function proveIntent(
  { model: asked, intents }: Intent,
  { estate }: Pick<TerraformInput, "estate">,
): Proof {
  const keys = new BucketKeys(estate);
  const offered = new Set(estate.offeredPolicies.map(({ address }) => address));
  const addresses = new Map(
    keysOf(asked).map((key) => [keyAddress(key), addressOf(key, asked, { estate, keys })]),
  );
  const found = (address: string) => addresses.get(address) ?? address;
  const meant: Intents = {
    ...intents,
    otherKeys: intents.otherKeys.map((other) => ({ ...other, keyAddress: found(other.keyAddress) })),
    replications: intents.replications.map((edge: ReplicationIntent) =>
      edge.replicaKeyAddress === undefined
        ? edge
        : { ...edge, replicaKeyAddress: found(edge.replicaKeyAddress) },
    ),
    ...(intents.ownStatements && {
      ownStatements: intents.ownStatements.map((own: OwnStatementsIntent) =>
        own.keyAddress === undefined ? own : { ...own, keyAddress: found(own.keyAddress) },
      ),
    }),
    // Administrators of an account write the policies that such an output would contain.
    offers: intents.offers.filter(({ address }) => offered.has(address)),
  };
  return prove(meant, {
    ...estate,
    buckets: estate.buckets.map((bucket) => withKeyArn(bucket, estate, keys)),
  });
}

function keysOf({ keys, buckets }: model.Model): model.Key[] {
  return [
    ...keys,
    ...buckets.flatMap(({ encryption }) => (encryption.kind === "own key" ? [encryption.key] : [])),
  ];
}

interface Known {
  readonly estate: Estate;
  readonly keys: BucketKeys;
}

/**
 * The address of a key, which has no ARN in a topology: of the default key of the bucket that lends it, of the resource
 * with its name, in whatever module, or of the key with its alias.
 */
function addressOf(key: model.Key, { buckets }: model.Model, { estate, keys }: Known): string {
  const inAccount = estate.keys.filter(
    ({ account, region }) => account.id === key.account.accountId && region === key.account.region,
  );
  const lender = buckets.find(
    ({ encryption }) => encryption.kind === "own key" && encryption.key.name === key.name,
  );
  const lending = estate.buckets.find(({ arn }) => arn === lender?.bucketArn);
  const lent = lending && keys.encryptionOf(lending)?.keyArn;
  const own = keyAddress(key);
  const [found = own] = [
    inAccount.filter(({ arn }) => arn === (key.existing ? key.keyArn : lent)),
    inAccount.filter(({ address }) => address === own),
    inAccount.filter(({ aliases }) => aliases.some(({ name }) => !key.existing && name === key.alias)),
    inAccount.filter(({ address }) => address.endsWith(`.${own}`)),
  ].flatMap(onlyAddress);
  return found;
}

function onlyAddress([key, ...others]: readonly Key[]): string[] {
  return key && others.length === 0 ? [key.address] : [];
}

/** The default key of a bucket, which can be configured as an id or an alias. */
function withKeyArn(bucket: Bucket, estate: Estate, keys: BucketKeys): Bucket {
  const keyArn = keys.encryptionOf(bucket)?.keyArn;
  const isKnown = estate.keys.some(({ arn }) => arn === keyArn);
  if (bucket.encryption.keyArn !== undefined || keyArn === undefined || !isKnown) return bucket;
  return { ...bucket, encryption: { ...bucket.encryption, keyArn } };
}
