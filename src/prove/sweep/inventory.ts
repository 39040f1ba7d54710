import type { Account, Bucket, Estate, Key } from "../../estate/estate";
import type { OneOrMore, RawStatement } from "../../estate/policy-document";
import type { Authorization } from "../catalogue/authorization";
import { Multimap } from "../multimap";
import type { Intents } from "../proof/intents";
import { prefixFor } from "../proof/prefix";
import { OBJECT, type Scene } from "../proof/scene";
import { bucketOf, ELSEWHERE, instance, isLiteral } from "./pattern";

type Context = Authorization["context"];

/** What can be asked about: everything in the estate that a pattern may match, and something that is not in it. */
export class Inventory {
  /** Each once, with one of its regions. */
  private readonly accounts: readonly Account[];
  private readonly buckets: ReadonlyMap<string, Bucket>;
  private readonly keys: ReadonlyMap<string, Key>;
  private readonly prefixes: Multimap<string, string>;
  /** The buckets whose objects are under a key, by the key's ARN. */
  private readonly users: Multimap<string, Bucket>;

  constructor(scene: Scene) {
    const { estate, intents } = scene;
    this.accounts = [...new Map(estate.accounts.map((account) => [account.id, account])).values()];
    this.buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
    this.keys = new Map(estate.keys.map((key) => [key.arn, key]));
    this.prefixes = new Multimap(prefixesOf(intents, scene));
    this.users = new Multimap(usersOf(estate, intents));
  }

  /** The account of a bucket of the estate; of another, any of the accounts may be. */
  ownersOf(bucketArn: string): readonly string[] {
    const bucket = this.buckets.get(bucketArn);
    return bucket ? [bucket.account.id] : this.accounts.map(({ id }) => id);
  }

  bucketsLike(patterns: readonly string[]): string[] {
    return unique(
      patterns.flatMap((pattern) => {
        const bucket = bucketOf(pattern);
        if (bucket !== undefined) return bucket === pattern ? [bucket] : [];
        return [...this.buckets.keys(), `arn:aws:s3:::${ELSEWHERE}`, ...instances(pattern)];
      }),
    ).filter((arn) => /^arn:[\w-]+:s3:::[^/]+$/.test(arn));
  }

  objectsLike(patterns: readonly string[]): string[] {
    return unique(
      patterns.flatMap((pattern) => {
        const bucket = bucketOf(pattern);
        if (bucket === pattern) return [];
        const buckets =
          bucket === undefined ? [...this.buckets.keys(), `arn:aws:s3:::${ELSEWHERE}`] : [bucket];
        return [...buckets.flatMap((arn) => this.objectsIn(arn)), ...instances(pattern)];
      }),
    ).filter((arn) => /^arn:[\w-]+:s3:::[^/]+\//.test(arn));
  }

  keysLike(patterns: readonly string[]): string[] {
    return unique(
      patterns.flatMap((pattern) => {
        if (isLiteral(pattern)) return [pattern];
        const others = this.accounts.map(
          ({ id, partition, region }) => `arn:${partition}:kms:${region}:${id}:key/${ELSEWHERE}`,
        );
        return [...this.keys.keys(), ...others, ...instances(pattern)];
      }),
    ).filter((arn) => /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\//.test(arn));
  }

  /** Under each prefix that anybody was given, and outside of them. */
  objectsIn(bucketArn: string): string[] {
    return unique([...this.prefixes.get(bucketArn), `${ELSEWHERE}/`]).map(
      (prefix) => `${bucketArn}/${prefix}${OBJECT}`,
    );
  }

  /** Of a listing; absent where the request names none. */
  listingContexts(bucketArn: string, statement: RawStatement): Context[] {
    const named = conditionValues(statement, "s3:prefix").flatMap((value) => instance(value, ELSEWHERE));
    const prefixes = unique(["", ...this.prefixes.get(bucketArn), `${ELSEWHERE}/`, ...named]);
    return [TLS, ...prefixes.map((prefix) => ({ ...TLS, "s3:prefix": prefix }))];
  }

  /**
   * How KMS may be asked to use a key: by S3 for what is under the key and for what is not, in the key's region and in
   * another, by another service, and directly.
   */
  keyContexts(keyArn: string, statement: RawStatement): Context[] {
    const [, , , region = ""] = keyArn.split(":");
    const patterns = conditionValues(statement, ENCRYPTION_CONTEXT);
    const buckets = unique([
      ...patterns.flatMap((pattern) => bucketOf(pattern) ?? []),
      ...this.users.get(keyArn).map(({ arn }) => arn),
      `arn:aws:s3:::${ELSEWHERE}`,
    ]);
    // What the statement itself is about, for another service must not do even that.
    const [typical = ""] = buckets;
    const meant =
      patterns.length > 0 ? unique(patterns.map((pattern) => instance(pattern, ELSEWHERE))) : [typical];
    const encrypted = unique([
      ...buckets.flatMap((arn) => [arn, ...this.objectsIn(arn)]),
      ...patterns.flatMap(instances),
    ]);
    const services = unique([
      `s3.${OTHER_REGION}.amazonaws.com`,
      `ec2.${region}.amazonaws.com`,
      ...conditionValues(statement, "kms:ViaService").map((value) => instance(value, ELSEWHERE)),
    ]);
    const s3 = `s3.${region}.amazonaws.com`;
    return [
      TLS,
      { ...TLS, "kms:ViaService": s3 },
      ...meant.map((arn) => ({ ...TLS, [ENCRYPTION_CONTEXT]: arn })),
      ...encrypted.map((arn) => ({ ...TLS, "kms:ViaService": s3, [ENCRYPTION_CONTEXT]: arn })),
      ...services
        .filter((service) => service !== s3)
        .flatMap((service) =>
          meant.map((arn) => ({ ...TLS, "kms:ViaService": service, [ENCRYPTION_CONTEXT]: arn })),
        ),
    ];
  }
}

export const TLS: Context = { "aws:SecureTransport": "true" };
export const ENCRYPTION_CONTEXT = "kms:EncryptionContext:aws:s3:arn";

/** Where nobody here has a bucket. */
const OTHER_REGION = "af-south-1";

/** What a statement compares a condition key with, by whatever operator. */
export function conditionValues({ Condition = {} }: RawStatement, key: string): string[] {
  return Object.values(Condition).flatMap((keys) =>
    Object.entries(keys).flatMap(([name, value]: [string, OneOrMore]) =>
      name.toLowerCase() === key.toLowerCase() ? [value].flat() : [],
    ),
  );
}

/** One that is a bucket or a first level of objects, and one that is deeper. */
function instances(pattern: string): string[] {
  if (isLiteral(pattern)) return [pattern];
  return [ELSEWHERE, `${ELSEWHERE}/${ELSEWHERE}`].map((any) => instance(pattern, any));
}

function prefixesOf({ access, replications }: Intents, scene: Scene): [string, string][] {
  return [
    ...access.map((edge): [string, string] => [edge.bucketArn, prefixFor(edge.prefix, scene.actor(edge))]),
    ...replications.flatMap(({ fromArn, toArn, prefix }): [string, string][] => [
      [fromArn, prefix],
      [toArn, prefix],
    ]),
  ];
}

function usersOf({ buckets, keys }: Estate, { otherKeys }: Intents): [string, Bucket][] {
  const bucketOfArn = new Map(buckets.map((bucket) => [bucket.arn, bucket]));
  const keyOfAddress = new Map(keys.map((key) => [key.address, key]));
  return [
    ...buckets.flatMap((bucket): [string, Bucket][] =>
      bucket.encryption.keyArn === undefined ? [] : [[bucket.encryption.keyArn, bucket]],
    ),
    ...otherKeys.flatMap(({ bucketArn, keyAddress }): [string, Bucket][] => {
      const [bucket, key] = [bucketOfArn.get(bucketArn), keyOfAddress.get(keyAddress)];
      return bucket && key ? [[key.arn, bucket]] : [];
    }),
  ];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
