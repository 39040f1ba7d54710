/**
 * Which principals any policy connects with which buckets, and the objects that these policies single out. Literal names are
 * looked up, so that the work grows with the policies, and not with principals times buckets.
 */
import { accountOf, nameOf, parseArn } from "../../aws/arn";
import type { Bucket, Estate, Principal } from "../../estate/estate";
import { distinct } from "../distinct";
import { type DocumentStatement, identityPoliciesOf, resourcePoliciesOf } from "../iam/documents";
import type { Statement } from "../iam/statement";
import { isPattern, matches, pattern, withoutVariables } from "../iam/wildcard";
import { Multimap } from "../multimap";
import { isRoleUserOrPermissionSet, permissionSetMeant } from "../proof/permission-sets";
import { BucketKeys } from "./bucket-keys";
import { isWithin, organizationsOf } from "./organizations";
import { isForTagsOf, teamsOf } from "./teams";
import { names } from "../proof/superfluous-principals";

/** A principal and a bucket. */
export interface Link {
  /** The ARN of the principal. */
  readonly principalArn: string;
  readonly bucket: Bucket;
  /** Patterns of the objects' keys, as the policies write them. */
  readonly objects: readonly string[];
}

export function linksOf(estate: Estate): Link[] {
  const buckets = new BucketIndex(estate.buckets);
  const named = new NamedInBuckets(estate);
  const denials = new Map(estate.principals.map((principal) => [principal.arn, denialsOf(principal)]));
  const found = new Map<string, { principalArn: string; bucket: Bucket; objects: Set<string> }>();
  const link = (principalArn: string, bucket: Bucket, objects: readonly string[]) => {
    const id = `${principalArn} ${bucket.arn}`;
    const before = found.get(id);
    const each = before ?? { principalArn, bucket, objects: new Set<string>() };
    for (const object of objects) each.objects.add(object);
    if (!before) found.set(id, each);
  };
  for (const principal of estate.principals.filter(({ arn }) => isRoleUserOrPermissionSet(arn)))
    for (const { statements } of identityPoliciesOf(principal))
      for (const statement of statements)
        for (const { bucket, objects } of buckets.meantBy(statement, principal))
          link(principal.arn, bucket, objects);
  for (const { bucket, statement, principalArns } of named.grants)
    for (const arn of principalArns) link(arn, bucket, objectsIn(statement, bucket));
  // What a bucket policy says to a principal's whole account counts once the principal has a policy about the bucket.
  for (const each of found.values())
    for (const statement of named.toAccounts(each.bucket))
      if (isFor(statement, each.principalArn))
        for (const object of objectsIn(statement, each.bucket)) each.objects.add(object);
  const contexts = new EncryptionContexts(estate);
  for (const each of found.values())
    for (const object of contexts.objectsOf(each))
      if (each.objects.size === 0 || [...each.objects].some((wide) => matches(pattern(wide), object)))
        each.objects.add(object);
  // What a Deny leaves out has an answer of its own.
  for (const each of found.values())
    for (const statement of [...named.denials(each.bucket), ...(denials.get(each.principalArn) ?? [])])
      for (const object of deniedIn(statement, each.bucket)) each.objects.add(object);
  return [...found.values()]
    .map(({ objects, ...rest }) => ({ ...rest, objects: objects.size > 0 ? [...objects] : ["*"] }))
    .sort((a, b) => order(a.principalArn, b.principalArn) || order(a.bucket.name, b.bucket.name));
}

function denialsOf(principal: Principal): DocumentStatement[] {
  return identityPoliciesOf(principal)
    .flatMap(({ statements }) => statements)
    .filter(({ effect }) => effect === "Deny");
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function isFor(statement: Statement, arn: string): boolean {
  const { principals, requiredPrincipals } = statement;
  const account = accountOf(arn);
  if (!isForTagsOf(arn, statement)) return false;
  if (!principals.everyone && !principals.accounts.includes(account ?? "")) return false;
  return requiredPrincipals?.some((each) => names(each, { arn, account })) ?? true;
}

/** A bucket, and the objects that a statement is about. */
interface Meant {
  readonly bucket: Bucket;
  readonly objects: readonly string[];
}

/** Finds buckets by the resources of statements. */
class BucketIndex {
  private readonly byName: ReadonlyMap<string, Bucket>;
  private readonly byPattern = new Map<string, readonly Bucket[]>();

  constructor(private readonly buckets: readonly Bucket[]) {
    this.byName = new Map(buckets.map((bucket) => [bucket.name, bucket]));
  }

  /** The buckets of an Allow in a principal's policy. A mere `*` means those of its own account. */
  meantBy(statement: DocumentStatement, { account }: Principal): Meant[] {
    if (statement.effect === "Deny" || !isAboutS3(statement)) return [];
    const listed = listedIn(statement);
    return aboutResources(statement).flatMap((resource) => {
      const { object } = partsOf(resource) ?? {};
      const objects = object === undefined ? listed : [object, ...listed];
      return this.named(resource, account.id).map((bucket) => ({ bucket, objects }));
    });
  }

  private named(resource: string, account: string): readonly Bucket[] {
    const name = partsOf(resource)?.bucket;
    if (name === undefined) return [];
    const own = this.byName.get(name);
    if (own) return [own];
    if (!isPattern(name)) return [];
    const known = this.byPattern.get(name) ?? this.matching(name);
    this.byPattern.set(name, known);
    return /^[*?]+$/.test(name) ? known.filter((bucket) => bucket.account.id === account) : known;
  }

  private matching(name: string): readonly Bucket[] {
    const tokens = pattern(withoutVariables(name));
    return this.buckets.filter((bucket) => matches(tokens, bucket.name));
  }
}

function isAboutS3({ actions, notActions }: Statement): boolean {
  return notActions.length > 0 || actions.some((action) => /^(s3:|\*)/i.test(action));
}

/** The patterns for keys of a bucket in the resources and the listed prefixes of a statement. */
export function objectsIn(statement: Statement, bucket: Bucket): string[] {
  const objects = aboutResources(statement).flatMap((resource) => objectIn(resource, bucket) ?? []);
  return [...objects, ...listedIn(statement)];
}

/** The patterns for keys of a bucket that a Deny names or leaves out, apart from that for all. */
function deniedIn(statement: Statement, bucket: Bucket): string[] {
  return [...statement.resources, ...statement.notResources].flatMap((resource) => {
    const object = objectIn(resource, bucket);
    return object === undefined || object === "*" ? [] : [object];
  });
}

/** The pattern for keys in a resource of a policy, if it is about the bucket. */
function objectIn(resource: string, bucket: Bucket): string | undefined {
  const parts = partsOf(resource);
  if (parts?.object === undefined) return undefined;
  const isThis =
    parts.bucket === bucket.name || matches(pattern(withoutVariables(parts.bucket)), bucket.name);
  return isThis ? parts.object : undefined;
}

function aboutResources({ resources, notResources }: Statement): readonly string[] {
  return notResources.length > 0 ? ["*"] : resources;
}

function listedIn({ requirements }: Statement): string[] {
  return requirements
    .filter(({ lowerKey }) => lowerKey === "s3:prefix")
    .flatMap(({ values }) => values)
    .map((value) => (value.endsWith("*") ? value : `${value}*`));
}

/** The bucket and the objects of a resource in a policy; no objects if it is a bucket. */
function partsOf(resource: string): { readonly bucket: string; readonly object?: string } | undefined {
  if (resource === "*") return { bucket: "*", object: "*" };
  const { service = "", region, account, resource: path = "" } = parseArn(resource) ?? {};
  if (service !== "s3" || (region !== "" && region !== "*") || (account !== "" && account !== "*"))
    return undefined;
  const slash = path.indexOf("/");
  // The key of an object is never empty.
  if (slash >= 0 && slash === path.length - 1) return { bucket: path.slice(0, slash) };
  if (slash >= 0) return { bucket: path.slice(0, slash), object: path.slice(slash + 1) };
  return path.endsWith("*") ? { bucket: path, object: "*" } : { bucket: path };
}

/** What bucket policies allow, and to whom. */
class NamedInBuckets {
  /** Those that name roles and users, and other accounts, whose administrators then decide. */
  readonly grants: { bucket: Bucket; statement: DocumentStatement; principalArns: readonly string[] }[] = [];
  private readonly ofAccounts = new Multimap<Bucket, DocumentStatement>();
  private readonly denying = new Multimap<Bucket, DocumentStatement>();
  private readonly sessions: ReadonlyMap<string, string>;

  constructor(private readonly estate: Estate) {
    this.sessions = new Map(
      estate.principals.map(({ arn, account, name }) => [`${account.id} ${name}`, arn]),
    );
    const inKeys = organizationsInKeys(estate);
    for (const { document } of resourcePoliciesOf(estate)) {
      if (!document?.bucket) continue;
      const { bucket } = document;
      for (const statement of document.statements) {
        if (statement.effect === "Deny") {
          this.denying.add(bucket, statement);
          continue;
        }
        const { principals, requiredPrincipals } = statement;
        if (principals.everyone || principals.accounts.length > 0) this.ofAccounts.add(bucket, statement);
        const partition = bucket.account.partition;
        const outside = principals.accounts
          .filter((account) => account !== bucket.account.id && requiredPrincipals === undefined)
          .flatMap((account) => teamsOf(`arn:${partition}:iam::${account}:root`, statement));
        const organizations = organizationsOf(statement, partition);
        const principalArns = [
          ...this.arnsOf(statement),
          ...outside,
          ...organizations,
          ...inKeys(bucket).filter((arn) => organizations.some((wide) => isWithin(arn, wide))),
        ];
        this.grants.push({ bucket, statement, principalArns });
      }
    }
  }

  toAccounts(bucket: Bucket): readonly DocumentStatement[] {
    return this.ofAccounts.get(bucket);
  }

  denials(bucket: Bucket): readonly DocumentStatement[] {
    return this.denying.get(bucket);
  }

  /** The roles and users that a statement singles out. */
  private arnsOf({ principals, requiredPrincipals = [] }: Statement): readonly string[] {
    const required = requiredPrincipals.flatMap((text) => {
      if (!isPattern(text)) return [text];
      const tokens = pattern(withoutVariables(text));
      const known = this.estate.principals.map(({ arn }) => arn).filter((arn) => matches(tokens, arn));
      // A state has no roles of IAM Identity Center, but its policies name them by a pattern.
      return permissionSetMeant(text) ? [text, ...known] : known;
    });
    const arns = [...principals.arns, ...required].map((arn) => this.roleOf(arn));
    return distinct(arns.filter((arn) => isRoleUserOrPermissionSet(arn) && !arn.includes("$")));
  }

  /** The role of a session. */
  private roleOf(arn: string): string {
    const { partition, account, resource = "" } = parseArn(arn) ?? {};
    const [, name = ""] = /^assumed-role\/([^/]+)\//.exec(resource) ?? [];
    if (name === "") return arn;
    return this.sessions.get(`${account} ${name}`) ?? `arn:${partition}:iam::${account}:role/${nameOf(name)}`;
  }
}

/**
 * The objects that policies single out by the encryption context, which is the ARN of the object unless there is a Bucket Key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
class EncryptionContexts {
  private readonly keys: BucketKeys;
  private readonly ofKeys: ReadonlyMap<string, readonly Statement[]>;
  private readonly ofPrincipals: ReadonlyMap<string, readonly Statement[]>;

  constructor(estate: Estate) {
    this.keys = new BucketKeys(estate);
    this.ofKeys = new Map(
      resourcePoliciesOf(estate)
        .filter(({ kind }) => kind === "key")
        .map(({ arn, document }) => [arn, (document?.statements ?? []).filter(comparesContext)]),
    );
    this.ofPrincipals = new Map(
      estate.principals.map((principal) => [
        principal.arn,
        identityPoliciesOf(principal)
          .flatMap(({ statements }) => statements)
          .filter(comparesContext),
      ]),
    );
  }

  objectsOf({ principalArn, bucket }: Pick<Link, "principalArn" | "bucket">): readonly string[] {
    const encryption = this.keys.encryptionOf(bucket);
    if (!encryption || encryption.bucketKey) return [];
    const ofKey = (this.ofKeys.get(encryption.keyArn) ?? []).filter(
      (statement) => statement.principals.arns.includes(principalArn) || isFor(statement, principalArn),
    );
    return [...ofKey, ...(this.ofPrincipals.get(principalArn) ?? [])]
      .flatMap(({ conditions }) => conditions.filter(({ lowerKey }) => lowerKey === CONTEXT))
      .flatMap(({ values }) => values.flatMap((value) => objectIn(value, bucket) ?? []))
      .filter((object) => object !== "*");
  }
}

const CONTEXT = "kms:encryptioncontext:aws:s3:arn";

function comparesContext({ conditions }: Statement): boolean {
  return conditions.some(({ lowerKey }) => lowerKey === CONTEXT);
}

/** The organizations, and the OUs and teams of them, that the key policy of a bucket lets in. */
function organizationsInKeys(estate: Estate): (bucket: Bucket) => readonly string[] {
  const keys = new BucketKeys(estate);
  const named = new Map(
    resourcePoliciesOf(estate).map(({ arn, account: { partition }, document }) => [
      arn,
      (document?.key ? document.statements : [])
        .filter(({ effect }) => effect === "Allow")
        .flatMap((statement) => organizationsOf(statement, partition)),
    ]),
  );
  return (bucket) => named.get(keys.encryptionOf(bucket)?.keyArn ?? "") ?? [];
}
