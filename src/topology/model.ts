/**
 * A topology with everything filled in: every default, every name looked up, every ARN. A topology file (`resolve`) and
 * the constructs (`modelOf`) are two doors to it. Both fill in what is left unsaid with the functions below, so that
 * each default is in one place, and everything behind the doors reads the model only.
 */
import { partitionOf } from "../aws/region";
import type { Permission } from "./levels";

export interface Model {
  /** Where the state is kept; if nothing is said, in a file beside `cdktf.json`. */
  readonly backend: Backend | undefined;
  readonly accounts: readonly Account[];
  /** Keys that belong to no bucket in particular. */
  readonly keys: readonly Key[];
  readonly buckets: readonly Bucket[];
  /** Everybody who can be granted access; not the roles that S3 replicates with. */
  readonly principals: readonly Principal[];
  readonly access: readonly Access[];
  readonly replications: readonly Replication[];
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
export interface Account {
  /** In Terraform, the alias of the provider. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
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
export interface Key {
  readonly name: string;
  readonly account: Account;
  readonly alias: string;
  readonly description: string;
  readonly deletionWindowInDays: number;
  readonly tags: Tags;
}

export interface Bucket {
  readonly name: string;
  readonly account: Account;
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly encryption: Encryption;
  /** Keys that some objects are encrypted with besides the default. */
  readonly otherKeys: readonly Key[];
  readonly versioned: boolean;
  /** Whether `destroy` deletes the objects too. In a module the caller decides if nothing is said. */
  readonly forceDestroy: boolean | undefined;
  readonly tags: Tags;
}

/** The default encryption of a bucket: a key of its own, the key of another bucket or of none, or no key. */
export type Encryption = OwnKey | SharedKey | NoKey;

export interface OwnKey extends KmsEncryption {
  readonly kind: "own key";
}

export interface SharedKey extends KmsEncryption {
  readonly kind: "shared key";
}

/** SSE-S3. */
export interface NoKey {
  readonly kind: "no key";
}

interface KmsEncryption {
  readonly key: Key;
  readonly bucketKeyEnabled: boolean;
  /** Whether uploads that ask for another key or encryption are denied. */
  readonly requireKey: boolean;
}

/** Who can be granted access. */
export type Principal = NewRole | ExistingRole | NewUser | ExistingUser | EntireAccount;

interface AnyPrincipal {
  readonly name: string;
  readonly account: Account;
  /** The ARN with its path; for a whole account, its root's. */
  readonly principalArn: string;
}

interface RoleOrUser extends AnyPrincipal {
  readonly path: string;
  /** How policies of other accounts name it. */
  readonly grantedAs: "account" | "arn";
}

interface Role extends RoleOrUser {
  readonly kind: "role";
  /** Without the path. */
  readonly roleName: string;
}

interface User extends RoleOrUser {
  readonly kind: "user";
  /** Without the path. */
  readonly userName: string;
}

export interface NewRole extends Role {
  readonly existing: false;
  readonly assumedBy: readonly Trusted[];
  /** What those of them that have an ARN must state. */
  readonly externalId: string | undefined;
  readonly permissionsBoundary: string | undefined;
}

export interface ExistingRole extends Role {
  readonly existing: true;
}

export interface NewUser extends User {
  readonly existing: false;
  readonly permissionsBoundary: string | undefined;
}

export interface ExistingUser extends User {
  readonly existing: true;
}

/** The roles and users of an account that its administrators choose. */
export interface EntireAccount extends AnyPrincipal {
  readonly kind: "account";
}

/** Who may assume a role. */
export type Trusted = TrustedArn | TrustedService;

/** A role, a user or the root of an account. */
export interface TrustedArn {
  readonly kind: "arn";
  readonly arn: string;
}

export interface TrustedService {
  readonly kind: "service";
  /** Such as `ec2.amazonaws.com`. */
  readonly service: string;
}

/** Who may do what to which bucket. */
export interface Access {
  readonly principal: Principal;
  readonly bucket: Bucket;
  readonly permissions: readonly Permission[];
  /** The beginning of the object keys; empty for all of them. */
  readonly prefix: string;
}

/** Which bucket replicates to which. */
export interface Replication {
  readonly from: Bucket;
  readonly to: Bucket;
  /** The role that S3 assumes, one for all destinations of a bucket. */
  readonly role: NewRole;
  readonly prefix: string;
  readonly deleteMarkers: boolean;
  readonly minimalKms: boolean;
}

/** What is said of a part of the model: some of it has to be, and the rest is filled in. */
type Said<Part, Needed extends keyof Part> = Pick<Part, Needed> & {
  readonly [Field in Exclude<keyof Part, Needed>]?: Part[Field] | undefined;
};

export function account(said: Said<Account, "name" | "accountId" | "region">): Account {
  const { name, accountId, region, partition = partitionOf(region) } = said;
  const { profile, assumeRole, endpoints = {}, defaultTags = {} } = said;
  return { name, accountId, region, partition, profile, assumeRole, endpoints, defaultTags };
}

export function key(said: Said<Key, "name" | "account">): Key {
  const { name, account: owner, alias = defaultKeyAlias(name) } = said;
  const { description = `Encrypts S3 objects (${name})`, deletionWindowInDays = 30, tags = {} } = said;
  return { name, account: owner, alias, description, deletionWindowInDays, tags };
}

/** The key that a bucket brings, which is called after the bucket. */
export function ownKey(
  { name, account: owner, bucketName }: Pick<Bucket, "name" | "account" | "bucketName">,
  said: Said<Omit<Key, "name" | "account">, never> = {},
): Key {
  const {
    alias = defaultBucketKeyAlias(bucketName),
    description = `Encrypts the objects of s3://${bucketName}`,
  } = said;
  return key({ ...said, name, account: owner, alias, description });
}

export function defaultKeyAlias(name: string): string {
  return `alias/${name}`;
}

/** An alias has no dots. */
export function defaultBucketKeyAlias(bucketName: string): string {
  return `alias/${bucketName.replaceAll(".", "-")}`;
}

export function bucket(said: Said<Bucket, "name" | "account" | "bucketName" | "encryption">): Bucket {
  const { name, account: owner, bucketName, bucketArn = `arn:${owner.partition}:s3:::${bucketName}` } = said;
  const { encryption, otherKeys = [], versioned = false, forceDestroy, tags = {} } = said;
  return {
    name,
    account: owner,
    bucketName,
    bucketArn,
    encryption,
    otherKeys,
    versioned,
    forceDestroy,
    tags,
  };
}

/** @param kms what is said of the encryption with the key */
export function encryption(
  kind: "own key" | "shared key",
  key: Key,
  kms: { readonly bucketKeyEnabled?: boolean; readonly requireKey?: boolean },
): Encryption {
  return { kind, key, bucketKeyEnabled: kms.bucketKeyEnabled ?? true, requireKey: kms.requireKey ?? false };
}

export function newRole(said: Said<NewRole, "name" | "account" | "roleName" | "assumedBy">): NewRole {
  const { assumedBy, externalId, permissionsBoundary } = said;
  return { ...role(said), existing: false, assumedBy, externalId, permissionsBoundary };
}

export function existingRole(said: Said<ExistingRole, "name" | "account" | "roleName">): ExistingRole {
  return { ...role(said), existing: true };
}

export function newUser(said: Said<NewUser, "name" | "account" | "userName">): NewUser {
  const { permissionsBoundary } = said;
  return { ...user(said), existing: false, permissionsBoundary };
}

export function existingUser(said: Said<ExistingUser, "name" | "account" | "userName">): ExistingUser {
  return { ...user(said), existing: true };
}

export function entireAccount(said: Said<EntireAccount, "name" | "account">): EntireAccount {
  const { name, account: owner, principalArn = iamArn(owner, "root") } = said;
  return { kind: "account", name, account: owner, principalArn };
}

/** The role that S3 assumes to replicate a bucket. */
export function replicationRole(
  { name, account: owner, bucketName }: Pick<Bucket, "name" | "account" | "bucketName">,
  roleName = defaultReplicationRoleName(bucketName),
): NewRole {
  const assumedBy = [trusted("s3.amazonaws.com")];
  return newRole({ name: `${name}_replication`, account: owner, roleName, assumedBy });
}

export function defaultReplicationRoleName(bucketName: string): string {
  return `${bucketName}-replication`;
}

/** @param principal an ARN, or the name of a service */
export function trusted(principal: string): Trusted {
  return principal.startsWith("arn:")
    ? { kind: "arn", arn: principal }
    : { kind: "service", service: principal };
}

/** What `trusted` was told. */
export function trustedText(trusted: Trusted): string {
  return trusted.kind === "arn" ? trusted.arn : trusted.service;
}

/** The key of the default encryption, if that has one. */
export function keyOf({ encryption }: Pick<Bucket, "encryption">): Key | undefined {
  return encryption.kind === "no key" ? undefined : encryption.key;
}

function role(said: Said<Role, "name" | "account" | "roleName">): Role {
  const { name, account: owner, roleName, path = "/", grantedAs = "account" } = said;
  const { principalArn = iamArn(owner, `role${path}${roleName}`) } = said;
  return { kind: "role", name, account: owner, principalArn, path, grantedAs, roleName };
}

function user(said: Said<User, "name" | "account" | "userName">): User {
  const { name, account: owner, userName, path = "/", grantedAs = "account" } = said;
  const { principalArn = iamArn(owner, `user${path}${userName}`) } = said;
  return { kind: "user", name, account: owner, principalArn, path, grantedAs, userName };
}

function iamArn({ partition, accountId }: Account, resource: string): string {
  return `arn:${partition}:iam::${accountId}:${resource}`;
}
