import { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { roleOrUserPatternProblem } from "../aws/arn";
import { bucketNameProblem, namespaceProblem } from "../aws/bucket-name";
import { sourceIpProblem, vpcEndpointIdProblem } from "../aws/network";
import { organizationIdProblem } from "../aws/organization-id";
import { objectPrefixProblem } from "../aws/object-prefix";
import { deliveringService } from "../aws/delivering-services";
import { BUCKET_POLICY } from "../aws/policy-limits";
import { tlsVersionProblem } from "../aws/tls-version";
import { topicArnProblem } from "../aws/topic";
import { bucketPolicy } from "../policy/bucket-policy";
import { trailsIn } from "../policy/delivery-statements";
import type * as policy from "../policy/intents";
import { isSameAccount, type Permission } from "../policy/intents";
import { deliveryPrefixProblem, deliveryProblem } from "../topology/delivery-ends";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import { SINGLE_PERMISSIONS } from "../topology/levels";
import { hasOnePeriod } from "../topology/object-lock";
import type { Reference, Text } from "../topology/text";
import { hasKmsObjects, type ReplicationEnd, replicationProblems } from "../topology/replication-ends";
import { AccessPrincipal } from "./access-principal";
import { AccessService } from "./access-service";
import { Account } from "./account";
import { claimAddress, waitFor } from "./addresses";
import { called } from "./call-order";
import type { DeliveryEdge, Edges, Grant, IBucket, ReplicationRule } from "./edges";
import { type BucketKeyProps, EncryptionKey } from "./encryption-key";
import * as errors from "./errors";
import { existingPolicy, type ExistingPolicyProps, merged } from "./existing-policy";
import { ownStatements, type StatementsProps, withAdded } from "./own-statements";
import { Import } from "./import";
import { keyAddresses, KeptResources } from "./kept-resources";
import { ownerIn, PolicyHandover } from "./policy-handover";
import { shorterBucketPolicy } from "./policy-length";
import { PolicyLocal } from "./policy-local";
import { lifecycleOf } from "./prevent-destroy";
import { areInOtherRegions, checkReach, checkStack } from "./reach";
import { type ReplicationProps, ReplicationSource } from "./replication-source";
import { type ExpectedSettings, SettingsCheck } from "./settings-check";
import { expressionFor, optionalText, terraformBoolean, terraformText } from "./terraform-text";
import { TopicHandovers } from "./topic-handovers";
import { validate } from "./validate";
import { isMarkedAs, markAs } from "./kind";

/** The properties of an `EncryptedBucket`. */
export interface EncryptedBucketProps {
  /** The account that owns the bucket. The bucket is created in the region of this `Account`. */
  readonly account: Account;
  /**
   * The name of the bucket, 3 to 63 characters. Bucket names are unique across all AWS accounts. Only your account can create
   * buckets whose names end with `-<account id>-<region>-an`. This needs version 6.40 or later of the AWS provider.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
   */
  readonly bucketName: Text;
  /**
   * Whether the name is in the global namespace or in that of the account and region.
   *
   * @default - derived from the name; `global` if the name is a Terraform reference
   * @internal
   */
  readonly bucketNamespace?: model.BucketNamespace;
  /**
   * The ARN of the bucket.
   *
   * @default - built from the partition and the name of the bucket
   */
  readonly bucketArn?: Text;
  /**
   * The default encryption: `aws:kms` with a customer-managed key, or `AES256`, which is SSE-S3 without a KMS key.
   *
   * @default "aws:kms"
   */
  readonly encryption?: "aws:kms" | "AES256";
  /**
   * The KMS key to use instead of the bucket's own: the key of another bucket, or an `EncryptionKey`. It must be in the
   * region of the bucket. It can be in another account, whose administrators can then make the objects unreadable.
   *
   * If an earlier deployment created a key for this bucket, that key stays in AWS, but Terraform no longer manages it. To
   * keep the objects under it readable, create an `EncryptionKey` with the id of the bucket and the alias and description
   * of the old key, and pass it to `addOtherKey`.
   *
   * @default - a new key for this bucket
   */
  readonly key?: EncryptedBucket | EncryptionKey;
  /**
   * The properties of the bucket's own key. Not allowed together with `key`.
   *
   * @default - see `BucketKeyProps`
   */
  readonly keyProps?: BucketKeyProps;
  /**
   * Whether new objects use an S3 Bucket Key, which saves most of the calls to KMS. Existing objects do not change, and all
   * objects stay readable.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   */
  readonly bucketKeyEnabled?: boolean;
  /**
   * Whether the bucket policy denies uploads with another key or another encryption. Uploads without encryption headers
   * always get the key of the bucket.
   *
   * @default false
   */
  readonly requireKey?: boolean;
  /**
   * Whether the bucket policy denies uploads with SSE-C, whose key only the uploader has. Since April 2026, S3 blocks them in
   * new buckets by default.
   *
   * @default - true with `requireKey`, otherwise false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-s3-c-encryption-setting-faq.html
   */
  readonly denySseC?: boolean;
  /**
   * The oldest version of TLS that requests can use: `1.2` or `1.3`.
   *
   * @default - 1.2, which S3 requires anyway
   */
  readonly minimumTls?: string;
  /**
   * Statements of your own for the bucket policy: a policy or a list of statements, or the path of a JSON file with one of them.
   * They are linted and proved with the others. What they allow is told with the proof.
   *
   * @default - none
   */
  readonly statements?: StatementsProps;
  /**
   * Object Lock, which cannot be turned off: how long nobody can delete or overwrite the versions of new objects; or `true`,
   * to lock only the objects for which an upload or a replica says so.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
   */
  readonly objectLock?: model.ObjectLock;
  /**
   * Who can reach the bucket. Everyone else is denied.
   *
   * @default - no limit
   */
  readonly restrictTo?: BucketRestrictions;
  /**
   * Whether S3 keeps old versions of objects.
   *
   * @default - true if the bucket replicates, receives replicas or has Object Lock, otherwise false
   */
  readonly versioned?: boolean;
  /**
   * After how many days S3 aborts multipart uploads that are not complete, and deletes their parts. S3 keeps one lifecycle
   * configuration for each bucket: if you add an `S3BucketLifecycleConfiguration` of your own, add this rule to it instead.
   *
   * @default - never; the stack has no lifecycle configuration
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html
   */
  readonly abortIncompleteUploadsAfterDays?: number;
  /**
   * The ARN of an SNS topic in the region of the bucket, which S3 tells about each object that it fails to replicate, and why. The
   * topic must let S3 publish before the deployment: see the output `handover_<bucket>_topic_policy`. S3 keeps one notification
   * configuration for each bucket: if you have an `S3BucketNotification` of your own, add the topic to it instead.
   *
   * @default - none; the stack has no event notifications of the bucket
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics-events.html
   */
  readonly replicationEvents?: Text;
  /**
   * Whether Terraform refuses plans that destroy the bucket or its own key (`prevent_destroy`). This does not cover a bucket
   * that is no longer in the configuration.
   *
   * @default - true, unless `forceDestroy` is set
   * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
   */
  readonly preventDestroy?: boolean;
  /**
   * Whether `destroy` also deletes all objects in the bucket. If false, `destroy` fails while the bucket contains objects.
   *
   * @default false
   */
  readonly forceDestroy?: boolean | Reference;
  /**
   * The tags of the bucket.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>> | Reference;
  /**
   * Set for a bucket that exists already.
   *
   * @default - a new bucket
   * @internal
   */
  readonly existing?: Pick<ExistingBucketProps, "policy" | "isImported" | "checkSettings" | "replication">;
}

/** The properties of a bucket that exists already. */
export interface ExistingBucketProps extends Pick<
  EncryptedBucketProps,
  | "account"
  | "bucketName"
  | "bucketArn"
  | "encryption"
  | "bucketKeyEnabled"
  | "requireKey"
  | "denySseC"
  | "minimumTls"
  | "preventDestroy"
  | "restrictTo"
> {
  /** Who changes the bucket policy. */
  readonly policy: ExistingPolicyProps;
  /**
   * The key of the default encryption, as it is: `EncryptionKey.fromKeyArn`. Required unless `encryption` is `AES256`.
   *
   * @default - none
   */
  readonly key?: EncryptedBucket | EncryptionKey;
  /**
   * Whether the stack enables versioning. Without it, replication takes for granted that versioning is enabled.
   *
   * @default false
   */
  readonly versioned?: boolean;
  /**
   * Whether Terraform imports what it manages of the bucket: its policy, if the stack owns it, its versioning, and the
   * replication configuration that it replaces. The first plan then shows what changes in them.
   *
   * @default false
   */
  readonly isImported?: boolean;
  /**
   * Whether each plan reads how the bucket is configured, with the Cloud Control API, and fails unless its default encryption,
   * Object Ownership, Block Public Access and the versioning that replication needs are as the stack takes them to be. Whoever
   * runs Terraform needs `cloudformation:GetResource` and the permissions of S3 to read the configuration.
   *
   * @default - true, unless the account has `managed: false`
   */
  readonly checkSettings?: boolean;
  /**
   * What becomes of the replication configuration of the bucket. S3 has one for each bucket, with one role. `none` says that it
   * has none today, `replace` that Terraform replaces its rules by those of the stack.
   *
   * @default - the bucket cannot replicate to others
   */
  readonly replication?: "none" | "replace";
}

/** Who can reach a bucket. Everyone else is denied, whatever policies allow. */
export interface BucketRestrictions {
  /**
   * The id of an organization, in which principals of other accounts must be. The account of the bucket is always inside.
   *
   * @default - any
   */
  readonly organizationId?: Text;
  /**
   * The ids of VPC endpoints for S3 that requests can come through. The configuration of the bucket stays open to other
   * networks, and so do requests of AWS services and of S3 itself, when it replicates.
   *
   * @default - none, with `sourceIps`; otherwise any network
   */
  readonly vpcEndpointIds?: readonly Text[];
  /**
   * The ranges of public IP addresses that requests can come from.
   *
   * @default - none, with `vpcEndpointIds`; otherwise any network
   */
  readonly sourceIps?: readonly Text[];
  /**
   * Who is not limited: principals of the stack, and ARNs of roles and users in the account of the bucket. Required with
   * networks, because Terraform itself reads the bucket.
   *
   * @default - the role that the deployment assumes in the account
   */
  readonly except?: readonly (AccessPrincipal | Text)[];
}

/** The options of a grant. */
export interface GrantOptions {
  /**
   * Limits the grant to objects whose keys begin with this prefix. Can contain policy variables that identify the caller,
   * such as `home/${aws:username}/`. AWS cannot limit `locate` and the listing of `list_uploads` to a prefix.
   *
   * @default - every object
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
   */
  readonly prefix?: Text;
}

/**
 * A private S3 bucket that is encrypted with a customer-managed KMS key. Each grant adds the statements that it needs to the
 * bucket policy, the key policy and the policies of the principals, in every account.
 *
 * Public access is blocked, ACLs are disabled, and requests without TLS are denied. `node.defaultChild` is the `S3Bucket`, and
 * `node.defaultChild` of the other constructs their `KmsKey`, `IamRole` or `IamUser`.
 *
 * @throws UsageError in each of these cases:
 *   - the name is malformed, reserved, or in the namespace of another account or region
 *   - `key` is in another region, stack or partition, or is a bucket without a KMS key
 *   - `key` and `keyProps` are both set
 *   - `encryption` is `AES256`, and `key`, `keyProps` or `requireKey` is set
 *   - `forceDestroy` and `preventDestroy` are both true
 *   - `requireKey` is set, and `denySseC` is false
 *   - `abortIncompleteUploadsAfterDays` is not a whole number of days
 *   - `objectLock` has not one whole number of `days` or `years`
 *   - `objectLock` is in compliance mode, and `forceDestroy` is true
 *   - `objectLock` is set, and `versioned` is false
 *   - `restrictTo` names nothing, or names networks without `except`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export class EncryptedBucket extends Construct implements IBucket {
  /** Whether a construct is an `EncryptedBucket`. Also works if the program contains two copies of the class. */
  static isEncryptedBucket(candidate: unknown): candidate is EncryptedBucket {
    return isMarkedAs("EncryptedBucket", candidate);
  }

  /**
   * A bucket that exists already. The stack changes nothing but its policy and, with `versioned`, its versioning. In an account
   * with `managed: false`, it changes and reads nothing: `policy` is then `"handover"`.
   *
   * @throws UsageError if the name is malformed, if the policy to merge cannot be read, if the key is missing or new, or if it is
   *   in another region, stack or partition
   */
  static fromBucketName(scope: Construct, id: string, props: ExistingBucketProps): EncryptedBucket {
    const { policy, isImported, checkSettings, replication, ...others } = props;
    const existing = { policy, isImported, checkSettings, replication };
    return new EncryptedBucket(scope, id, { ...others, existing });
  }

  /** The id of the construct. It is also the name of its resources in Terraform. */
  readonly name: string;
  /** The account that owns the bucket. */
  readonly account: Account;
  /** The name of the bucket, as text for Terraform. */
  readonly bucketName: string;
  /** The ARN of the bucket, built from its name so that a policy can contain it before the bucket exists. */
  readonly bucketArn: string;
  /** The key of the default encryption. Undefined if that is `AES256`. */
  readonly key?: EncryptionKey;
  /** Whether uploads with another key or encryption are denied. */
  readonly requireKey: boolean;
  /** Whether uploads with SSE-C are denied. */
  readonly denySseC: boolean;
  /** The oldest version of TLS that requests can use. Undefined if S3 decides. */
  readonly minimumTls?: string;
  /** Who can reach the bucket, as text for Terraform. Undefined if everyone can. */
  readonly restrictions?: policy.Restrictions;
  /** Whether new objects use an S3 Bucket Key. */
  readonly bucketKeyEnabled: boolean;
  private readonly said: model.Bucket<Text>;
  /** Whether the bucket exists already. */
  readonly isExisting: boolean;
  /** Undefined if the bucket exists already. */
  private readonly resource?: S3Bucket;
  /** Undefined if the stack does not own the policy. */
  private readonly policy?: S3BucketPolicy;
  private readonly handover?: PolicyHandover;
  private readonly furtherKeys: EncryptionKey[] = [];
  private readonly access: Grant[] = [];
  private readonly grantees = new Set<AccessPrincipal>();
  private readonly deniedPrincipals: AccessPrincipal[] = [];
  private readonly replications: ReplicationRule[] = [];
  private readonly deliveries: DeliveryEdge[] = [];
  /** Terraform addresses of the principals that the policies name by ARN. */
  private readonly awaited = new Set<string>();
  private versioning?: S3BucketVersioningA;
  private lock?: S3BucketObjectLockConfigurationA;
  private replicationSource?: ReplicationSource;
  /**
   * What the owners of topics add to their policies.
   *
   * @internal
   */
  readonly topics: TopicHandovers;

  constructor(scope: Construct, id: string, props: EncryptedBucketProps) {
    super(scope, id);
    markAs("EncryptedBucket", this);
    validate(this, "bucketName", props.bucketName, bucketNameProblem);
    if (props.preventDestroy && props.forceDestroy === true) throw errors.destroyedYetKept(this.node.path);
    validate(this, "minimumTls", props.minimumTls, tlsVersionProblem);
    this.name = id;
    this.account = Account.required(this.node.path, props.account);
    this.validateNamespace(props.bucketName);
    this.bucketName = terraformText(props.bucketName);
    this.key = this.defaultKey(props);
    this.key?.addUser(this);
    this.isExisting = props.existing !== undefined;
    if (this.isExisting && this.key?.isExisting === false)
      throw errors.newKeyOfExisting(this.node.path, this.key.node.path);
    if (this.isExisting) new KeptResources(this, "kept", [...bucketAddresses(id), ...keyAddresses(id)]);
    else if (this.key?.node.scope !== this) new KeptResources(this, "kept-key", keyAddresses(id));
    const encryption = encryptionOf(this.key, props);
    if (props.requireKey && props.denySseC === false) throw errors.sseCWithRequiredKey(this.node.path);
    this.said = defaults.bucket({
      name: id,
      account: this.account.model,
      bucketName: props.bucketName,
      bucketNamespace: props.bucketNamespace,
      bucketArn: props.bucketArn,
      encryption,
      statements: ownStatements(this.node.path, props.statements),
      objectLock: props.objectLock,
      abortIncompleteUploadsAfterDays: props.abortIncompleteUploadsAfterDays,
      replicationEvents: props.replicationEvents,
      preventDestroy: props.preventDestroy,
      denySseC: props.denySseC,
      minimumTls: props.minimumTls,
      restrictions: props.restrictTo && this.restrictionsOf(props.restrictTo),
      existing: props.existing && {
        isImported: props.existing.isImported ?? false,
        checkSettings: defaults.checkSettings(this.account, props.existing.checkSettings),
        policy: existingPolicy(this.node.path, props.existing.policy),
        replication: props.existing.replication,
      },
      forceDestroy: props.forceDestroy,
      tags: props.tags,
    });
    this.bucketArn = terraformText(this.said.bucketArn);
    this.requireKey = encryption.kind !== "no key" && encryption.requireKey;
    this.denySseC = this.said.denySseC;
    this.minimumTls = this.said.minimumTls;
    this.restrictions = this.said.restrictions && inTerraform(this.said.restrictions);
    this.bucketKeyEnabled = encryption.kind !== "no key" && encryption.bucketKeyEnabled;

    if (this.said.existing) {
      const { policy } = this.said.existing;
      if (this.account.managed) this.find();
      else if (!this.account.hasRegion) throw errors.regionNotStated(this.node.path, this.account.node.path);
      if (policy.kind === "merge") this.policy = this.owned(this.policyLocal());
      else this.handover = this.handedOver(this.policyLocal());
      if (this.said.existing.checkSettings) this.checkSettings();
    } else {
      this.resource = this.created();
      this.node.defaultChild = this.resource;
      if (this.key) this.destroyBefore(this.key);
      this.encrypt();
      this.policy = this.protect();
    }
    if (props.versioned) this.enableVersioning();
    this.imports(this.policyAddress, this.versioning && `aws_s3_bucket_versioning.${this.name}`);
    this.lockObjects(props);
    this.abortIncompleteUploads();
    this.topics = new TopicHandovers(this, "topics");
    this.publishReplicationEvents();
    this.handOver();
  }

  /** The bucket with its defaults, and with the keys and versioning that were added so far. */
  get model(): model.Bucket<Text> {
    return {
      ...this.said,
      otherKeys: this.otherKeys.map((key) => key.model),
      denied: this.deniedPrincipals.map(({ name, model }) => ({ name, principalArn: model.principalArn })),
      versioned: this.versioning !== undefined,
    };
  }

  /** Keys that encrypt some of the objects, in addition to the default key. */
  get otherKeys(): readonly EncryptionKey[] {
    return this.furtherKeys;
  }

  /**
   * The roles and users that get nothing.
   *
   * @internal
   */
  get denied(): readonly AccessPrincipal[] {
    return this.deniedPrincipals;
  }

  /**
   * Every grant on the bucket, every replication from it or to it, and every delivery.
   *
   * @internal
   */
  get intents(): Edges {
    return { access: this.access, replications: this.replications, deliveries: this.deliveries };
  }

  /** The trails of CloudTrail that deliver to the bucket, as patterns of their ARNs. */
  get trails(): readonly string[] {
    return trailsIn(this, this.deliveries);
  }

  /**
   * The replications from this bucket.
   *
   * @internal
   */
  get replicationRules(): readonly ReplicationRule[] {
    return this.replicationSource?.replications ?? [];
  }

  /**
   * Whether KMS keys can encrypt objects of the bucket.
   *
   * @internal
   */
  get hasKmsObjects(): boolean {
    return hasKmsObjects(endOf(this));
  }

  /**
   * Whether Object Lock can lock its objects.
   *
   * @internal
   */
  get hasObjectLock(): boolean {
    return this.said.objectLock !== undefined;
  }

  /**
   * The name of the bucket as a Terraform reference. Resources that use it are created after the bucket or, if it exists already,
   * after it is read.
   */
  get bucketReference(): string {
    if (this.isExisting && !this.account.managed) return this.bucketName;
    if (this.isExisting) return `\${data.aws_s3_bucket.${this.name}.bucket}`;
    return `\${aws_s3_bucket.${this.name}.id}`;
  }

  /**
   * The Terraform address of the bucket policy, for resources that must be created after it. Undefined if the stack does not own
   * the policy.
   *
   * @internal
   */
  get policyAddress(): string | undefined {
    return this.policy && `aws_s3_bucket_policy.${this.policy.friendlyUniqueId}`;
  }

  /**
   * Adds a key that encrypts some of the objects instead of the default key, such as objects from before the default key
   * changed. Principals with read access can then also decrypt these objects.
   *
   * @param lender an `EncryptionKey`, or a bucket whose default key it is
   * @throws UsageError if the key is in another region, stack or partition, or if the bucket has no KMS key
   */
  addOtherKey(lender: EncryptedBucket | EncryptionKey): void {
    const key = this.borrowKey(lender);
    if (key === this.key || this.otherKeys.includes(key)) return;
    this.furtherKeys.push(key);
    this.destroyBefore(key);
    key.addUser(this);
    this.updateReaders();
    for (const address of this.awaited) key.waitFor(address);
    this.handOver();
  }

  /**
   * Lets a principal list the bucket, and read objects and their tags: `aws s3 cp` and `aws s3 sync` from the bucket.
   *
   * @throws UsageError if the prefix is malformed, if the principal is in another stack or partition, or if it is the account
   *   that owns the bucket
   */
  grantRead(principal: AccessPrincipal, options: GrantOptions = {}): void {
    this.grant(principal, ["list", "get"], options);
  }

  /**
   * Lets a principal write objects and their tags, including multipart uploads: `aws s3 cp` to the bucket. `aws s3 sync` also
   * lists the destination. For this, call `grant(principal, ["list"])` too. A service such as CloudTrail can deliver to the bucket.
   *
   * @throws UsageError if the prefix is malformed, if the principal is in another stack or partition, or if it is the account
   *   that owns the bucket
   */
  grantWrite(principal: AccessPrincipal | AccessService, options: GrantOptions = {}): void {
    this.grant(principal, ["put"], options);
  }

  /**
   * Lets a principal list the bucket, and read and write objects and their tags.
   *
   * @throws UsageError if the prefix is malformed, if the principal is in another stack or partition, or if it is the account
   *   that owns the bucket
   */
  grantReadWrite(principal: AccessPrincipal, options: GrantOptions = {}): void {
    this.grant(principal, ["list", "get", "put"], options);
  }

  /**
   * Lets a principal delete objects: `aws s3 rm`. Together with read and write access, also `aws s3 mv` from the bucket and
   * `aws s3 sync --delete` to it.
   *
   * @throws UsageError if the prefix is malformed, if the principal is in another stack or partition, or if it is the account
   *   that owns the bucket
   */
  grantDelete(principal: AccessPrincipal, options: GrantOptions = {}): void {
    this.grant(principal, ["delete"], options);
  }

  /**
   * Grants single permissions, such as `list` for the bucket, or `get`, `put` and `delete` for its objects. A service gets
   * everything that it needs with the one that it is for.
   *
   * @throws UsageError if `permissions` is empty or has an unknown one, if the prefix is malformed, if the principal is in
   *   another stack or partition, if it is the account that owns the bucket, or if it is a service that cannot use the bucket
   */
  grant(
    principal: AccessPrincipal | AccessService,
    permissions: readonly Permission[],
    options: GrantOptions = {},
  ): void {
    if (permissions.length === 0) throw errors.nothingGranted(this.node.path);
    // Apps also run without a check of their types.
    const unknown = permissions.find((each) => !SINGLE_PERMISSIONS.includes(each));
    if (unknown !== undefined) throw errors.unknownPermission(this.node.path, unknown, SINGLE_PERMISSIONS);
    if (AccessService.isAccessService(principal)) return this.deliver(principal, permissions, options);
    validate(this, "prefix", options.prefix, objectPrefixProblem);
    checkReach(this, principal);
    if (principal.kind === "account" && isSameAccount(principal.account, this.account)) {
      throw errors.ownAccountGranted(principal.node.path, this.node.path);
    }
    if (this.deniedPrincipals.includes(principal))
      throw errors.grantedAndDenied(principal.node.path, this.node.path);
    const { prefix: prefixText = "" } = options;
    const prefix = terraformText(prefixText);
    const access: Grant = called({ principal, bucket: this, permissions, prefix, prefixText });
    this.access.push(access);
    this.grantees.add(principal);
    principal.add({ access: [access] });
    if (principal.resourceAddress && principal.grantedAs === "arn")
      this.waitForPrincipal(principal.resourceAddress);
    this.handOver();
  }

  /**
   * Denies a role or user the bucket and the use of its keys, whatever policies allow.
   *
   * @throws UsageError if the principal is in another stack or partition, is a whole account, or has access to the bucket
   */
  deny(principal: AccessPrincipal): void {
    checkReach(this, principal);
    if (principal.kind === "account") throw errors.wholeAccountDenied(principal.node.path, this.node.path);
    if (this.grantees.has(principal)) throw errors.grantedAndDenied(principal.node.path, this.node.path);
    if (!this.deniedPrincipals.includes(principal)) this.deniedPrincipals.push(principal);
    this.handOver();
  }

  /**
   * Replicates new objects to another bucket, and enables versioning on both. Creates a role in the account of this bucket,
   * which S3 assumes. Existing objects are not replicated. To replicate several prefixes to the same bucket, call this method
   * once for each.
   *
   * Replicas keep the encryption type of their source: replicas from an `AES256` bucket are not encrypted with the key of the
   * destination.
   *
   * @throws UsageError in each of these cases:
   *   - the destination is this bucket, or is in another stack or partition
   *   - the prefix is malformed, or overlaps with a prefix that is already replicated to the destination
   *   - `roleName` differs from that of an earlier call
   *   - this bucket has objects under a KMS key, and the destination has no KMS key
   *   - this bucket is encrypted with `AES256`, and the destination has `requireKey`
   *   - the key of the replicas is not one of the other keys of the destination, or the destination has `requireKey`
   *   - `minimalKms` is true, and one of the buckets uses a Bucket Key
   *   - there are alarms without the metrics that they need, or in another region than their metrics
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
   */
  replicateTo(destination: EncryptedBucket, props: ReplicationProps = {}): void {
    if (destination === this) throw errors.replicationToItself(this.node.path);
    checkReach(this, destination);
    const { key, minimalKms = false, ...others } = props;
    const own = key === destination.key ? undefined : key;
    const replicaKey = own && (destination.otherKeys.includes(own) ? "of destination" : "of others");
    const [problem] = replicationProblems(endOf(this), endOf(destination), { minimalKms, replicaKey });
    if (problem) throw errors.replicationMisfit[problem](this.node.path, destination.node.path);
    this.replicationSource ??= this.newReplicationSource(props);
    const replication = called(this.replicationSource.addRule(destination, { ...others, minimalKms }, own));
    this.replications.push(replication);
    destination.replications.push(replication);
    this.handOver();
    destination.handOver();
  }

  /** S3 has one replication configuration for each bucket, which Terraform replaces as a whole. */
  private newReplicationSource(props: ReplicationProps): ReplicationSource {
    const { existing } = this.said;
    if (!this.account.managed) throw errors.notManaged(this.account.node.path);
    if (existing && !existing.replication) throw errors.replicationHasNoOwner(this.node.path);
    if (existing?.replication === "replace")
      this.imports(`aws_s3_bucket_replication_configuration.${this.name}`);
    return new ReplicationSource(this, props);
  }

  /**
   * Enables versioning. Replication needs it on both buckets.
   *
   * @returns the Terraform address of the versioning
   */
  enableVersioning(): string {
    this.versioning ??= claimAddress(
      new S3BucketVersioningA(this, "versioning", {
        provider: this.account.provider,
        bucket: this.bucketReference,
        versioningConfiguration: { status: "Enabled" },
      }),
      this.name,
    );
    return `aws_s3_bucket_versioning.${this.name}`;
  }

  /**
   * Enables what replication needs, except the versioning of a bucket that exists already: there, it is a choice.
   *
   * @returns the Terraform addresses of the settings that must exist before the replication configuration
   * @internal
   */
  prepareReplication(): readonly string[] {
    const lock = this.lock && [`aws_s3_bucket_object_lock_configuration.${this.name}`];
    const versioning = this.isExisting && !this.versioning ? [] : [this.enableVersioning()];
    return [...versioning, ...(lock ?? [])];
  }

  /** Hands over the statements that the bucket and its keys need so far. */
  private handOver(): void {
    this.handover?.update();
    for (const key of [...(this.key ? [this.key] : []), ...this.otherKeys]) key.update();
  }

  private created(): S3Bucket {
    const { provider } = this.account;
    const bucket = new S3Bucket(this, "bucket", {
      provider,
      bucket: this.bucketName,
      forceDestroy: terraformBoolean(this.said.forceDestroy),
      tags: this.account.tagsOf(this.said.tags),
      lifecycle: lifecycleOf(this.said),
    });
    claimAddress(bucket, this.name);
    if (this.said.bucketNamespace === "account-regional") {
      markAs("AccountRegionalBucket", this);
      // Newer than the bindings. S3 does not create the bucket by its name alone.
      bucket.addOverride("bucket_namespace", "account-regional");
    }
    return bucket;
  }

  /** Reads the bucket, so that a plan fails if it does not exist or is in another region. */
  private find(): void {
    const source = new DataAwsS3Bucket(this, "existing-bucket", {
      provider: this.account.provider,
      bucket: this.bucketName,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.region == ${expressionFor(this.account.region)}}`,
            errorMessage: `The bucket ${this.name} must be in the region ${this.account.region}.`,
          },
        ],
      },
    });
    claimAddress(source, this.name, "data.aws_s3_bucket");
  }

  private checkSettings(): void {
    new SettingsCheck(this, "settings-check", {
      name: this.name,
      account: this.account,
      bucket: this.bucketReference,
      expected: () => this.expectedSettings(),
    });
  }

  private expectedSettings(): ExpectedSettings {
    const { key, bucketKeyEnabled } = this;
    const { access, replications, deliveries = [] } = this.intents;
    const isOwn = ({ account }: { readonly account: policy.Account }) => isSameAccount(account, this.account);
    const writers = access.filter(({ permissions }) => permissions.includes("put"));
    const hasOwnWriters =
      deliveries.length === 0 &&
      writers.every(({ principal }) => isOwn(principal) && principal.organization === undefined);
    return {
      keyArn: key?.keyArn,
      keyById: key && isOwn(key) && hasOwnWriters ? key.address : undefined,
      bucketKeyEnabled,
      versioned: replications.length > 0 && this.versioning === undefined,
    };
  }

  /** Imports what the bucket has already. */
  private imports(...addresses: readonly (string | undefined)[]): void {
    if (!this.said.existing?.isImported) return;
    for (const to of addresses)
      if (to !== undefined)
        new Import(this, `import-${to}`, { to, id: this.bucketName, account: this.account });
  }

  /** Terraform deletes the policy when it destroys this, and statements of others are lost. */
  private owned(document: PolicyLocal): S3BucketPolicy {
    return claimAddress(
      new S3BucketPolicy(this, "policy", {
        provider: this.account.provider,
        bucket: this.bucketReference,
        policy: document.json,
        lifecycle: lifecycleOf(this.said),
      }),
      this.name,
    );
  }

  private handedOver(document: PolicyLocal): PolicyHandover {
    const { name, bucketName: resource, bucketArn: arn, account } = this;
    const owner = ownerIn(account);
    const given = () => this.given();
    return new PolicyHandover(this, "handover", {
      kind: "bucket",
      name,
      resource,
      arn,
      owner,
      document,
      given,
    });
  }

  /** The settings of a bucket that exists already, which Terraform does not read. */
  private given(): string[] {
    const { key } = this;
    const isDestination = this.intents.replications.some(({ to }) => to === this);
    return [
      key === undefined
        ? "New objects are encrypted with SSE-S3."
        : `New objects are encrypted with the KMS key \`${key.keyArn}\`, with ${this.bucketKeyEnabled ? "a" : "no"} Bucket Key.`,
      "ACLs are disabled: Object Ownership is `BucketOwnerEnforced`.",
      "All four settings of Block Public Access are on.",
      ...(isDestination ? ["Versioning is enabled, because a bucket of the stack replicates to it."] : []),
    ];
  }

  private policyLocal(): PolicyLocal {
    const at = { title: `the policy of bucket ${this.name}`, construct: this.node.path };
    const documentOf = (edges: Edges) =>
      withAdded(
        { ...at, property: "statements" },
        this.said.statements,
        merged(at, this.said.existing?.policy, bucketPolicy(this, edges)),
      );
    return new PolicyLocal(this, "policy-document", {
      name: `${this.name}_bucket_policy`,
      limit: BUCKET_POLICY,
      produce: () => documentOf(this.intents),
      granting: {
        title: at.title,
        edges: () => this.intents,
        documentsOf: (edges) => [documentOf(edges)],
        repair: shorterBucketPolicy,
      },
    });
  }

  private deliver(
    service: AccessService,
    permissions: readonly Permission[],
    { prefix: prefixText = "" }: GrantOptions,
  ): void {
    checkStack(this, service);
    const { allow } = deliveringService(service.service);
    if (permissions.some((permission) => permission !== allow))
      throw errors.notForService(this.node.path, service.node.path, permissions, allow);
    const { accountId } = this.account.model;
    const known = service.model.sources.flatMap(({ accountId: id = [] }) => id);
    const problem = deliveryProblem(
      service.service,
      {
        hasKey: this.key !== undefined,
        hasObjectLock: this.hasObjectLock,
        accountId: isPlain(accountId) ? accountId : undefined,
      },
      known.length > 0 ? known.filter(isPlain) : undefined,
    );
    if (problem !== undefined) throw errors.deliveryMisfit(this.node.path, service.node.path, problem);
    if (prefixText !== "")
      validate(this, "prefix", prefixText, (text) => deliveryPrefixProblem(service.service, text));
    this.deliveries.push({ service, bucket: this, prefix: terraformText(prefixText), prefixText });
    this.handOver();
    this.updateReaders();
  }

  /** Who reads the bucket can need another key, or the context of CloudTrail. */
  private updateReaders(): void {
    for (const principal of this.grantees) principal.update();
    this.replicationSource?.role.update();
    this.replicationSource?.update();
  }

  /** Skips the check if the account id or the region is a Terraform expression, whose value is not known here. */
  private validateNamespace(bucketName: Text): void {
    const { accountId, region } = this.account.model;
    if (typeof accountId !== "string" || typeof region !== "string") return;
    if (Token.isUnresolved(accountId) || Token.isUnresolved(region)) return;
    validate(this, "bucketName", bucketName, (name) => namespaceProblem(name, { accountId, region }));
  }

  private restrictionsOf(props: BucketRestrictions): model.Restrictions<Text> {
    const { organizationId, vpcEndpointIds = [], sourceIps = [], except } = props;
    const hasNetworks = vpcEndpointIds.length + sourceIps.length > 0;
    if (organizationId === undefined && !hasNetworks) throw errors.restrictedToNothing(this.node.path);
    validate(this, "organizationId", organizationId, organizationIdProblem);
    for (const id of vpcEndpointIds) validate(this, "vpcEndpointIds", id, vpcEndpointIdProblem);
    for (const range of sourceIps) validate(this, "sourceIps", range, sourceIpProblem);
    if (hasNetworks && except === undefined && !this.account.model.assumeRole)
      throw errors.nobodyExcepted(this.node.path);
    const arns = except?.map((each) => {
      if (!AccessPrincipal.isAccessPrincipal(each)) {
        validate(this, "except", each, roleOrUserPatternProblem);
        return each;
      }
      checkReach(this, each);
      if (each.kind === "account") throw errors.wholeAccountExcepted(each.node.path, this.node.path);
      return each.model.principalArn;
    });
    return defaults.restrictions(this.account.model, { ...props, except: arns });
  }

  private defaultKey(props: EncryptedBucketProps): EncryptionKey | undefined {
    if (props.encryption === "AES256") {
      if (props.key ?? props.keyProps ?? props.requireKey) throw errors.keyWithoutKms(this.node.path);
      return undefined;
    }
    if (props.existing && !props.key) throw errors.noKeyOfExisting(this.node.path);
    if (props.key) {
      if (props.keyProps) throw errors.propsOfBorrowedKey(this.node.path, props.key.node.path);
      return this.borrowKey(props.key);
    }
    const { name } = this;
    const own = defaults.ownKey(
      { name, account: this.account.model, bucketName: props.bucketName },
      {
        ...aliasOf(props.bucketName),
        ...props.keyProps,
        preventDestroy: defaults.preventDestroy(props),
        statements: ownStatements(this.node.path, props.keyProps?.statements),
      },
    );
    return new EncryptionKey(this, name, { ...own, account: this.account, replicaOf: undefined });
  }

  private borrowKey(lender: EncryptedBucket | EncryptionKey): EncryptionKey {
    const key = "keyArn" in lender ? lender : lender.key;
    if (!key) throw errors.noKeyToBorrow(this.node.path, lender.node.path);
    checkReach(this, key);
    if (areInOtherRegions(key.account, this.account)) {
      throw errors.keyInOtherRegion(this.node.path, this.account.region, key.node.path, key.account.region);
    }
    return key;
  }

  private encrypt(): void {
    const rule = this.key
      ? {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: this.key.keyArn },
          bucketKeyEnabled: this.bucketKeyEnabled,
        }
      : { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
    claimAddress(
      new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
        provider: this.account.provider,
        bucket: this.bucketReference,
        rule: [rule],
      }),
      this.name,
    );
  }

  /** Without the `object_lock_enabled` of the bucket, which would replace a bucket that exists already. */
  private lockObjects({ versioned, forceDestroy }: EncryptedBucketProps): void {
    const { objectLock } = this.said;
    if (objectLock === undefined) return;
    const { path } = this.node;
    if (versioned === false) throw errors.lockWithoutVersions(path);
    if (objectLock !== true) {
      const { mode, days, years } = objectLock;
      if (!hasOnePeriod(objectLock)) throw errors.notOnePeriod(path);
      checkWholeNumber(path, `objectLock.${days === undefined ? "years" : "days"}`, days ?? years ?? 0);
      if (mode === "compliance" && forceDestroy === true) throw errors.destroyedYetLocked(path);
    }
    this.lock = new S3BucketObjectLockConfigurationA(this, "object-lock", {
      provider: this.account.provider,
      bucket: this.bucketReference,
      rule:
        objectLock === true
          ? undefined
          : { defaultRetention: { ...objectLock, mode: objectLock.mode.toUpperCase() } },
    });
    claimAddress(this.lock, this.name);
    waitFor(this.lock, this.enableVersioning());
  }

  private abortIncompleteUploads(): void {
    const { abortIncompleteUploadsAfterDays: days } = this.said;
    if (days === undefined) return;
    checkWholeNumber(this.node.path, "abortIncompleteUploadsAfterDays", days);
    claimAddress(
      new S3BucketLifecycleConfiguration(this, "lifecycle-configuration", {
        provider: this.account.provider,
        bucket: this.bucketReference,
        rule: [
          {
            id: "abort-incomplete-uploads",
            status: "Enabled",
            filter: [{ prefix: "" }],
            abortIncompleteMultipartUpload: [{ daysAfterInitiation: days }],
          },
        ],
      }),
      this.name,
    );
  }

  private publishReplicationEvents(): void {
    const { replicationEvents } = this.said;
    if (replicationEvents === undefined) return;
    validate(this, "replicationEvents", replicationEvents, topicArnProblem);
    const notification = new S3BucketNotification(this, "notification", {
      provider: this.account.provider,
      bucket: this.bucketReference,
      topic: [
        { id: "replication", topicArn: terraformText(replicationEvents), events: ["s3:Replication:*"] },
      ],
    });
    claimAddress(notification, this.name);
    // S3 rejects concurrent changes to the same bucket.
    if (this.policyAddress !== undefined) waitFor(notification, this.policyAddress);
    this.topics.add("S3", replicationEvents, this.account);
  }

  /**
   * Public access block, ownership controls and bucket policy, created one after the other: S3 rejects concurrent changes to
   * the same bucket with `OperationAborted`.
   */
  private protect(): S3BucketPolicy {
    const common = { provider: this.account.provider, bucket: this.bucketReference };
    claimAddress(
      new S3BucketPublicAccessBlock(this, "public-access-block", {
        ...common,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
      this.name,
    );
    const ownership = new S3BucketOwnershipControls(this, "ownership-controls", {
      ...common,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    claimAddress(ownership, this.name);
    waitFor(ownership, `aws_s3_bucket_public_access_block.${this.name}`);

    const document = this.policyLocal();
    const bucketPolicyResource = new S3BucketPolicy(this, "policy", { ...common, policy: document.json });
    claimAddress(bucketPolicyResource, this.name);
    waitFor(bucketPolicyResource, `aws_s3_bucket_ownership_controls.${this.name}`);
    return bucketPolicyResource;
  }

  /**
   * Creates the key before the bucket, so that Terraform destroys the bucket first. S3 refuses to delete a bucket that
   * contains objects, and `destroy` then stops before it deletes the key of these objects.
   */
  private destroyBefore(key: EncryptionKey): void {
    if (this.resource && !key.isExisting) waitFor(this.resource, key.address);
  }

  /** AWS rejects a policy that names the ARN of a principal that does not exist yet. */
  private waitForPrincipal(principalAddress: string): void {
    this.awaited.add(principalAddress);
    if (this.policy) waitFor(this.policy, principalAddress);
    for (const key of [...(this.key ? [this.key] : []), ...this.otherKeys]) key.waitFor(principalAddress);
  }
}

function checkWholeNumber(path: string, property: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw errors.notWholeNumber(path, property, value);
}

function inTerraform(restrictions: model.Restrictions<Text>): policy.Restrictions {
  const { organizationId, vpcEndpointIds, sourceIps, except } = restrictions;
  return {
    organizationId: optionalText(organizationId),
    vpcEndpointIds: vpcEndpointIds.map(terraformText),
    sourceIps: sourceIps.map(terraformText),
    except: except.map(terraformText),
  };
}

function encryptionOf(key: EncryptionKey | undefined, props: EncryptedBucketProps): model.Encryption<Text> {
  if (!key) return { kind: "no key" };
  return key.model.existing || props.key
    ? defaults.sharedKeyEncryption(key.model, props)
    : defaults.ownKeyEncryption(key.model, props);
}

function isPlain(text: Text): text is string {
  return typeof text === "string" && !Token.isUnresolved(text);
}

function endOf(bucket: EncryptedBucket): ReplicationEnd {
  const { key, otherKeys, bucketKeyEnabled, requireKey, hasObjectLock } = bucket;
  const hasOtherKeys = otherKeys.length > 0;
  return { hasKey: key !== undefined, hasOtherKeys, bucketKeyEnabled, requireKey, hasObjectLock };
}

/** What Terraform manages of a bucket that it creates. */
function bucketAddresses(name: string): string[] {
  return [
    "aws_s3_bucket",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
  ].map((type) => `${type}.${name}`);
}

/** The alias for a bucket whose name is a CDKTF token. Other names have a default in `defaults.ts`. */
function aliasOf(bucketName: Text): BucketKeyProps {
  return Token.isUnresolved(bucketName)
    ? { alias: `alias/${Fn.replace(bucketName as string, ".", "-")}` }
    : {};
}
