import { parseArn } from "../../aws/arn";
import type { Account, Bucket, Estate, Key } from "../../estate/estate";
import { BoundedCache } from "../bounded-cache";
import { type Authorization, TLS } from "../catalogue/authorization";
import { TRAIL_CONTEXT } from "../catalogue/deliveries";
import { distinct } from "../distinct";
import { lowerCase } from "../iam/condition-line";
import type { Statement } from "../iam/statement";
import { isPattern } from "../iam/wildcard";
import { Multimap } from "../multimap";
import type { Intents } from "../proof/intents";
import { type Actor, STRANGE_ACCOUNT } from "../proof/actor";
import { OBJECT, prefixFor } from "../proof/prefix";
import type { Scene } from "../proof/scene";
import { bucketOf, ELSEWHERE, instance } from "./pattern";

type Context = Authorization["context"];

/** The resources that the sweep asks about: all in the estate that a pattern can match, and one outside. */
export class Inventory {
  /** Each once, with one of its regions. */
  private readonly accounts: readonly Account[];
  private readonly buckets: ReadonlyMap<string, Bucket>;
  private readonly keys: ReadonlyMap<string, Key>;
  private readonly prefixes: Multimap<string, string>;
  /** The prefixes of each principal, as they were asked for. */
  private readonly granted: Multimap<string, string>;
  /** One in each region. */
  private readonly keysOfStrangers: readonly string[];
  /** The buckets with objects under a key, by the key's ARN. */
  private readonly users: Multimap<string, Bucket>;

  constructor(scene: Scene) {
    const { estate, intents } = scene;
    this.accounts = [...new Map(estate.accounts.map((account) => [account.id, account])).values()];
    this.buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
    this.keys = new Map(estate.keys.map((key) => [key.arn, key]));
    this.prefixes = new Multimap(prefixesOf(intents, scene));
    this.granted = new Multimap(intents.access.map(({ principalArn, prefix }) => [principalArn, prefix]));
    this.keysOfStrangers = distinct(estate.accounts.map((account) => keyElsewhere(account, STRANGE_ACCOUNT)));
    this.users = new Multimap(usersOf(estate, intents));
  }

  /** The account of a bucket in the estate. Another bucket can belong to any account. */
  ownersOf(bucketArn: string): readonly string[] {
    const bucket = this.buckets.get(bucketArn);
    return bucket ? [bucket.account.id] : this.accounts.map(({ id }) => id);
  }

  bucketsLike(patterns: readonly string[]): string[] {
    return distinct(
      patterns.flatMap((pattern) => {
        const bucket = bucketOf(pattern);
        if (bucket !== undefined) return bucket === pattern ? [bucket] : [];
        return [...this.buckets.keys(), `arn:aws:s3:::${ELSEWHERE}`, ...instances(pattern)];
      }),
    ).filter((arn) => /^arn:[\w-]+:s3:::[^/]+$/.test(arn));
  }

  /** Existing objects, under each prefix that was granted; and one outside. */
  objectsLike(patterns: readonly string[]): string[] {
    return distinct(
      patterns.flatMap((pattern) => {
        const bucket = bucketOf(pattern);
        if (bucket === pattern) return [];
        if (bucket === undefined) {
          const buckets = [...this.buckets.keys(), `arn:aws:s3:::${ELSEWHERE}`];
          return [
            ...buckets.flatMap((arn) => [...this.objectsIn(arn), `${arn}/${ELSEWHERE}`]),
            ...instances(pattern),
          ];
        }
        const start = pattern.slice(0, -1);
        const known = this.objectsIn(bucket);
        return [
          ...(isPattern(start) ? known : known.filter((arn) => arn.startsWith(start))),
          instance(pattern, ELSEWHERE),
        ];
      }),
    ).filter((arn) => /^arn:[\w-]+:s3:::[^/]+\//.test(arn));
  }

  keysLike(patterns: readonly string[]): string[] {
    return distinct(
      patterns.flatMap((pattern) => {
        if (!isPattern(pattern)) return [pattern];
        const others = this.accounts.map((account) => keyElsewhere(account, account.id));
        return [...this.keys.keys(), ...others, ...this.keysOfStrangers, ...instances(pattern)];
      }),
    ).filter((arn) => /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\//.test(arn));
  }

  private objectsIn(bucketArn: string): string[] {
    return this.prefixes.get(bucketArn).map((prefix) => `${bucketArn}/${prefix}${OBJECT}`);
  }

  /** The text of all prefixes of an actor. */
  prefixesFor({ arn }: Actor): string {
    return this.granted.get(arn).join(" ");
  }

  /** For a listing. A request can omit the prefix, and conditions that a statement does not have make no difference. */
  listingContexts(bucketArn: string, statement: Statement): Context[] {
    const patterns = conditionValues(statement, "s3:prefix");
    if (patterns.length === 0) return [TLS];
    const named = patterns.map((value) => instance(value, ELSEWHERE));
    const prefixes = distinct(["", ...this.prefixes.get(bucketArn), `${ELSEWHERE}/`, ...named]);
    return [TLS, ...prefixes.map((prefix) => ({ ...TLS, "s3:prefix": prefix }))];
  }

  /**
   * The ways to ask KMS to use a key: by S3 for what the statement is about, for what is under the key and for what is
   * not; by S3 in another region and by another service, unless the statement names its services; and directly.
   */
  keyContexts(keyArn: string, statement: Statement): Context[] {
    const { region = "" } = parseArn(keyArn) ?? {};
    const s3 = `s3.${region}.amazonaws.com`;
    const elsewhere = `arn:aws:s3:::${ELSEWHERE}`;
    const meant = conditionValues(statement, ENCRYPTION_CONTEXT).map((value) => instance(value, ELSEWHERE));
    const users = this.users.get(keyArn).flatMap(({ arn }) => [arn, ...this.objectsIn(arn)]);
    const encrypted = distinct([...meant, ...users, elsewhere]);
    const others = meant.length > 0 ? distinct(meant) : [elsewhere];
    const services = conditionValues(statement, "kms:ViaService").map((value) => instance(value, ELSEWHERE));
    const isNamed = services.length > 0 && isPositive(statement, "kms:ViaService");
    const strange = isNamed ? [] : [`s3.${OTHER_REGION}.amazonaws.com`, `ec2.${region}.amazonaws.com`];
    const trails = conditionValues(statement, TRAIL_CONTEXT).map((value) => instance(value, ELSEWHERE));
    const contexts = [
      ...trails.flatMap((trail) =>
        [TLS, through(s3), encrypting(elsewhere, s3), through(`ec2.${region}.amazonaws.com`)].map((each) => ({
          ...each,
          [TRAIL_CONTEXT]: trail,
        })),
      ),
      TLS,
      through(s3),
      ...others.map((arn) => ({ ...TLS, "kms:EncryptionContext:aws:s3:arn": arn })),
      ...encrypted.map((arn) => encrypting(arn, s3)),
      ...distinct([...services, ...strange])
        .filter((service) => service !== s3)
        .flatMap((service) => others.map((arn) => encrypting(arn, service))),
    ];
    const aliases = this.possibleAliases(keyArn, statement);
    return aliases.length === 0
      ? contexts
      : contexts.flatMap((each) => aliases.map((alias): Context => ({ ...each, [ALIASES]: alias })));
  }

  /** Those that a statement asks for and a key outside the estate can have. An account has each alias once in a region. */
  private possibleAliases(keyArn: string, statement: Statement): string[] {
    if (this.keys.has(keyArn)) return [];
    const place = placeOf(keyArn);
    const taken = [...this.keys.values()]
      .filter(({ arn }) => placeOf(arn) === place)
      .flatMap(({ aliases }) => aliases.map(({ name }) => name));
    return conditionValues(statement, ALIASES)
      .map((value) => instance(value, ELSEWHERE))
      .filter((alias) => !taken.includes(alias));
  }
}

function keyElsewhere({ partition, region }: Account, id: string): string {
  return `arn:${partition}:kms:${region}:${id}:key/${ELSEWHERE}`;
}

const ALIASES = "kms:ResourceAliases";

/** The account and the region of a key. */
function placeOf(keyArn: string): string {
  const { account = "", region = "" } = parseArn(keyArn) ?? {};
  return `${account} ${region}`;
}

export const ENCRYPTION_CONTEXT = "kms:EncryptionContext:aws:s3:arn";

/** The context with which a service asks KMS. */
function encrypting(arn: string, service: string): Context {
  return { ...through(service), [ENCRYPTION_CONTEXT]: arn };
}

const throughServices = new BoundedCache((service: string): Context => ({
  ...TLS,
  "kms:ViaService": service,
}));

function through(service: string): Context {
  return throughServices.of(service);
}

/** A region where the estate has no bucket. */
const OTHER_REGION = "af-south-1";

/** The values that a statement compares a condition key with, for any operator. */
export function conditionValues({ conditions }: Statement, key: string): readonly string[] {
  const wanted = lowerCase(key);
  const lines = conditions.filter(({ lowerKey }) => lowerKey === wanted);
  return lines.length < 2 ? (lines[0]?.values ?? []) : lines.flatMap(({ values }) => values);
}

/** Whether a statement only applies to the values that it compares a key with. */
function isPositive({ conditions }: Statement, key: string): boolean {
  const wanted = lowerCase(key);
  return conditions.some(
    ({ lowerKey, operator }) =>
      lowerKey === wanted && /^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/.test(operator),
  );
}

/** One value for a bucket or a first level of objects, and one that is deeper. */
function instances(pattern: string): string[] {
  if (!isPattern(pattern)) return [pattern];
  return [ELSEWHERE, `${ELSEWHERE}/${ELSEWHERE}`].map((any) => instance(pattern, any));
}

function prefixesOf({ access, replications, deliveries = [] }: Intents, scene: Scene): [string, string][] {
  return [
    ...access.map((edge): [string, string] => [edge.bucketArn, prefixFor(edge.prefix, scene.actor(edge))]),
    ...deliveries.map(({ bucketArn, prefix }): [string, string] => [bucketArn, prefix]),
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
