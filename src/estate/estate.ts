/**
 * What AWS will contain after Terraform is applied, as plain data. Everything is sorted by address, and keeps its
 * address for messages.
 */
import type { RawPolicyDocument } from "./policy-document";
import type { Conflict } from "./problem";

/** What AWS will contain. */
export interface Estate {
  /** In the order of their aliases. An account with two regions appears twice. */
  readonly accounts: readonly Account[];
  readonly buckets: readonly Bucket[];
  readonly keys: readonly Key[];
  /** Roles and users that are created, and existing ones that get policies. */
  readonly principals: readonly Principal[];
  /** Each gives EC2 instances a role. */
  readonly instanceProfiles: readonly InstanceProfile[];
  /** OIDC providers that Terraform creates. Absent if there are none. */
  readonly oidcProviders?: readonly OidcProvider[];
  /** Including unattached ones, because a permissions boundary can be one. */
  readonly managedPolicies: readonly ManagedPolicy[];
  /** Policies in outputs, which others can attach. */
  readonly offeredPolicies: readonly OfferedPolicy[];
  /** What is taken to be attached in accounts without a provider. Absent if there is none. */
  readonly handovers?: readonly Handover[];
  readonly replicationRules: readonly ReplicationRule[];
  /** Alarms of CloudWatch about replication rules. Read from a configuration only. */
  readonly replicationAlarms?: readonly ReplicationAlarm[];
  /** What owners of SNS topics add to their policies. Absent if there is nothing. */
  readonly topicPolicies?: readonly TopicPolicy[];
  /** Topics that S3 tells about the replication of buckets. Read from a configuration only. */
  readonly replicationNotifications?: readonly ReplicationNotification[];
  /** What DataSync copies. */
  readonly dataSync?: DataSync;
  /** Absent if there are none. */
  readonly accessPoints?: readonly AccessPoint[];
  /** What Terraform creates before each resource, by address: what it refers to, and its `depends_on`. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** It exists already, as in a state. The order of its creation no longer matters. */
  readonly isDeployed?: true;
  /** What can change who can do what, but is not read here. */
  readonly unmodelled: readonly Unmodelled[];
  /**
   * What AWS would refuse or overwrite, such as a second policy of a bucket. Empty for a configuration that s3porter
   * evaluates itself, because reading such a configuration fails instead.
   */
  readonly conflicts: readonly Conflict[];
  /** What stands for something that is not known. Absent if there is none. */
  readonly assumptions?: readonly Assumption[];
}

/** An alarm of CloudWatch about a replication rule. */
export interface ReplicationAlarm {
  readonly address: string;
  readonly accountId: string;
  readonly region: string;
  readonly metric: string;
  /** The name of the source bucket. */
  readonly source: string;
  /** The name of the destination bucket. */
  readonly destination: string;
  /** The id of the rule. */
  readonly rule: string;
  /** The statistic, the comparison, the threshold, and what missing data means. */
  readonly condition: string;
  /** What it tells. Empty if its actions are off. */
  readonly topicArns: readonly string[];
}

/** What AWS DataSync reads and writes in S3. */
export interface DataSync {
  readonly locations: readonly DataSyncLocation[];
  /** Those between two locations in S3. */
  readonly tasks: readonly DataSyncTask[];
  /** Where tasks write their reports. */
  readonly reports: readonly DataSyncReport[];
}

/** What DataSync does with a bucket, as a role. */
export interface DataSyncUse {
  /** The location, or the task of a report. */
  readonly address: string;
  /** The account that the locations and tasks are in. */
  readonly account: Account;
  readonly region: string;
  readonly bucketArn: string;
  readonly roleArn: string;
}

/** A bucket, or a prefix of it, where DataSync reads or writes. */
export interface DataSyncLocation extends DataSyncUse {
  /** Made up, unless AWS has created it. */
  readonly arn: string;
  /** Empty for the whole bucket. Undefined if it is not known which objects its tasks copy. */
  readonly prefix: string | undefined;
  /** A task reads from it. */
  readonly isSource: boolean;
  /** A task writes to it. */
  readonly isDestination: boolean;
  /** A task copies tags of objects. Undefined if that is not known. */
  readonly copiesTags: boolean | undefined;
  /** A task deletes from it what its source does not have. */
  readonly deletes: boolean;
}

/** A bucket to which a task writes reports. */
export interface DataSyncReport extends DataSyncUse {
  /** As it is written, without a slash in front. Undefined if it is not known. */
  readonly prefix: string | undefined;
}

/** A task that copies from one location to another. */
export interface DataSyncTask {
  readonly address: string;
  readonly source: DataSyncLocation;
  readonly destination: DataSyncLocation;
}

/** Statements that the owners of an SNS topic add to its policy. */
export interface TopicPolicy extends Policy {
  /** The ARN of the topic. */
  readonly arn: string;
}

/** A topic that S3 tells about the replication of a bucket. */
export interface ReplicationNotification {
  readonly bucketArn: string;
  readonly topicArn: string;
}

/** Something that is taken to be so, because it is not known. */
export interface Assumption {
  readonly address: string;
  /** The assumption, as the end of a sentence about the address. */
  readonly assumption: string;
  /** How to replace it by what is known. */
  readonly remedy: string;
}

/** Policies in an output that administrators of another account attach to its roles and users. */
export interface Handover {
  /** The output: `output.handover_<account>`. */
  readonly address: string;
  readonly account: Account;
  /** Who gets policies. For an entire account, the ARN of its root; for those with tags, see `aws/tagged-arn.ts`. */
  readonly principalArns: readonly string[];
}

/** An account in one region: an aliased `aws` provider, or an account that is handed policies over. */
export interface Account {
  /** `provider.aws.<alias>`, or the output with the policies. */
  readonly address: string;
  /** Empty for the default provider. */
  readonly alias: string;
  /** Twelve digits. */
  readonly id: string;
  /** Empty for an account that is handed policies over. */
  readonly region: string;
  /** The region stands for one that is not known. What hangs on it is then not known either. */
  readonly regionIsMadeUp?: true;
  readonly partition: string;
}

export interface Bucket {
  /** For a bucket that exists already: its data source, or the first resource that names it. */
  readonly address: string;
  /**
   * Another Terraform creates it. Its settings without an address are then not known, whatever they say, and without a
   * policy from this Terraform its policy is `unknown`.
   */
  readonly existing?: true;
  /** It is in an account that this Terraform does not read. Only what its administrators get says that it exists. */
  readonly unread?: true;
  readonly name: string;
  /** `global` or `account-regional`. */
  readonly namespace: string;
  readonly arn: string;
  readonly account: Account;
  readonly region: string;
  readonly encryption: Encryption;
  readonly ownership: Ownership;
  readonly versioning: Versioning;
  readonly publicAccessBlock: PublicAccessBlock;
  /** Absent if the bucket has none, or if it is `existing` and this Terraform does not set it. */
  readonly objectLock?: ObjectLock;
  /** Other accounts pay for their requests. Absent if the owner does, or if that is not known. */
  readonly requesterPays?: RequesterPays;
  /** Absent if the bucket has none. */
  readonly policy?: Policy;
  /** The ACL that Terraform sets. Absent if it leaves AWS's default, which is private. */
  readonly acl?: BucketAcl;
  /** What each plan checks of a bucket that is `existing`. */
  readonly checks?: readonly SettingCheck[];
}

/**
 * S3 refuses requests of other accounts that do not say that the requester pays, and all without credentials.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html
 */
export interface RequesterPays {
  readonly address: string;
}

/** A setting that each plan checks. */
export interface SettingCheck {
  /** Where Cloud Control has it: `VersioningConfiguration.Status`. */
  readonly setting: string;
  /** The only values with which a plan succeeds or, if they are refused, those with which it fails. */
  readonly values: readonly unknown[];
  /** If so, a plan succeeds without the setting, too. */
  readonly areRefused: boolean;
}

/**
 * S3 refuses to set any ACL, even a private one, while the object ownership is `BucketOwnerEnforced`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
export interface BucketAcl {
  readonly address: string;
  /** As it is configured, such as `public-read`. Absent for a list of grants. */
  readonly canned?: string;
  /** What it allows to others than the owner. */
  readonly grants: readonly AclGrant[];
  /** Why more grants are possible, as the end of a sentence about the ACL. */
  readonly unknown?: string;
}

export interface AclGrant {
  /** `READ`, `WRITE`, `READ_ACP`, `WRITE_ACP` or `FULL_CONTROL`. */
  readonly permission: string;
  /**
   * `everyone`, `any AWS account`, `S3 log delivery` and `Amazon EC2` are groups of AWS. An `account` has a canonical user
   * id, or an e-mail address.
   */
  readonly to: "everyone" | "any AWS account" | "S3 log delivery" | "Amazon EC2" | "account";
  /** The canonical user id or the e-mail address of an `account`. */
  readonly account?: string;
}

/** The address is absent if nothing is configured. AWS's default then applies. */
interface Configured {
  readonly address?: string;
}

/**
 * The default encryption of a bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
 */
export interface Encryption extends Configured {
  /** `AES256`, `aws:kms` or `aws:kms:dsse`. */
  readonly algorithm: string;
  /**
   * The key as it is configured. The id or alias of a key, unlike its ARN, is looked up in the caller's account.
   * Without a key, it is the managed key `aws/s3` of that account.
   */
  readonly masterKey?: string;
  /** The same, if it is the ARN of a key. */
  readonly keyArn?: string;
  readonly bucketKeyEnabled: boolean;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
export interface ObjectLock {
  readonly address: string;
  /** How long new objects are locked. Absent if only those are for which an upload says so. */
  readonly retention?: Retention;
}

export interface Retention {
  /** `GOVERNANCE` or `COMPLIANCE`. */
  readonly mode: string;
  readonly days?: number;
  readonly years?: number;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
export interface Ownership extends Configured {
  /** `BucketOwnerEnforced`, which disables ACLs, `BucketOwnerPreferred` or `ObjectWriter`. */
  readonly objectOwnership: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html */
export interface Versioning extends Configured {
  /** `Enabled`, `Suspended` or `Disabled`. */
  readonly status: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export interface PublicAccessBlock extends Configured {
  /** The block of the whole account, which the flags include: S3 applies the stricter of the two. */
  readonly ofAccount?: string;
  readonly blockPublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly ignorePublicAcls: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** A rendered policy document. */
export interface Policy {
  /** The resource with the argument, or the output. */
  readonly address: string;
  readonly document: RawPolicyDocument;
  /** The name of the account whose administrators attach it, because Terraform does not. */
  readonly handover?: string;
  /**
   * Why some or all of the policy is not known, as the end of a sentence about it, such as `is known only after apply`.
   * It can then allow and deny anything besides what the document says.
   */
  readonly unknown?: string;
  /** All of it is known, but another resource may remove it. */
  readonly isContested?: true;
}

/** A policy that administrators give to roles and users of their choice. */
export interface OfferedPolicy extends Policy {
  /** The tags that these roles and users must have, if the policy is one of several in a hand-over. */
  readonly principalTags?: Readonly<Record<string, string>>;
}

export interface Key {
  readonly address: string;
  /** Another Terraform creates it, and this one has a data source of it. Its policy is then `unknown`. */
  readonly existing?: true;
  /** As of a bucket. */
  readonly unread?: true;
  /** AWS manages it, as it does `aws/s3`. No other account can use it, and nothing can change its policy. */
  readonly awsManaged?: true;
  /** With an id derived from the address if Terraform does not know it yet. */
  readonly arn: string;
  readonly account: Account;
  readonly region: string;
  /** Whether AWS rotates it. AWS cannot rotate one whose material is imported. */
  readonly rotation: boolean;
  /** Its material is imported (`aws_kms_external_key`). */
  readonly imported?: true;
  /** Why KMS uses it for nobody, or S3 cannot use it. */
  readonly unusable?: "disabled" | "not symmetric";
  /** A primary key that can have replicas in other regions, or a replica. */
  readonly multiRegion?: true;
  /** For a replica, the ARN of its primary key. A replica has a policy and grants of its own. */
  readonly primaryArn?: string;
  /** Each begins with `alias/`. */
  readonly aliases: readonly Alias[];
  /** Those of one that is created, without the default tags of the provider. Absent if there are none. */
  readonly tags?: Readonly<Record<string, string>>;
  /** If none is configured, the default of AWS. */
  readonly policy: Policy;
  /** Absent if there are none. The proof does not evaluate them. */
  readonly grants?: readonly KeyGrant[];
}

/**
 * Allows operations with a key without any policy.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export interface KeyGrant {
  readonly address: string;
  /** The ARN of a role, a user, an account's root or an assumed role, or the name of a service. */
  readonly grantee: string;
  /** Without `kms:`, such as `GenerateDataKey`. */
  readonly operations: readonly string[];
  /** The encryption context must be exactly this. */
  readonly contextEquals?: Readonly<Record<string, string>>;
  /** The encryption context must contain this. */
  readonly contextSubset?: Readonly<Record<string, string>>;
}

export interface Alias {
  readonly address: string;
  readonly name: string;
}

/** A role or a user. */
export interface Principal {
  readonly kind: "role" | "user";
  /** Absent for an existing one that only gets policies. */
  readonly address?: string;
  readonly name: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly arn: string;
  /**
   * How the path is known: `terraform` creates it or has a data source of it, the `caller` gives the ARN, the `policies` name it with its path, or
   * it is `assumed` to have none. Terraform does not contain the path of an existing role or user.
   */
  readonly arnFrom: "terraform" | "caller" | "policies" | "assumed";
  readonly account: Account;
  /** For roles that are created, and existing ones with a data source. */
  readonly trustPolicy?: Policy;
  /** For an existing role or user, the policies that it gets here. It can have others. */
  readonly identityPolicies: readonly IdentityPolicy[];
  /** The ARN of its permissions boundary. */
  readonly permissionsBoundary?: string;
  /** The longest session of a role that is created, in seconds, if Terraform says it. */
  readonly maxSessionDuration?: number;
  /** That with which `aws:userid` begins, such as `AROA…`: of AWS in a state, made up in a rehearsal. */
  readonly uniqueId?: string;
  /**
   * The tags of one that is created, if they can be evaluated. Without the provider's default tags, which a module does
   * not know.
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A policy that determines what a role or user can do. The address of one that AWS manages is that of its attachment. */
export interface IdentityPolicy extends Policy {
  readonly kind: "inline" | "managed" | "AWS-managed";
  readonly name: string;
  /** The resource that attaches a managed policy. */
  readonly attachment?: string;
  /** The name of the group that has the policy. The user is in it. */
  readonly group?: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html */
export interface InstanceProfile {
  readonly address: string;
  readonly account: Account;
  /** Absent if the profile has no role. */
  readonly roleName?: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html */
export interface OidcProvider {
  readonly address: string;
  readonly account: Account;
  readonly arn: string;
  /** Without `https://`. */
  readonly issuer: string;
  /** The audiences that it accepts. */
  readonly audiences: readonly string[];
}

export interface ManagedPolicy extends Policy {
  /** Another Terraform creates it, and this one has a data source of it. */
  readonly existing?: true;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly account: Account;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html */
export interface ReplicationRule {
  /** The replication configuration that contains the rule. */
  readonly address: string;
  readonly id?: string;
  readonly priority?: number;
  readonly isEnabled: boolean;
  /** The bucket to replicate. */
  readonly source: { readonly bucketArn: string; readonly account: Account };
  /** The role that S3 assumes. */
  readonly roleArn: string;
  readonly destination: {
    readonly bucketArn: string;
    /** The account id of the bucket: that of its owner if the bucket is in the estate, otherwise the stated one. */
    readonly account?: string;
    /** The account id that the rule states. */
    readonly statedAccount?: string;
  };
  /** Only objects whose keys begin with this are replicated. */
  readonly prefix: string;
  /** … and that have all of these tags. */
  readonly tags: Readonly<Record<string, string>>;
  readonly deleteMarkers: boolean;
  /** The rule has no filter, which makes it one of the first version. */
  readonly isFirstVersion?: true;
  /** The rule says whether delete markers are replicated, or the provider does. */
  readonly statesDeleteMarkers?: true;
  /** Whether objects encrypted with SSE-KMS are replicated. */
  readonly sseKmsEncryptedObjects: boolean;
  /** The key of the replicas as it is configured. */
  readonly replicaKey?: string;
  /** The same, if it is the ARN of a key. */
  readonly replicaKeyArn?: string;
  /** Whether replicas belong to the owner of the destination bucket, regardless of its object ownership. */
  readonly ownerOverride: boolean;
  /** Whether objects from before the rule are replicated, if the rule says so. S3 offers this only through Batch Replication. */
  readonly existingObjects?: boolean;
  /** Changes of the metadata of replicas are replicated back. */
  readonly replicaModifications?: true;
  /** The rule has Replication Time Control, which needs metrics. */
  readonly replicationTime?: true;
  readonly timeMinutes?: number;
  readonly metrics?: true;
  /** After how many minutes S3 publishes an event about a late replica. */
  readonly thresholdMinutes?: number;
  /** Of the replicas. Absent for that of the source object. */
  readonly storageClass?: string;
}

/**
 * An access point of a bucket. Its policy can allow what the bucket's policy delegates to access points.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export interface AccessPoint {
  readonly address: string;
  readonly name: string;
  readonly arn: string;
  readonly account: Account;
  readonly bucketName: string;
  /** It accepts requests from this VPC alone. */
  readonly vpcId?: string;
  readonly policy?: Policy;
}

/** Something that is not read here. */
export interface Unmodelled {
  readonly address: string;
  /** The argument; absent for the whole resource. */
  readonly argument?: string;
  /** Why it matters. */
  readonly reason: string;
  /** Whether it can allow requests that no policy here allows. The proof then fails. Otherwise it is a note. */
  readonly canAllow: boolean;
  /**
   * The estate has it as data, which a description evaluates: `Bucket.acl`, `Key.grants`, the settings of an existing
   * bucket. A proof treats it as not read.
   */
  readonly isData?: true;
}
