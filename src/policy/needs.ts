/**
 * Turns intents into needs: the actions that each principal needs, independent of the policies that grant them. Identity,
 * bucket and key policies all come from this one list, so both sides of a cross-account grant always agree.
 */
import {
  type ActionSet,
  KMS_DECRYPT,
  KMS_DECRYPT_AND_GENERATE_DATA_KEY,
  KMS_DECRYPT_TRAILS,
  KMS_GENERATE_DATA_KEY,
  KMS_RE_ENCRYPT,
  KMS_RE_ENCRYPT_TRAILS,
  type PermissionNeed,
  permissionNeeds,
  PERMISSIONS,
  REPLICA_ENCRYPT,
  REPLICA_ENCRYPT_MINIMAL,
  REPLICA_ENCRYPT_ENCRYPTED,
  REPLICA_OF_UNENCRYPTED,
  REPLICATION_CONFIGURATION,
  REPLICATION_OF_DELETE_MARKERS,
  REPLICATION_READ,
  REPLICATION_READ_OF_LOCKED,
  REPLICATION_WRITE,
  REPLICATION_WRITE_WITH_DELETE_MARKERS,
} from "./actions";
import { groupBy } from "./group-by";
import type { Access, Bucket, Intents, Key, Permission, Principal, Replication } from "./intents";
import { isCovered, simplify } from "./prefixes";

/** Actions that a principal needs on a bucket, on its objects, or on a key that encrypts them. */
export interface Need extends ActionSet {
  readonly principal: Principal;
  readonly bucket: Bucket;
  /** The kind of resource that AWS authorizes the actions on. */
  readonly target: "bucket" | "objects" | "key";
  /** The key, if `target` is `key`. */
  readonly key?: Key;
  /** Part of the Sid: `Get`, `Decrypt`. */
  readonly verb: string;
  /** Who sends the request: the principal itself, or S3 with the permissions of the principal. */
  readonly sentBy: "principal" | "s3";
  /** Whether some of the objects may be encrypted with a Bucket Key. */
  readonly bucketKeys: boolean;
  /** The trails whose logs it is about, as patterns. @default - any objects */
  readonly trails?: readonly string[];
  /** Prefixes of the objects; empty for all objects. Sorted, and none is the beginning of another. */
  readonly prefixes: readonly string[];
}

/** The fields that all needs of a principal on a bucket share. */
type Subject = Pick<Need, "principal" | "bucket" | "sentBy" | "bucketKeys">;

/** All needs of the intents. Sorted by name, so that the order of the intents does not matter. */
export function needsOf({ access, replications }: Intents): Need[] {
  const needs = [
    ...groupByEnds(access, ({ principal, bucket }) => [principal, bucket]).flatMap(accessNeeds),
    ...groupByEnds(replications, ({ role, from }) => [role, from]).flatMap(replicationReadNeeds),
    ...groupByEnds(replications, ({ role, to }) => [role, to]).flatMap(replicationWriteNeeds),
  ];
  return needs.filter(({ prefixes }) => prefixes.length > 0);
}

/** What one principal needs on one bucket. */
function accessNeeds(edges: readonly [Access, ...Access[]]): Need[] {
  const { principal, bucket } = edges[0];
  const subject: Subject = { principal, bucket, sentBy: "principal", bucketKeys: true };
  const granted = grantedBy(edges);
  const decrypt = prefixesUsing(granted, "decrypt");
  const reEncrypt = prefixesUsing(granted, "reencrypt");
  const decryptStored = simplify([...decrypt, ...reEncrypt]);
  const encrypt = simplify([...prefixesUsing(granted, "encrypt"), ...reEncrypt]);
  const decryptDefault = simplify([...decryptStored, ...encrypt, ...prefixesUsing(granted, "parts")]);
  return [
    ...granted.map(({ need, prefixes }) => accessNeed(subject, need, prefixes)),
    ...(bucket.key ? cryptoNeeds(subject, bucket.key, decryptDefault, encrypt) : []),
    ...sortedByName(bucket.otherKeys).flatMap((key) => cryptoNeeds(subject, key, decryptStored, reEncrypt)),
    ...keysOf(bucket).map((key) => keyNeed(subject, key, "ReEncrypt", KMS_RE_ENCRYPT, reEncrypt)),
    ...trailNeeds(subject, decryptStored, "DecryptTrails", KMS_DECRYPT_TRAILS),
    ...trailNeeds(subject, reEncrypt, "ReEncryptTrails", KMS_RE_ENCRYPT_TRAILS),
  ];
}

const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[];

/** A need of a permission, and the prefixes for which the permission is granted. */
interface GrantedNeed {
  readonly need: PermissionNeed;
  readonly prefixes: readonly string[];
}

/** The needs of all permissions that the edges grant, in the order of `PERMISSIONS`. */
function grantedBy(edges: readonly Access[]): GrantedNeed[] {
  const isGranted = (permission: Permission) => (edge: Access) => edge.permissions.includes(permission);
  return PERMISSION_NAMES.filter((permission) => edges.some(isGranted(permission))).flatMap((permission) => {
    const prefixes = prefixesOf(edges.filter(isGranted(permission)));
    return permissionNeeds(permission).map((need) => ({ need, prefixes }));
  });
}

/** The prefixes of the objects whose keys are used in this way. */
function prefixesUsing(granted: readonly GrantedNeed[], use: PermissionNeed["keys"]): string[] {
  return simplify(granted.flatMap(({ need, prefixes }) => (need.keys === use ? prefixes : [])));
}

function accessNeed(subject: Subject, need: PermissionNeed, prefixes: readonly string[]): Need {
  if (need.target === "objects") return s3Need(subject, "objects", need.verb, need, prefixes);
  // AWS has no condition key for the prefix of these actions.
  const covered = need.target === "bucket" ? prefixes.map(() => "") : prefixes;
  return s3Need(subject, "bucket", need.verb, need, simplify(covered));
}

/**
 * @param decrypt prefixes of the objects to decrypt
 * @param encrypt prefixes of the objects to encrypt
 */
function cryptoNeeds(
  subject: Subject,
  key: Key,
  decrypt: readonly string[],
  encrypt: readonly string[],
): Need[] {
  const both = decrypt.filter((prefix) => encrypt.includes(prefix));
  const without = (prefixes: readonly string[]) => prefixes.filter((prefix) => !both.includes(prefix));
  return [
    keyNeed(subject, key, "EncryptAndDecrypt", KMS_DECRYPT_AND_GENERATE_DATA_KEY, both),
    keyNeed(subject, key, "Decrypt", KMS_DECRYPT, without(decrypt)),
    keyNeed(subject, key, "Encrypt", KMS_GENERATE_DATA_KEY, without(encrypt)),
  ];
}

/** What a replication role needs on the bucket that it replicates from. */
function replicationReadNeeds(edges: readonly [Replication, ...Replication[]]): Need[] {
  const { role: principal, from: bucket } = edges[0];
  const bucketKeys = !edges.every(({ minimalKms }) => minimalKms);
  const subject: Subject = { principal, bucket, sentBy: "s3", bucketKeys };
  const prefixes = prefixesOf(edges);
  return [
    s3Need(subject, "bucket", "ReadConfiguration", REPLICATION_CONFIGURATION, [""]),
    s3Need(subject, "objects", "GetVersions", readOf(bucket), prefixes),
    ...keysOf(bucket).map((key) => keyNeed(subject, key, "Decrypt", KMS_DECRYPT, prefixes)),
    ...trailNeeds(subject, prefixes, "DecryptTrails", KMS_DECRYPT_TRAILS),
  ];
}

function readOf({ hasObjectLock }: Bucket): ActionSet {
  return hasObjectLock ? REPLICATION_READ_OF_LOCKED : REPLICATION_READ;
}

/**
 * What a replication role needs on a destination bucket. A replica keeps the encryption type of its source. If all source
 * objects use SSE-S3, so do the replicas, and the role needs no key.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html#bucket-encryption-replication
 */
function replicationWriteNeeds(edges: readonly [Replication, ...Replication[]]): Need[] {
  const { role: principal, from, to: bucket } = edges[0];
  const subject = { principal, bucket, sentBy: "s3" } as const;
  const prefixesWith = (isMeant: (edge: Replication) => boolean) => prefixesOf(edges.filter(isMeant));
  const withMarkers = prefixesWith(({ deleteMarkers }) => deleteMarkers);
  const without = notIn(
    withMarkers,
    prefixesWith(({ deleteMarkers }) => !deleteMarkers),
  );
  const alsoWithout = withMarkers.filter((prefix) => isCovered(prefix, without));
  const replicate = (actions: ActionSet, prefixes: readonly string[]) =>
    s3Need({ ...subject, bucketKeys: true }, "objects", "Replicate", actions, prefixes);
  return [
    replicate(REPLICATION_WRITE, without),
    replicate(REPLICATION_WRITE_WITH_DELETE_MARKERS, notIn(alsoWithout, withMarkers)),
    replicate(REPLICATION_OF_DELETE_MARKERS, alsoWithout),
    ...(keysOf(from).length > 0 ? replicaKeyNeeds(edges, subject) : []),
  ];
}

/**
 * What a replication role needs on the keys of the replicas. The key of a rule is for objects that a KMS key encrypts. An
 * unencrypted object takes the default encryption of the destination, whatever the rule says.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
function replicaKeyNeeds(
  edges: readonly Replication[],
  subject: Pick<Need, "principal" | "bucket" | "sentBy">,
): Need[] {
  const { bucket } = subject;
  const need = (key: Key, actions: ActionSet, prefixes: readonly string[], bucketKeys = true) =>
    keyNeed({ ...subject, bucketKeys }, key, "Encrypt", actions, prefixes);
  const prefixesUnder = (name: string | undefined) => {
    const rules = edges.filter(({ replicaKey }) => replicaKey?.name === name);
    const whole = prefixesOf(rules.filter(({ minimalKms }) => !minimalKms));
    const minimal = prefixesOf(rules.filter(({ minimalKms }) => minimalKms));
    return { whole, minimal: notIn(whole, minimal) };
  };
  const underDefault = (key: Key) => {
    const { whole, minimal } = prefixesUnder(undefined);
    const underOthers = edges.filter(({ replicaKey, minimalKms }) => replicaKey && !minimalKms);
    const unencrypted = notIn(whole, prefixesOf(underOthers));
    const encrypted = whole.filter((prefix) => isCovered(prefix, unencrypted));
    return [
      need(key, REPLICA_ENCRYPT, notIn(encrypted, whole)),
      need(key, REPLICA_ENCRYPT_ENCRYPTED, encrypted),
      need(key, REPLICA_OF_UNENCRYPTED, unencrypted),
      need(key, REPLICA_ENCRYPT_MINIMAL, minimal, false),
    ];
  };
  const underOther = (key: Key) => {
    const { whole, minimal } = prefixesUnder(key.name);
    return [need(key, REPLICA_ENCRYPT_ENCRYPTED, whole), need(key, REPLICA_ENCRYPT_MINIMAL, minimal, false)];
  };
  return [
    ...(bucket.key ? underDefault(bucket.key) : []),
    ...sortedByName(bucket.otherKeys).flatMap(underOther),
  ];
}

/** The prefixes that others do not cover: two rules can be for the same objects, with different tags. */
function notIn(others: readonly string[], prefixes: readonly string[]): string[] {
  return prefixes.filter((prefix) => !isCovered(prefix, others));
}

/** What who uses stored objects of a bucket also needs for logs of CloudTrail in it. */
function trailNeeds(subject: Subject, prefixes: readonly string[], verb: string, actions: ActionSet): Need[] {
  const { trails = [] } = subject.bucket;
  if (trails.length === 0 || prefixes.length === 0) return [];
  return keysOf(subject.bucket).map((key) => ({
    ...keyNeed(subject, key, verb, actions, [""]),
    trails,
  }));
}

/** Without spreads, which take many times as long. */
function s3Need(
  { principal, bucket, sentBy, bucketKeys }: Subject,
  target: "bucket" | "objects",
  verb: string,
  { actions, because, source }: ActionSet,
  prefixes: readonly string[],
): Need {
  return { principal, bucket, sentBy, bucketKeys, target, verb, actions, because, source, prefixes };
}

function keyNeed(
  { principal, bucket, sentBy, bucketKeys }: Subject,
  key: Key,
  verb: string,
  { actions, because, source }: ActionSet,
  prefixes: readonly string[],
): Need {
  const target = "key";
  return { principal, bucket, sentBy, bucketKeys, target, key, verb, actions, because, source, prefixes };
}

/** Every key that can encrypt objects of a bucket. The default key comes first. */
function keysOf({ key, otherKeys }: Bucket): Key[] {
  return [...(key ? [key] : []), ...sortedByName(otherKeys)];
}

function prefixesOf(edges: readonly { readonly prefix: string }[]): string[] {
  return simplify(edges.map(({ prefix }) => prefix));
}

type Named = { readonly name: string };

function sortedByName<T extends Named>(things: readonly T[]): T[] {
  return [...things].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Groups edges by the things that they connect, ordered by the names of these things. */
function groupByEnds<T>(edges: readonly T[], ends: (edge: T) => readonly Named[]): [T, ...T[]][] {
  if (edges.length < 2) return edges.map((edge) => [edge]);
  const groups = groupBy(edges, (edge) => JSON.stringify(ends(edge).map(({ name }) => name)));
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
