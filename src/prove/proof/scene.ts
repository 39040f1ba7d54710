import { isDeepStrictEqual } from "node:util";
import { accountOf, isAccountRoot, parseArn } from "../../aws/arn";
import type { Bucket, Estate, Key, OfferedPolicy, Principal } from "../../estate/estate";
import { Multimap } from "../multimap";
import { type Document, documentsOf } from "../iam/documents";
import { instanceOf, matches, pattern } from "../iam/wildcard";
import type { Authorization, CalledObject, Encryption } from "../catalogue/authorization";
import {
  type Actor,
  actorOf,
  administrator,
  ANYBODY,
  everything,
  MADE_UP,
  memberOf,
  principalActor,
  serviceActor,
  somebodyOf,
} from "./actor";
import {
  type AccessIntent,
  type Intents,
  type LimitIntent,
  type Offer,
  type ReplicationIntent,
  trustOf,
} from "./intents";
import type { Operation, Question } from "./operation";
import { UserError } from "../../messages/user-error";
import { isExceptedFrom, Limits } from "./limits";
import type { Keys } from "./networks";
import { trailsOf } from "./delivery-sources";
import { requiredTags, tagKeys, tagsInWords } from "./principal-tags";
import { memberKeys, membersOf } from "./organizations";
import { OBJECT, variablesIn } from "./prefix";
import { untaggedArn } from "../../aws/tagged-arn";
import { principalKeys } from "./principal-keys";
import { withKeys } from "../evaluator/context";
import { inheritedTags } from "./session-chains";
import { Questions } from "./questions";

/** The buckets, keys and people of the operations. */
export class Scene {
  private readonly buckets: ReadonlyMap<string, Bucket>;
  private readonly keys: ReadonlyMap<string, Key>;
  private readonly principals: ReadonlyMap<string, Principal>;
  private readonly otherKeys: Multimap<string, string>;
  private readonly accessByEnds: Multimap<string, AccessIntent>;
  /** Which accounts have access to which buckets as a whole. */
  private readonly delegations: ReadonlySet<string>;
  /** By what stands for those to whom their administrators can give it. */
  private readonly offers: ReadonlyMap<string, OfferedPolicy>;
  /** The roles of the replication rules, by the ARNs of both buckets: all rules of a bucket have one. */
  private readonly replicationRoles: ReadonlyMap<string, string>;
  /** The policy variables in the prefixes of each principal. */
  private readonly variables: Multimap<string, string>;
  /** The keys of the tags that callers pass when they assume a role. */
  private readonly sessionTags: ReadonlyMap<string, readonly string[]>;
  /** By the ARN of the bucket. */
  private readonly objects = new Map<string, Map<string, readonly CalledObject[]>>();
  private readonly actors = new Map<string, Actor>();
  private readonly asks = new Questions();
  private readonly limits: Limits;
  /** The trails that deliver to each bucket, as patterns of their ARNs. */
  private readonly trails: ReadonlyMap<string, readonly string[]>;
  private readonly logsByName = new Map<string, readonly CalledObject[]>();

  /** By the ARN of its bucket. */
  private readonly named: ReadonlyMap<string, NamedKey>;

  /** @param asked what a person asks about; a proof asks about everything that was granted */
  constructor(
    readonly intents: Intents,
    readonly estate: Estate,
    readonly asked: Asked = {},
  ) {
    this.named = asked.keys ?? new Map();
    this.buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
    this.keys = new Map(estate.keys.map((key) => [key.address, key]));
    this.principals = new Map(estate.principals.map((principal) => [principal.arn, principal]));
    this.offers = new Map(intents.offers.map((offer) => [offer.principalArn, offeredBy(offer, estate)]));
    this.replicationRoles = new Map(
      estate.replicationRules.map(({ source, destination, roleArn }) => [
        `${source.bucketArn} ${destination.bucketArn}`,
        roleArn,
      ]),
    );
    this.limits = new Limits(intents.limits, new Set(this.replicationRoles.values()));
    this.otherKeys = new Multimap(
      intents.otherKeys.map(({ bucketArn, keyAddress }) => [bucketArn, keyAddress]),
    );
    this.accessByEnds = new Multimap(intents.access.map((edge) => [endsOf(edge), edge]));
    this.delegations = new Set(
      intents.access
        .filter(({ principalArn }) => isAccountRoot(principalArn))
        .map(({ principalArn, bucketArn }) => `${accountOf(principalArn)} ${bucketArn}`),
    );
    this.variables = new Multimap(
      intents.access.flatMap(({ principalArn, prefix }) =>
        variablesIn(prefix).map((variable): [string, string] => [principalArn, variable]),
      ),
    );
    const { deliveries = [] } = intents;
    this.trails = new Map(deliveries.map(({ bucketArn }) => [bucketArn, trailsOf(bucketArn, deliveries)]));
    this.sessionTags = new Map(intents.trusts.map(({ roleArn, sessionTags = [] }) => [roleArn, sessionTags]));
  }

  operation(
    actor: Actor,
    title: string,
    on: readonly string[],
    authorizations: readonly Authorization[],
    { variant, expected = "allowed", explicitly, having }: OperationOptions = {},
  ): Operation {
    const questions = this.questions(actor, authorizations, having);
    return { title, variant, actor, on, questions, expected, ...(explicitly && { explicitly }) };
  }

  /** A question of an actor, created once for all who ask it. */
  questions(actor: Actor, authorizations: readonly Authorization[], having?: Keys): readonly Question[] {
    const all =
      having === undefined && this.limits.areNone
        ? authorizations
        : authorizations.map((each) => this.reached(actor, each, having));
    return this.asks.of(actor, all);
  }

  /** A request that the limits of its bucket let pass, apart from those that it meets only without `having`. */
  reached(actor: Actor, authorization: Authorization, having?: Keys): Authorization {
    return this.limits.reach(actor, authorization, having);
  }

  /** The limits of the bucket that a request is about, if it has some. */
  limitOf(authorization: Authorization): LimitIntent | undefined {
    return this.limits.of(authorization);
  }

  bucket(arn: string): Bucket {
    const bucket = this.buckets.get(arn);
    if (!bucket) throw new MissingFromEstate(`bucket ${arn}`);
    return bucket;
  }

  /** A new object: under the bucket's default key, with a Bucket Key if the bucket uses one, and without. */
  written(arn: string, name: string): readonly CalledObject[] {
    return this.objectsUnder(this.bucket(arn), [], name);
  }

  /** The key of the replicas that a rule makes of objects under SSE-KMS. */
  replicaKeyArn({ toArn, replicaKeyAddress, replicaKeyArn }: ReplicationIntent): string | undefined {
    return replicaKeyAddress === undefined
      ? (replicaKeyArn ?? this.bucket(toArn).encryption.keyArn)
      : this.keyArn(replicaKeyAddress);
  }

  /** New replicas of objects under SSE-KMS: with a Bucket Key, as their source or the bucket has it, and without. */
  replicas(edge: ReplicationIntent, name: string): readonly CalledObject[] {
    const bucket = this.bucket(edge.toArn);
    const keyArn = this.replicaKeyArn(edge);
    if (keyArn === undefined || keyArn === bucket.encryption.keyArn) return this.written(edge.toArn, name);
    return this.objectsUnder(bucket, [keyArn], name).filter(
      ({ encryption }) => encryption?.keyArn === keyArn,
    );
  }

  /** Objects that may exist: under any key of the bucket, because buckets are usually mixed. */
  stored(arn: string, name: string): readonly CalledObject[] {
    const others = this.otherKeys.get(arn).map((address) => this.keyArn(address));
    const objects = this.objectsUnder(this.bucket(arn), others, name);
    const trails = this.trails.get(arn) ?? [];
    return trails.length === 0 ? objects : [...objects, ...this.logs(objects, trails)];
  }

  /** Whether a bucket can have a log of a trail under a key. */
  canHaveLog(bucketArn: string, { keyArn, trail = "" }: Encryption): boolean {
    const trails = this.trails.get(bucketArn) ?? [];
    return (
      trails.some((each) => matches(pattern(each), trail)) &&
      this.stored(bucketArn, OBJECT).some(({ encryption }) => encryption?.keyArn === keyArn)
    );
  }

  /**
   * Logs of CloudTrail, whose encryption context also has the ARN of the trail. One page of AWS shows it together with the ARN
   * of the object, another one requires permission for the trail alone.
   * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-kms-works-with-cloudtrail.html
   * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  private logs(objects: readonly CalledObject[], trails: readonly string[]): readonly CalledObject[] {
    const [first] = objects;
    const { name = "" } = first ?? {};
    const id = `${first?.bucket.bucketArn} ${name}`;
    const before = this.logsByName.get(id);
    if (before) return before;
    const logs = objects.flatMap((object): CalledObject[] => {
      const { encryption } = object;
      if (!encryption || encryption.bucketKey) return [];
      return trails.flatMap((each): CalledObject[] => {
        const trail = instanceOf(each, MADE_UP);
        return [
          { ...object, encryption: { ...encryption, trail } },
          { ...object, encryption: { ...encryption, trail, isTrailOnly: true } },
        ];
      });
    });
    this.logsByName.set(id, logs);
    return logs;
  }

  /** The key of the object that an operation uses. */
  objectKey(bucketArn: string, prefix: string): string {
    return this.named.get(bucketArn)?.key || prefix + OBJECT;
  }

  /** What `aws s3 ls` lists. */
  listedPrefix(bucketArn: string, prefix: string): string {
    return this.named.get(bucketArn)?.key ?? prefix;
  }

  /** What a recursive command covers, and an object in it. */
  folder(bucketArn: string, prefix: string): Folder {
    return this.named.get(bucketArn)?.folder ?? { prefix, objectKey: prefix + OBJECT };
  }

  /** The key of an object and of its replica. */
  replicatedKey({ fromArn, toArn, prefix }: ReplicationIntent): string {
    return this.named.get(fromArn)?.key || this.objectKey(toArn, prefix);
  }

  /** Everything that a principal was granted on a bucket. */
  accessBetween(edge: AccessIntent): readonly AccessIntent[] {
    return this.accessByEnds.get(endsOf(edge));
  }

  /** The policy that administrators can give to roles and users of their choice. */
  documentOffered({ principalArn }: Offer): Document | undefined {
    const offered = this.offers.get(principalArn)?.document;
    return documentsOf(this.estate).find(({ kind, raw }) => kind === "offered" && raw === offered);
  }

  /** Whether the administrators of an account can pass on access to a bucket. */
  isDelegated(account: string, bucketArn: string): boolean {
    return this.delegations.has(`${account} ${bucketArn}`);
  }

  /** The actor of an access. For a whole account, a user with all the access that its administrators can pass on. */
  actor({ principalArn }: Pick<AccessIntent, "principalArn">): Actor {
    if (principalArn === ANYBODY.arn) return ANYBODY;
    return this.known(principalArn, () => {
      const principal = this.principals.get(principalArn);
      const members = membersOf(principalArn);
      const actor = principal
        ? principalActor(principal, this.estate)
        : members
          ? memberOf(principalArn, members, this.offers.get(principalArn))
          : isAccountRoot(untaggedArn(principalArn))
            ? somebodyOf(principalArn, this.offers.get(principalArn))
            : actorOf(principalArn);
      const sessionTags = this.sessionTags.get(principalArn) ?? [];
      const own = principalKeys(principal, this.variables.get(principalArn), [
        ...sessionTags,
        ...this.tagsPassedOn(principalArn),
      ]);
      const context = withKeys({ ...own, ...this.organizationOf(principalArn, own) }, actor.context ?? {});
      return { ...actor, context: withKeys(context, this.asked.context ?? {}) };
    });
  }

  /** Where a prefix contains the organization of a principal: the one that the buckets of its access are for. */
  private organizationOf(principalArn: string, own: Readonly<Record<string, string>>): typeof own {
    const key = Object.keys(own).find((name) => name.toLowerCase() === "aws:principalorgid");
    if (key === undefined) return {};
    const limits = this.intents.access.flatMap((edge) =>
      edge.principalArn === principalArn ? (this.limits.ofBucket(edge.bucketArn) ?? []) : [],
    );
    const [organization] = limits.flatMap((limit) =>
      isExceptedFrom(limit, principalArn) ? [] : (limit.organization ?? []),
    );
    return organization === undefined ? {} : { [key]: organization };
  }

  /** The actor of an access and, for several OUs of an organization, one in each. */
  members(edge: Pick<AccessIntent, "principalArn">): readonly Actor[] {
    const actor = this.actor(edge);
    const { organizationId = "", paths = [] } = membersOf(edge.principalArn) ?? {};
    const others = paths.slice(1).map((path) =>
      this.known(`${edge.principalArn} ${path}`, () => ({
        ...actor,
        name: `${actor.name}, the OU ${path}`,
        context: { ...actor.context, ...memberKeys({ organizationId, paths: [path] }, MADE_UP) },
      })),
    );
    return [actor, ...others];
  }

  /** A caller who assumes a role: one of the estate with its policies, or anyone else without limits in their account. */
  trusted(principal: string): Actor {
    if (this.principals.has(principal)) return this.actor({ principalArn: principal });
    return this.known(`trusted ${principal}`, () => {
      const arn = parseArn(principal);
      if (!arn) return serviceActor(principal);
      const { account: id, partition } = arn;
      return isAccountRoot(principal)
        ? this.administrator({ id, partition })
        : actorOf(principal, [everything(id)]);
    });
  }

  administrator(account: Parameters<typeof administrator>[0]): Actor {
    return this.known(`administrator ${account.partition} ${account.id}`, () => administrator(account));
  }

  /** The role that a replication rule names. */
  roleOf({ fromArn, toArn }: ReplicationIntent): Actor {
    const roleArn = this.replicationRoles.get(`${fromArn} ${toArn}`);
    if (roleArn === undefined) throw new MissingFromEstate(`replication rule from ${fromArn} to ${toArn}`);
    return this.actor({ principalArn: roleArn });
  }

  /** Creates each object once, so that operations on it share cached results. */
  private objectsUnder(
    { arn, account, region, encryption: { keyArn } }: Bucket,
    otherKeys: readonly string[],
    name: string,
  ): readonly CalledObject[] {
    const ofBucket = this.objects.get(arn) ?? new Map<string, readonly CalledObject[]>();
    this.objects.set(arn, ofBucket);
    const id = `${otherKeys.join(" ")} ${name}`;
    const before = ofBucket.get(id);
    if (before) return before;
    const bucket = { bucketArn: arn, account: account.id, region };
    const keyArns = keyArn === undefined ? otherKeys : [keyArn, ...otherKeys];
    const objects = [
      ...(keyArn === undefined ? [{ bucket, name }] : []),
      ...keyArns.flatMap((key) =>
        [false, true].map((bucketKey) => ({ bucket, name, encryption: { keyArn: key, bucketKey } })),
      ),
    ];
    ofBucket.set(id, objects);
    return objects;
  }

  private known(id: string, make: () => Actor): Actor {
    const before = this.actors.get(id);
    if (before) return before;
    const actor = make();
    this.actors.set(id, actor);
    return actor;
  }

  /** Not of the services that assume the role itself: its trust policy says whether these tag its sessions. */
  private tagsPassedOn(roleArn: string): string[] {
    const { trusted = [] } = trustOf(roleArn, this.intents) ?? {};
    return trusted
      .filter((principal) => principal.startsWith("arn:") && principal !== roleArn)
      .flatMap((principal) => inheritedTags(principal, this.intents));
  }

  private keyArn(address: string): string {
    const key = this.keys.get(address);
    if (!key) throw new MissingFromEstate(`key ${address}`);
    return key.arn;
  }
}

interface OperationOptions extends Partial<Pick<Operation, "variant" | "expected" | "explicitly">> {
  /** Condition keys of its requests, instead of those that let them pass the limits of their bucket. */
  readonly having?: Keys;
}

/** What a person asks about. */
export interface Asked {
  /** By the ARN of the bucket. @default - any object that the principal has access to */
  readonly keys?: ReadonlyMap<string, NamedKey>;
  /** What is known about the request. @default - made up from what the policies check */
  readonly context?: Readonly<Record<string, string>>;
}

/** What a person asks about in a bucket. */
export interface NamedKey {
  /** The key of an object, or what `aws s3 ls` lists; empty for the whole bucket. */
  readonly key: string;
  /** The same as a folder. */
  readonly folder: Folder;
}

/** What a recursive command covers. */
export interface Folder {
  /** What the keys in it begin with. */
  readonly prefix: string;
  /** The key of an object in it. */
  readonly objectKey: string;
}

function endsOf({ principalArn, bucketArn }: AccessIntent): string {
  return `${principalArn} ${bucketArn}`;
}

/**
 * Each object that is copied, with what it becomes. What a copy needs from one key does not depend on the other, so it
 * is enough if each object of either side is in a pair.
 */
export function pairs(
  from: readonly CalledObject[],
  to: readonly CalledObject[],
): [CalledObject, CalledObject][] {
  if (from.length === 0 || to.length === 0) return [];
  const count = Math.max(from.length, to.length);
  return Array.from({ length: count }, (_, index): [CalledObject, CalledObject] => [
    from[index % from.length] as CalledObject,
    to[index % to.length] as CalledObject,
  ]);
}

/** In a hand-over, each policy says for which tags it is. */
function offeredBy({ principalArn, address }: Offer, { offeredPolicies }: Estate): OfferedPolicy {
  const tags = requiredTags(principalArn);
  const offered = offeredPolicies.find(
    (policy) =>
      policy.address === address &&
      (policy.principalTags === undefined || isDeepStrictEqual(tagKeys(policy.principalTags), tags)),
  );
  const isTagged = Object.keys(tags).length > 0;
  if (!offered)
    throw new MissingFromEstate(address + (isTagged ? ` for roles and users${tagsInWords(tags)}` : ""));
  return offered;
}

/** Something was asked for that the Terraform does not create. */
export class MissingFromEstate extends UserError {
  override readonly name = "MissingFromEstate";

  constructor(what: string) {
    super(`the Terraform has no ${what}, which was asked for`);
  }
}
