/**
 * A topology with every default filled in, every name looked up and every ARN known. A topology file (`resolve`) and
 * the constructs (`modelOf`) both build it with the functions of `defaults.ts`. Everything after that reads only the model.
 *
 * In the model of a stack, texts are strings. In the model of a module, some texts are known only to its caller.
 */
import type { Permission } from "./levels";
import type { Text, ValueOr } from "./text";

export interface Model<T extends Text = string> {
  /** Where Terraform keeps the state. By default, in a file next to `cdktf.json`. */
  readonly backend: Backend | undefined;
  readonly accounts: readonly Account<T>[];
  /** Keys that do not belong to one bucket. */
  readonly keys: readonly Key<T>[];
  readonly buckets: readonly Bucket<T>[];
  /** Everyone who can be granted access. Does not include the roles that S3 replicates with. */
  readonly principals: readonly Principal<T>[];
  readonly access: readonly Access<T>[];
  readonly replications: readonly Replication<T>[];
}

export type Backend = LocalBackend | S3Backend | CloudBackend;

export interface LocalBackend {
  readonly kind: "local";
  /** By default, derived from the name of the stack. */
  readonly path: string | undefined;
}

export interface S3Backend {
  readonly kind: "s3";
  readonly bucket: string;
  readonly region: string;
  /** By default, derived from the name of the stack. */
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
  /** Also the alias of the provider in Terraform. */
  readonly name: string;
  readonly accountId: T;
  readonly region: T;
  readonly partition: T;
  readonly profile: string | undefined;
  readonly assumeRole: AssumeRole | undefined;
  readonly endpoints: Endpoints;
  /** Tags of everything in the account. */
  readonly defaultTags: ValueOr<Tags, T>;
}

/** A role that the deployment assumes. */
export interface AssumeRole {
  /** The role's ARN. */
  readonly roleArn: string;
  /**
   * The external id that the role's trust policy requires.
   *
   * @default - none
   */
  readonly externalId?: string;
  /**
   * The name of the session, as CloudTrail shows it.
   *
   * @default - the provider generates one
   */
  readonly sessionName?: string;
}

/** URLs of an emulator or of VPC endpoints. */
export type Endpoints = Readonly<Partial<Record<"iam" | "kms" | "s3" | "sts", string>>>;

export type Tags = Readonly<Record<string, string>>;

/** A customer-managed KMS key. Only AWS knows its ARN. */
export interface Key<T extends Text = string> {
  readonly name: string;
  readonly account: Account<T>;
  readonly alias: T;
  readonly description: T;
  readonly deletionWindowInDays: ValueOr<number, T>;
  readonly tags: ValueOr<Tags, T>;
}

export interface Bucket<T extends Text = string> {
  readonly name: string;
  readonly account: Account<T>;
  readonly bucketName: T;
  readonly bucketNamespace: BucketNamespace;
  readonly bucketArn: T;
  readonly encryption: Encryption<T>;
  /** Keys that encrypt some of the objects, in addition to the default key. */
  readonly otherKeys: readonly Key<T>[];
  readonly versioned: boolean;
  /** Whether `destroy` also deletes the objects. If undefined, the caller of a module decides. */
  readonly forceDestroy: ValueOr<boolean, T> | undefined;
  readonly tags: ValueOr<Tags, T>;
}

/** Where its name is unique: in all of AWS, or in an account and region. */
export type BucketNamespace = "global" | "account-regional";

/** The default encryption of a bucket: a key of its own, a shared key, or no KMS key. */
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

export interface KmsEncryption<T extends Text = string> {
  readonly key: Key<T>;
  readonly bucketKeyEnabled: boolean;
  /** Whether uploads with another key or encryption are denied. */
  readonly requireKey: boolean;
}

/** Who can be granted access. */
export type Principal<T extends Text = string> =
  NewRole<T> | ExistingRole<T> | NewUser<T> | ExistingUser<T> | EntireAccount<T>;

export interface AnyPrincipal<T extends Text = string> {
  readonly name: string;
  readonly account: Account<T>;
  /** The ARN with its path. For a whole account, the ARN of its root. */
  readonly principalArn: T;
}

export interface RoleOrUser<T extends Text = string> extends AnyPrincipal<T> {
  readonly path: string;
  /** How policies in other accounts name it. */
  readonly grantedAs: "account" | "arn";
}

export interface Role<T extends Text = string> extends RoleOrUser<T> {
  readonly kind: "role";
  /** Without the path. */
  readonly roleName: T;
}

export interface User<T extends Text = string> extends RoleOrUser<T> {
  readonly kind: "user";
  /** Without the path. */
  readonly userName: T;
}

export interface NewRole<T extends Text = string> extends Role<T> {
  readonly existing: false;
  readonly assumedBy: readonly Trusted<T>[];
  /** The external id that trusted principals must send. Services do not send one. */
  readonly externalId: T | undefined;
  readonly permissionsBoundary: T | undefined;
  readonly tags: Tags;
  /** The keys of tags that trusted ARNs can pass when they assume the role. */
  readonly sessionTags: readonly string[];
}

export interface ExistingRole<T extends Text = string> extends Role<T> {
  readonly existing: true;
}

export interface NewUser<T extends Text = string> extends User<T> {
  readonly existing: false;
  readonly permissionsBoundary: T | undefined;
  readonly tags: Tags;
}

export interface ExistingUser<T extends Text = string> extends User<T> {
  readonly existing: true;
}

/** An account whose administrators decide which of its roles and users get the access. */
export interface EntireAccount<T extends Text = string> extends AnyPrincipal<T> {
  readonly kind: "account";
}

/** Who can assume a role. */
export type Trusted<T extends Text = string> = TrustedArn<T> | TrustedPrincipal<T> | TrustedService;

/** A role, a user or the root of an account. */
export interface TrustedArn<T extends Text = string> {
  readonly kind: "arn";
  readonly arn: T;
}

/** A role or user of the same topology, which also gets the permission to assume the role. */
export interface TrustedPrincipal<T extends Text = string> {
  readonly kind: "principal";
  readonly name: string;
  readonly account: Account<T>;
  readonly principalArn: T;
  /** Whether the role trusts the whole account, so that its trust policy need not name the principal. */
  readonly isDelegated: boolean;
}

export interface TrustedService {
  readonly kind: "service";
  /** Such as `ec2.amazonaws.com`. */
  readonly service: string;
}

/** Who can do what with which bucket. */
export interface Access<T extends Text = string> {
  readonly principal: Principal<T>;
  readonly bucket: Bucket<T>;
  readonly permissions: readonly Permission[];
  /** The beginning of the object keys; empty for all objects. */
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
