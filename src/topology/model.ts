/**
 * The model: a topology with all defaults, names and ARNs filled in. `resolve` builds it from a topology file, and `modelOf`
 * from constructs, both with the functions of `defaults.ts`. All later steps read only the model.
 *
 * In the model of a stack, every `T` is a string. In the model of a module, it can be an expression, such as a variable.
 */
import type { ServiceName } from "../aws/delivering-services";
import type { IssuerKind } from "../aws/oidc-issuer";
import type { Permission } from "./levels";
import type { DefaultRetention, ObjectLock, RetentionMode } from "./object-lock";
import type { WrittenPolicy } from "./policy-document";
import type { Text, ValueOr } from "./text";

export type { DefaultRetention, IssuerKind, ObjectLock, RetentionMode, ServiceName };

/** Everything that a topology asks for. */
export interface Model<T extends Text = string> {
  /** Where Terraform keeps the state. By default, in a file next to `cdktf.json`. */
  readonly backend: Backend | undefined;
  readonly accounts: readonly Account<T>[];
  /** Keys from the section `keys`. The own keys of buckets are in `Bucket.encryption`. */
  readonly keys: readonly Key<T>[];
  readonly buckets: readonly Bucket<T>[];
  /** Everyone who can be granted access. The replication roles are in `replications`. */
  readonly principals: readonly Principal<T>[];
  /** AWS services that act by themselves. */
  readonly services: readonly AwsService<T>[];
  readonly access: readonly Access<T>[];
  readonly replications: readonly Replication<T>[];
  readonly deliveries: readonly Delivery<T>[];
  readonly dataSyncTasks: readonly DataSyncTask<T>[];
}

/** Where Terraform keeps the state. */
export type Backend = LocalBackend | S3Backend | CloudBackend;

/** State in a local file. */
export interface LocalBackend {
  readonly kind: "local";
  /** The path of the file, relative to the stack's folder in `cdktf.out`. By default, derived from the name of the stack. */
  readonly path: string | undefined;
}

/** State in an S3 bucket, with a lock file. */
export interface S3Backend {
  readonly kind: "s3";
  readonly bucket: string;
  readonly region: string;
  /** The object key of the state. By default, derived from the name of the stack. */
  readonly key: string | undefined;
  readonly profile: string | undefined;
  readonly kmsKeyId: string | undefined;
}

/** State in HCP Terraform. */
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
  /**
   * Whether the stack deploys to the account. If not, it has no provider, and what its principals need is handed over to
   * its administrators.
   */
  readonly managed: boolean;
  /** Twelve digits. */
  readonly accountId: T;
  /** Such as `us-east-1`. For an account that is not managed and has none, that of an account that is. */
  readonly region: T;
  /** Such as `aws`. */
  readonly partition: T;
  /** A profile in `~/.aws/config`, to deploy with. */
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

/** URLs of endpoints for AWS services, such as an emulator or VPC endpoints. */
export type Endpoints = Readonly<Partial<Record<"cloudwatch" | "iam" | "kms" | "s3" | "sts", string>>>;

/** Tag values by tag key. */
export type Tags = Readonly<Record<string, string>>;

/** A customer-managed KMS key. */
export type Key<T extends Text = string> = NewKey<T> | ExistingKey<T>;

/** The fields that new and existing keys have. */
export interface AnyKey<T extends Text = string> {
  readonly name: string;
  readonly account: Account<T>;
}

/** A key that already exists. The stack changes only its policy. */
export interface ExistingKey<T extends Text = string> extends AnyKey<T> {
  readonly existing: true;
  readonly keyArn: T;
  /** Whether Terraform imports its policy, if the stack owns it. */
  readonly isImported: boolean;
  /** Whether Terraform refuses to destroy its policy, if the stack owns it. */
  readonly preventDestroy: boolean;
  /** Undefined if nothing has to be added to it. */
  readonly policy: ExistingPolicy<T> | undefined;
}

/** Who changes the policy of a bucket or key that exists already. */
export type ExistingPolicy<T extends Text = string> = MergedPolicy<T> | HandedOverPolicy;

/** The stack, which keeps the statements that it has today. */
export interface MergedPolicy<T extends Text = string> {
  readonly kind: "merge";
  /** The policy as it is today. */
  readonly document: TextsIn<WrittenPolicy, T>;
}

/** Its administrators, who get the statements to add. */
export interface HandedOverPolicy {
  readonly kind: "handover";
}

/** The same with `T` for every string. */
export type TextsIn<Value, T extends Text> = Value extends string
  ? Value | T
  : Value extends object
    ? { readonly [Key in keyof Value]: TextsIn<Value[Key], T> }
    : Value;

/** A key that the stack creates. It has no ARN here, because AWS chooses its id at creation. */
export interface NewKey<T extends Text = string> extends AnyKey<T> {
  readonly existing: false;
  /** Begins with `alias/`. */
  readonly alias: T;
  readonly description: T;
  /** 7 to 30. */
  readonly deletionWindowInDays: ValueOr<number, T>;
  /** Whether Terraform refuses to destroy it. */
  readonly preventDestroy: boolean;
  /** Whether other regions can have replicas of it. */
  readonly isMultiRegion: boolean;
  /** The name of the multi-Region key that it is a replica of. */
  readonly replicaOf: string | undefined;
  readonly tags: ValueOr<Tags, T>;
  /** Statements of the user's own for the key policy. */
  readonly statements: OwnStatements<T> | undefined;
}

/** Statements that the user adds to a policy. */
export type OwnStatements<T extends Text = string> = MergedPolicy<T>["document"];

/** An S3 bucket. */
export interface Bucket<T extends Text = string> {
  readonly name: string;
  readonly account: Account<T>;
  readonly bucketName: T;
  readonly bucketNamespace: BucketNamespace;
  readonly bucketArn: T;
  readonly encryption: Encryption<T>;
  /** Keys that encrypt some of the objects, in addition to the default key. */
  readonly otherKeys: readonly Key<T>[];
  /** Whether uploads with SSE-C are denied. Always true if the encryption requires its key. */
  readonly denySseC: boolean;
  /** The oldest version of TLS that requests can use. If undefined, what S3 accepts. */
  readonly minimumTls: string | undefined;
  /** Who can reach it at all. If undefined, everyone. */
  readonly restrictions: Restrictions<T> | undefined;
  /** Roles and users that get nothing, whatever policies allow. */
  readonly denied: readonly DeniedPrincipal<T>[];
  /** Statements of the user's own for the bucket policy. */
  readonly statements: OwnStatements<T> | undefined;
  /** Undefined without Object Lock. */
  readonly objectLock: ObjectLock | undefined;
  /** After how many days S3 aborts incomplete multipart uploads. If undefined, the stack has no lifecycle configuration. */
  readonly abortIncompleteUploadsAfterDays: number | undefined;
  /**
   * The ARN of an SNS topic that S3 tells about each object that it fails to replicate. If undefined, the stack has no event
   * notifications of the bucket.
   */
  readonly replicationEvents: T | undefined;
  /** Whether Terraform refuses to destroy it. */
  readonly preventDestroy: boolean;
  /** Whether the stack enables versioning. */
  readonly versioned: boolean;
  /** Set if the bucket already exists. The stack then changes only its policy and, if `versioned`, its versioning. */
  readonly existing: ExistingBucket<T> | undefined;
  /** Whether `destroy` also deletes the objects. If undefined, the caller of a module decides. */
  readonly forceDestroy: ValueOr<boolean, T> | undefined;
  readonly tags: ValueOr<Tags, T>;
}

/** A bucket that already exists. */
export interface ExistingBucket<T extends Text = string> {
  /** Whether Terraform imports what it manages of the bucket. */
  readonly isImported: boolean;
  /** Whether each plan checks how the bucket is configured. */
  readonly checkSettings: boolean;
  readonly policy: ExistingPolicy<T>;
  /** Whether it has a replication configuration, which the stack replaces. Undefined if the bucket does not replicate. */
  readonly replication: "none" | "replace" | undefined;
}

/** Who can reach a bucket. Everyone else is denied, whatever policies allow. */
export interface Restrictions<T extends Text = string> {
  /** In which principals of other accounts must be. */
  readonly organizationId: T | undefined;
  /** Empty, with `sourceIps`, for any network. */
  readonly vpcEndpointIds: readonly T[];
  /** Ranges of public IP addresses. */
  readonly sourceIps: readonly T[];
  /** The ARNs of roles and users who are not limited. */
  readonly except: readonly T[];
}

/** A role or user of the same topology. */
export type DeniedPrincipal<T extends Text = string> = Pick<RoleOrUser<T>, "name" | "principalArn">;

/** Where the name of a bucket is unique: across all AWS accounts, or in one account and region. */
export type BucketNamespace = "global" | "account-regional";

/** The default encryption of a bucket: a key of its own, a shared key, or no KMS key. */
export type Encryption<T extends Text = string> = OwnKey<T> | SharedKey<T> | NoKey;

/** SSE-KMS with a key that belongs to the bucket. */
export interface OwnKey<T extends Text = string> extends KmsEncryption<T> {
  readonly kind: "own key";
  readonly key: NewKey<T>;
}

/** SSE-KMS with a key from the section `keys`, or with the own key of another bucket. */
export interface SharedKey<T extends Text = string> extends KmsEncryption<T> {
  readonly kind: "shared key";
}

/** SSE-S3, without a KMS key. */
export interface NoKey {
  readonly kind: "no key";
}

/** SSE-KMS. */
export interface KmsEncryption<T extends Text = string> {
  readonly key: Key<T>;
  readonly bucketKeyEnabled: boolean;
  /** Whether uploads with another key or encryption are denied. */
  readonly requireKey: boolean;
}

/** Who can be granted access. */
export type Principal<T extends Text = string> =
  | NewRole<T>
  | ExistingRole<T>
  | NewUser<T>
  | ExistingUser<T>
  | PermissionSet<T>
  | EntireAccount<T>
  | Organization<T>;

/** The fields that all principals have. */
export interface AnyPrincipal<T extends Text = string> {
  readonly name: string;
  readonly account: Account<T>;
  /** The ARN with its path. For a permission set, the pattern of its roles. For a whole account, the ARN of its root. */
  readonly principalArn: T;
}

/** The fields that roles and users have. */
export interface RoleOrUser<T extends Text = string> extends AnyPrincipal<T> {
  /** Begins and ends with a slash. */
  readonly path: string;
  /** How policies in other accounts name it, see `ExistingPrincipalProps.grantedAs`. */
  readonly grantedAs: "account" | "arn";
  /** Statements of the user's own for the identity policy. */
  readonly statements: OwnStatements<T> | undefined;
}

/** The fields that new and existing roles have. */
export interface Role<T extends Text = string> extends RoleOrUser<T> {
  readonly kind: "role";
  /** Without the path. */
  readonly roleName: T;
}

/** The fields that new and existing users have. */
export interface User<T extends Text = string> extends RoleOrUser<T> {
  readonly kind: "user";
  /** Without the path. */
  readonly userName: T;
}

/** A role that the stack creates. */
export interface NewRole<T extends Text = string> extends Role<T> {
  readonly existing: false;
  readonly assumedBy: readonly Trusted<T>[];
  /** The external id that trusted principals must send. Services do not send one. */
  readonly externalId: T | undefined;
  /** Whether users must sign in with MFA to assume the role. */
  readonly mfa: boolean;
  /** In seconds. If undefined, that of IAM, one hour. */
  readonly maxSessionDuration: number | undefined;
  readonly permissionsBoundary: T | undefined;
  readonly tags: ValueOr<Tags, T>;
  /** The keys of the tags that callers can pass when they assume the role. */
  readonly sessionTags: readonly string[];
  /** Statements of the user's own for the trust policy. */
  readonly trustStatements: OwnStatements<T> | undefined;
}

/** A role that already exists. The stack only adds a policy to it. */
export interface ExistingRole<T extends Text = string> extends Role<T> {
  readonly existing: true;
}

/** A user that the stack creates. */
export interface NewUser<T extends Text = string> extends User<T> {
  readonly existing: false;
  readonly permissionsBoundary: T | undefined;
  readonly tags: ValueOr<Tags, T>;
}

/** A user that already exists. The stack only adds a policy to it. */
export interface ExistingUser<T extends Text = string> extends User<T> {
  readonly existing: true;
}

/** The people who use a permission set of IAM Identity Center in an account. */
export interface PermissionSet<T extends Text = string> extends AnyPrincipal<T> {
  readonly kind: "permission set";
  readonly permissionSetName: T;
  /** The region of IAM Identity Center. If undefined, it can be any. */
  readonly region: string | undefined;
}

/** A whole account. Its administrators decide which of its roles and users get the access. */
export interface EntireAccount<T extends Text = string> extends AnyPrincipal<T> {
  readonly kind: "account";
  /** The tags that roles and users must have to get the access. Empty for all. */
  readonly principalTags: Tags;
}

/** All accounts of an organization, or those in some of its OUs. Their administrators decide which roles and users get the access. */
export interface Organization<T extends Text = string> extends AnyPrincipal<T> {
  readonly kind: "organization";
  /** An account that the stack deploys to, in the same partition. It need not be in the organization. */
  readonly account: Account<T>;
  readonly organizationId: T;
  /** Empty for all accounts. */
  readonly paths: readonly T[];
  /** The tags that roles and users must have to get the access. Empty for all. */
  readonly principalTags: Tags;
}

/** Who can assume a role. */
export type Trusted<T extends Text = string> =
  TrustedArn<T> | TrustedPrincipal<T> | TrustedService<T> | TrustedOidc<T> | TrustedSaml<T>;

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
  /** Whether the role trusts the whole account, so that the trust policy does not name the principal. */
  readonly isDelegated: boolean;
}

/** An AWS service. */
export interface TrustedService<T extends Text = string> {
  readonly kind: "service";
  /** Such as `ec2.amazonaws.com`. */
  readonly service: string;
  /** The id of the account for which it must assume the role. */
  readonly sourceAccount: T | undefined;
  /** The ARN of what it must assume the role for, which can be a pattern. */
  readonly sourceArn: T | undefined;
}

/** Tokens of an OIDC provider in the account of the role. */
export interface TrustedOidc<T extends Text = string> {
  readonly kind: "oidc";
  /** Without `https://`. */
  readonly issuer: T;
  readonly issuerKind: IssuerKind;
  /** The ARN of the provider. */
  readonly providerArn: T;
  /** The Terraform name of the provider, if the stack creates it. */
  readonly createdAs: string | undefined;
  readonly audiences: readonly T[];
  readonly subjects: readonly T[];
  /** Whether a subject has wildcards. */
  readonly hasWildcards: boolean;
}

/** People who a SAML provider authenticates. */
export interface TrustedSaml<T extends Text = string> {
  readonly kind: "saml";
  readonly providerArn: T;
  /** The URLs that receive the assertions. */
  readonly audiences: readonly T[];
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
  /** The role that S3 assumes. A bucket has one role for all its destinations. */
  readonly role: NewRole<T>;
  /** The beginning of the object keys; empty for all objects. */
  readonly prefix: T;
  /** Whether delete markers are replicated. */
  readonly deleteMarkers: boolean;
  /** Whether the role gets only `kms:Encrypt` on the key of the replicas. */
  readonly minimalKms: boolean;
  /** The key of the replicas, if it is not the default key of `to`. It is one of its other keys. */
  readonly replicaKey: Key<T> | undefined;
  readonly settings: RuleSettings;
  readonly alarms: ReplicationAlarms<T>;
}

/** The alarms of a replication rule. */
export interface ReplicationAlarms<T extends Text = string> {
  /** Goes off when an operation fails. */
  readonly failed: Alarm<T> | undefined;
  /** Goes off when replicas are more than 15 minutes late. Only with time control. */
  readonly late: Alarm<T> | undefined;
}

/** An alarm of CloudWatch. */
export interface Alarm<T extends Text = string> {
  /** The ARN of the SNS topic that it tells, which is in its region. */
  readonly topicArn: T;
  /** The account and the region of the alarm: the account of the source bucket. */
  readonly account: Account<T>;
}

/** The settings of a replication rule that no policy depends on. */
export interface RuleSettings {
  /** Whether the rule replicates now. A disabled rule keeps its permissions. */
  readonly isEnabled: boolean;
  /** Only objects with all of these tags are replicated. */
  readonly tags: Tags;
  /** Of the rules for one destination that are for the same objects, S3 applies the one with the highest priority. */
  readonly priority: number | undefined;
  /** The storage class of the replicas. By default, that of the source objects. */
  readonly storageClass: StorageClass | undefined;
  /** Whether changes of tags and other metadata of replicas in the source bucket are replicated too. */
  readonly replicaModifications: boolean;
  /** Whether S3 publishes metrics and events about the replication. */
  readonly metrics: boolean;
  /** Whether S3 replicates most objects within 15 minutes. Includes metrics. */
  readonly timeControl: boolean;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html */
export const STORAGE_CLASSES = [
  "STANDARD",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
] as const;

export type StorageClass = (typeof STORAGE_CLASSES)[number];

/** A task of AWS DataSync, which copies from one bucket to another. */
export interface DataSyncTask<T extends Text = string> {
  readonly name: string;
  readonly from: Bucket<T>;
  readonly to: Bucket<T>;
  /** The role that DataSync assumes. The task is in its account. */
  readonly role: NewRole<T>;
  /** The beginning of the keys to copy, without which they arrive; empty for all objects. */
  readonly fromPrefix: T;
  /** What the copies' keys begin with. */
  readonly toPrefix: T;
  /** When it runs. If undefined, when somebody starts it. */
  readonly schedule: string | undefined;
  readonly mode: DataSyncMode;
}

/** https://docs.aws.amazon.com/datasync/latest/userguide/choosing-task-mode.html */
export const DATA_SYNC_MODES = ["enhanced", "basic"] as const;

export type DataSyncMode = (typeof DATA_SYNC_MODES)[number];

/** An AWS service that writes to buckets or reads from them with its own service principal, without a role. */
export interface AwsService<T extends Text = string> {
  readonly name: string;
  readonly service: ServiceName;
  /** Each account that it acts for, or the organization. */
  readonly sources: readonly DeliverySource<T>[];
}

/** For whom a service acts: an account or an organization. */
export interface DeliverySource<T extends Text = string> {
  readonly accountId: T | undefined;
  readonly organizationId: T | undefined;
  /** The ARNs of the trails, distributions or buckets that it acts for, or patterns of them; empty for all. */
  readonly arns: readonly T[];
}

/** Which service writes to which bucket, or reads from it. */
export interface Delivery<T extends Text = string> {
  readonly service: AwsService<T>;
  readonly bucket: Bucket<T>;
  /** The beginning of the object keys; empty for all objects. Many services add folders of accounts to it. */
  readonly prefix: T;
}
