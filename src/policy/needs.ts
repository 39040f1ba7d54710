/**
 * From intents to needs: every authorization that AWS will ask for, once, whichever policies must then grant it.
 * Identity, bucket and key policies are three renderings of this one list, so neither side of a cross-account
 * grant can say more or less than the other.
 */
import {
  type ActionSet,
  KMS_DECRYPT,
  KMS_DECRYPT_AND_GENERATE_DATA_KEY,
  KMS_GENERATE_DATA_KEY,
  REPLICA_ENCRYPT,
  REPLICA_ENCRYPT_MINIMAL,
  REPLICATION_CONFIGURATION,
  REPLICATION_READ,
  REPLICATION_WRITE,
  REPLICATION_WRITE_WITH_DELETE_MARKERS,
  S3_ACTIONS,
} from "./actions";
import type { Access, Bucket, Intents, Key, Permission, Principal, Replication } from "./intents";
import { simplify } from "./prefixes";

/** That `principal` may take some actions on a bucket, on objects in it, or on a key for objects in it. */
export interface Need extends ActionSet {
  readonly principal: Principal;
  readonly bucket: Bucket;
  /** What the actions are authorized on. */
  readonly target: "bucket" | "objects" | "key";
  /** Present where `target` is `key`. */
  readonly key?: Key;
  /** What the need is for, in one word that becomes part of a Sid: `Get`, `Decrypt`. */
  readonly verb: string;
  /** The objects concerned; the empty string is the whole bucket. Sorted, and none begins with another. */
  readonly prefixes: readonly string[];
}

const VERBS: Readonly<Record<Permission, string>> = {
  list: "List",
  get: "Get",
  put: "Put",
  delete: "Delete",
};
const PERMISSIONS = Object.keys(VERBS) as readonly Permission[];

/** Everything that the intents need, in an order that depends on names only. */
export function needsOf(intents: Intents): Need[] {
  return [
    ...groupBy(
      intents.access,
      (access) => access.principal,
      (access) => access.bucket,
    ).flatMap(accessNeeds),
    ...groupBy(
      intents.replications,
      ({ role }) => role,
      ({ from }) => from,
    ).flatMap(replicationReadNeeds),
    ...groupBy(
      intents.replications,
      ({ role }) => role,
      ({ to }) => to,
    ).flatMap(([edge]) => replicationWriteNeeds(edge)),
  ];
}

/** What one principal needs on one bucket. */
function accessNeeds(edges: readonly [Access, ...Access[]]): Need[] {
  const { principal, bucket } = edges[0];
  const prefixesFor = (...permissions: Permission[]) =>
    simplify(
      edges
        .filter((edge) => permissions.some((permission) => edge.permissions.includes(permission)))
        .map((edge) => edge.prefix),
    );
  const s3 = PERMISSIONS.map((permission): Need => {
    const target = permission === "list" ? "bucket" : "objects";
    return {
      ...S3_ACTIONS[permission],
      principal,
      bucket,
      target,
      verb: VERBS[permission],
      prefixes: prefixesFor(permission),
    };
  });
  const read = prefixesFor("get");
  const kms = bucket.key
    ? keyNeeds(principal, bucket, bucket.key, prefixesFor("get", "put"), prefixesFor("put"))
    : [];
  const otherKms = bucket.otherKeys.flatMap((key) => keyNeeds(principal, bucket, key, read, []));
  return [...s3, ...kms, ...otherKms].filter(isNeeded);
}

/** What a principal needs of a key to decrypt and to encrypt objects of a bucket. */
function keyNeeds(
  principal: Principal,
  bucket: Bucket,
  key: Key,
  decrypt: readonly string[],
  generate: readonly string[],
): Need[] {
  const need = (verb: string, set: ActionSet, prefixes: readonly string[]): Need => {
    return { ...set, principal, bucket, key, target: "key", verb, prefixes };
  };
  return [
    need(
      "EncryptAndDecrypt",
      KMS_DECRYPT_AND_GENERATE_DATA_KEY,
      decrypt.filter((prefix) => generate.includes(prefix)),
    ),
    need(
      "Decrypt",
      KMS_DECRYPT,
      decrypt.filter((prefix) => !generate.includes(prefix)),
    ),
    need(
      "Encrypt",
      KMS_GENERATE_DATA_KEY,
      generate.filter((prefix) => !decrypt.includes(prefix)),
    ),
  ].filter(isNeeded);
}

/** What a replication role needs on the bucket that it replicates from. */
function replicationReadNeeds(edges: readonly [Replication, ...Replication[]]): Need[] {
  const { role: principal, from: bucket } = edges[0];
  const prefixes = simplify(edges.map((edge) => edge.prefix));
  const keys = [...(bucket.key ? [bucket.key] : []), ...bucket.otherKeys];
  return [
    {
      ...REPLICATION_CONFIGURATION,
      principal,
      bucket,
      target: "bucket",
      verb: "ReadConfiguration",
      prefixes: [""],
    },
    { ...REPLICATION_READ, principal, bucket, target: "objects", verb: "GetVersions", prefixes },
    ...keys.map((key): Need => ({
      ...KMS_DECRYPT,
      principal,
      bucket,
      key,
      target: "key",
      verb: "Decrypt",
      prefixes,
    })),
  ];
}

/** What a replication role needs on a bucket that it replicates to. */
function replicationWriteNeeds({
  role: principal,
  to: bucket,
  prefix,
  deleteMarkers,
  minimalKms,
}: Replication): Need[] {
  const prefixes = [prefix];
  const write = deleteMarkers ? REPLICATION_WRITE_WITH_DELETE_MARKERS : REPLICATION_WRITE;
  const encrypt = minimalKms ? REPLICA_ENCRYPT_MINIMAL : REPLICA_ENCRYPT;
  return [
    { ...write, principal, bucket, target: "objects", verb: "Replicate", prefixes },
    ...(bucket.key
      ? [
          {
            ...encrypt,
            principal,
            bucket,
            key: bucket.key,
            target: "key" as const,
            verb: "Encrypt",
            prefixes,
          },
        ]
      : []),
  ];
}

function isNeeded(need: Need): boolean {
  return need.prefixes.length > 0;
}

type Named = { readonly name: string };

/** Groups edges by the pair of things they join, ordered by the names of those. */
function groupBy<T>(edges: readonly T[], one: (edge: T) => Named, other: (edge: T) => Named): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const edge of edges) {
    const id = JSON.stringify([one(edge).name, other(edge).name]);
    const group = groups.get(id);
    if (group) group.push(edge);
    else groups.set(id, [edge]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
