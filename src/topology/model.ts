/**
 * A topology with everything filled in: every default, every name looked up, every ARN. A topology file (`resolve`) and
 * the constructs (`modelOf`) are two doors to it. Both fill in what is left unsaid with the functions below, so that
 * each default is in one place, and everything behind the doors reads the model only.
 *
 * Of a stack, its texts are strings. Of a module, some of them are known to the caller alone.
 */
import { partitionOf } from "../aws/region";
import type { Permission } from "./levels";
import { replaced, text, type Text } from "./text";

export interface Model<T extends Text = string> {
  /** Where the state is kept; if nothing is said, in a file beside `cdktf.json`. */
  readonly backend: Backend | undefined;
  readonly accounts: readonly Account<T>[];
  /** Keys that belong to no bucket in particular. */
  readonly keys: readonly Key<T>[];
  readonly buckets: readonly Bucket<T>[];
  /** Everybody who can be granted access; not the roles that S3 replicates with. */
  readonly principals: readonly Principal<T>[];
  readonly access: readonly Access<T>[];
  readonly replications: readonly Replication<T>[];
}

export type Backend = LocalBackend | S3Backend | CloudBackend;

export interface LocalBackend {
  readonly kind: "local";
  /** Follows from the name of the stack if nothing is said. */
  readonly path: string | undefined;
}

export interface S3Backend {
  readonly kind: "s3";
  readonly bucket: string;
  readonly region: string;
  /** Follows from the name of the stack if nothing is said. */
  readonly key: string | undefined;
  readonly profile: string | undefined;
  readonly kmsKeyId: string | undefined;
}

export interface CloudBackend {
  readonly kind: "cloud";
  readonly organization: string;
  readonly workspace: string;
  readonly hostname: string | undefined;
}

/** An AWS account, in one region. */
export interface Account<T extends Text = string> {
  /** In Terraform, the alias of the provider. */
  readonly name: string;
  readonly accountId: T;
  readonly region: T;
  readonly partition: T;
  readonly profile: string | undefined;
  readonly assumeRole: AssumeRole | undefined;
  readonly endpoints: Endpoints;
  readonly defaultTags: Tags;
}

/** A role that the deployment assumes. */
export interface AssumeRole {
  /** The role's ARN. */
  readonly roleArn: string;
  /**
   * The external id that the role's trust policy asks for.
   *
   * @default - none
   */
  readonly externalId?: string;
  /**
   * The session's name, to be found in CloudTrail.
   *
   * @default - one that the provider makes up
   */
  readonly sessionName?: string;
}

/** URLs of an emulator or of VPC endpoints. */
export type Endpoints = Readonly<Partial<Record<"iam" | "kms" | "s3" | "sts", string>>>;

export type Tags = Readonly<Record<string, string>>;

/** A customer-managed KMS key. Its ARN is known to AWS alone. */
export interface Key<T extends Text = string> {
  readonly name: string;
  readonly account: Account<T>;
  readonly alias: T;
  readonly description: T;
  readonly deletionWindowInDays: number;
  readonly tags: Tags;
}

export interface Bucket<T extends Text = string> {
  readonly name: string;
  readonly account: Account<T>;
  readonly bucketName: T;
  readonly bucketArn: T;
  readonly encryption: Encryption<T>;
  /** Keys that some objects are encrypted with besides the default. */
  readonly otherKeys: readonly Key<T>[];
  readonly versioned: boolean;
  /** Whether `destroy` deletes the objects too. In a module the caller decides if nothing is said. */
  readonly forceDestroy: boolean | undefined;
  readonly tags: Tags;
}

/** The default encryption of a bucket: a key of its own, the key of another bucket or of none, or no key. */
export type Encryption<T extends Text = string> = OwnKey<T> | SharedKey<T> | NoKey;

export interface OwnKey<T extends Text = string> extends KmsEncryption<T> {
  readonly kind: "own key";
}

export interface SharedKey<T extends Text = string> extends KmsEncryption<T> {
  readonly kind: "shared key";
}

/** SSE-S3. */
export interface NoKey {
  readonly kind: "no key";
}

interface KmsEncryption<T extends Text = string> {
  readonly key: Key<T>;
  readonly bucketKeyEnabled: boolean;
  /** Whether uploads that ask for another key or encryption are denied. */
  readonly requireKey: boolean;
}

/** Who can be granted access. */
export type Principal<T extends Text = string> =
  NewRole<T> | ExistingRole<T> | NewUser<T> | ExistingUser<T> | EntireAccount<T>;

interface AnyPrincipal<T extends Text = string> {
  readonly name: string;
  readonly account: Account<T>;
  /** The ARN with its path; for a whole account, its root's. */
  readonly principalArn: T;
}

interface RoleOrUser<T extends Text = string> extends AnyPrincipal<T> {
  readonly path: string;
  /** How policies of other accounts name it. */
  readonly grantedAs: "account" | "arn";
}

interface Role<T extends Text = string> extends RoleOrUser<T> {
  readonly kind: "role";
  /** Without the path. */
  readonly roleName: T;
}

interface User<T extends Text = string> extends RoleOrUser<T> {
  readonly kind: "user";
  /** Without the path. */
  readonly userName: T;
}

export interface NewRole<T extends Text = string> extends Role<T> {
  readonly existing: false;
  readonly assumedBy: readonly Trusted<T>[];
  /** What those of them that have an ARN must state. */
  readonly externalId: T | undefined;
  readonly permissionsBoundary: T | undefined;
}

export interface ExistingRole<T extends Text = string> extends Role<T> {
  readonly existing: true;
}

export interface NewUser<T extends Text = string> extends User<T> {
  readonly existing: false;
  readonly permissionsBoundary: T | undefined;
}

export interface ExistingUser<T extends Text = string> extends User<T> {
  readonly existing: true;
}

/** The roles and users of an account that its administrators choose. */
export interface EntireAccount<T extends Text = string> extends AnyPrincipal<T> {
  readonly kind: "account";
}

/** Who may assume a role. */
export type Trusted<T extends Text = string> = TrustedArn<T> | TrustedService;

/** A role, a user or the root of an account. */
export interface TrustedArn<T extends Text = string> {
  readonly kind: "arn";
  readonly arn: T;
}

export interface TrustedService {
  readonly kind: "service";
  /** Such as `ec2.amazonaws.com`. */
  readonly service: string;
}

/** Who may do what to which bucket. */
export interface Access<T extends Text = string> {
  readonly principal: Principal<T>;
  readonly bucket: Bucket<T>;
  readonly permissions: readonly Permission[];
  /** The beginning of the object keys; empty for all of them. */
  readonly prefix: T;
}

/** Which bucket replicates to which. */
export interface Replication<T extends Text = string> {
  readonly from: Bucket<T>;
  readonly to: Bucket<T>;
  /** The role that S3 assumes, one for all destinations of a bucket. */
  readonly role: NewRole<T>;
  readonly prefix: T;
  readonly deleteMarkers: boolean;
  readonly minimalKms: boolean;
}

/** What is said of a part of the model: some of it has to be, and the rest is filled in. */
type Said<Part, Needed extends keyof Part> = Pick<Part, Needed> & {
  readonly [Field in Exclude<keyof Part, Needed>]?: Part[Field] | undefined;
};

export function account<T extends Text>(said: Said<Account<T>, "name" | "accountId" | "region">): Account<T> {
  const { name, accountId, region, partition = partitionIn(region) } = said;
  const { profile, assumeRole, endpoints = {}, defaultTags = {} } = said;
  return { name, accountId, region, partition, profile, assumeRole, endpoints, defaultTags };
}

function partitionIn<T extends Text>(region: T): T {
  if (typeof region === "string") return partitionOf(region) as T;
  throw new Error("the partition of a region that is known to Terraform alone has to be said");
}

export function key<T extends Text>(said: Said<Key<T>, "name" | "account">): Key<T> {
  const { name, account: owner, alias = defaultKeyAlias(name) as T } = said;
  const { description = `Encrypts S3 objects (${name})` as T, deletionWindowInDays = 30, tags = {} } = said;
  return { name, account: owner, alias, description, deletionWindowInDays, tags };
}

/** The key that a bucket brings, which is called after the bucket. */
export function ownKey<T extends Text>(
  { name, account: owner, bucketName }: BucketInAccount<T>,
  said: Said<Omit<Key<T>, "name" | "account">, never> = {},
): Key<T> {
  const {
    alias = defaultBucketKeyAlias(bucketName),
    description = text<T>`Encrypts the objects of s3://${bucketName}`,
  } = said;
  return key({ ...said, name, account: owner, alias, description });
}

type BucketInAccount<T extends Text> = Pick<Bucket<T>, "name" | "account" | "bucketName">;

export function defaultKeyAlias(name: string): string {
  return `alias/${name}`;
}

/** An alias has no dots. */
export function defaultBucketKeyAlias<T extends Text>(bucketName: T): T {
  return text<T>`alias/${replaced(bucketName, ".", "-")}`;
}

export function bucket<T extends Text>(
  said: Said<Bucket<T>, "name" | "account" | "bucketName" | "encryption">,
): Bucket<T> {
  const { name, account: owner, bucketName, bucketArn: arn = bucketArn(owner, bucketName) } = said;
  const { encryption, otherKeys = [], versioned = false, forceDestroy, tags = {} } = said;
  return {
    name,
    account: owner,
    bucketName,
    bucketArn: arn,
    encryption,
    otherKeys,
    versioned,
    forceDestroy,
    tags,
  };
}

export function bucketArn<T extends Text>({ partition }: Account<T>, bucketName: T): T {
  return text<T>`arn:${partition}:s3:::${bucketName}`;
}

/** @param kms what is said of the encryption with the key */
export function encryption<T extends Text>(
  kind: "own key" | "shared key",
  key: Key<T>,
  kms: { readonly bucketKeyEnabled?: boolean; readonly requireKey?: boolean },
): Encryption<T> {
  return { kind, key, bucketKeyEnabled: kms.bucketKeyEnabled ?? true, requireKey: kms.requireKey ?? false };
}

export function newRole<T extends Text>(
  said: Said<NewRole<T>, "name" | "account" | "roleName" | "assumedBy">,
): NewRole<T> {
  const { assumedBy, externalId, permissionsBoundary } = said;
  return { ...role(said), existing: false, assumedBy, externalId, permissionsBoundary };
}

export function existingRole<T extends Text>(
  said: Said<ExistingRole<T>, "name" | "account" | "roleName">,
): ExistingRole<T> {
  return { ...role(said), existing: true };
}

export function newUser<T extends Text>(said: Said<NewUser<T>, "name" | "account" | "userName">): NewUser<T> {
  const { permissionsBoundary } = said;
  return { ...user(said), existing: false, permissionsBoundary };
}

export function existingUser<T extends Text>(
  said: Said<ExistingUser<T>, "name" | "account" | "userName">,
): ExistingUser<T> {
  return { ...user(said), existing: true };
}

export function entireAccount<T extends Text>({
  name,
  account: owner,
}: Pick<EntireAccount<T>, "name" | "account">): EntireAccount<T> {
  return { kind: "account", name, account: owner, principalArn: iamArn(owner, "root") };
}

/** The role that S3 assumes to replicate a bucket. */
export function replicationRole<T extends Text>(
  { name, account: owner, bucketName }: BucketInAccount<T>,
  {
    roleName = defaultReplicationRoleName(bucketName),
    principalArn,
  }: Said<ReplicationRoleNames<T>, never> = {},
): NewRole<T> {
  const assumedBy = [trusted<T>("s3.amazonaws.com" as T)];
  return newRole({ name: `${name}_replication`, account: owner, roleName, principalArn, assumedBy });
}

type ReplicationRoleNames<T extends Text> = Pick<NewRole<T>, "roleName" | "principalArn">;

export function defaultReplicationRoleName<T extends Text>(bucketName: T): T {
  return text<T>`${bucketName}-replication`;
}

/** @param principal an ARN, or the name of a service, which is never an expression */
export function trusted<T extends Text>(principal: T): Trusted<T> {
  return typeof principal === "string" && !principal.startsWith("arn:")
    ? { kind: "service", service: principal }
    : { kind: "arn", arn: principal };
}

/** What `trusted` was told. */
export function trustedText<T extends Text>(trusted: Trusted<T>): T | string {
  return trusted.kind === "arn" ? trusted.arn : trusted.service;
}

/** The key of the default encryption, if that has one. */
export function keyOf<T extends Text>({ encryption }: Pick<Bucket<T>, "encryption">): Key<T> | undefined {
  return encryption.kind === "no key" ? undefined : encryption.key;
}

export function roleArn<T extends Text>(owner: Account<T>, path: string, roleName: T): T {
  return iamArn(owner, text<T>`role${path}${roleName}`);
}

export function userArn<T extends Text>(owner: Account<T>, path: string, userName: T): T {
  return iamArn(owner, text<T>`user${path}${userName}`);
}

function role<T extends Text>(said: Said<Role<T>, "name" | "account" | "roleName">): Role<T> {
  const { name, account: owner, roleName, path = "/", grantedAs = "account" } = said;
  const { principalArn = roleArn(owner, path, roleName) } = said;
  return { kind: "role", name, account: owner, principalArn, path, grantedAs, roleName };
}

function user<T extends Text>(said: Said<User<T>, "name" | "account" | "userName">): User<T> {
  const { name, account: owner, userName, path = "/", grantedAs = "account" } = said;
  const { principalArn = userArn(owner, path, userName) } = said;
  return { kind: "user", name, account: owner, principalArn, path, grantedAs, userName };
}

function iamArn<T extends Text>({ partition, accountId }: Account<T>, resource: T | string): T {
  return text<T>`arn:${partition}:iam::${accountId}:${resource}`;
}
