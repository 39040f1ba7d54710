import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Construct } from "constructs";
import { bucketNameProblem, namespaceProblem } from "../aws/bucket-name";
import { objectPrefixProblem } from "../aws/object-prefix";
import { tlsVersionProblem } from "../aws/tls-version";
import { topicArnProblem } from "../aws/topic";
import { trailsIn } from "../policy/delivery-statements";
import type * as policy from "../policy/intents";
import { isSameAccount, type Permission } from "../policy/intents";
import * as defaults from "../topology/defaults";
import { SINGLE_PERMISSIONS } from "../topology/levels";
import type * as model from "../topology/model";
import { hasKmsObjects, type ReplicationEnd, replicationProblems } from "../topology/replication-ends";
import type { Reference, Text } from "../topology/text";
import type { AccessPrincipal } from "./access-principal";
import { AccessService } from "./access-service";
import { Account } from "./account";
import { waitFor } from "./addresses";
import { borrowKey, defaultKey, encryptionWith } from "./bucket-key";
import { bucketPolicyDocument, handOverPolicy, ownPolicy } from "./bucket-policy-owner";
import { type BucketRestrictions, restrictionsInTerraform, restrictionsOf } from "./bucket-restrictions";
import {
  abortIncompleteUploads,
  bucketAddresses,
  closeToPublic,
  createBucket,
  enableVersioning,
  encrypt,
  lockObjects,
  publishReplicationEvents,
} from "./bucket-settings";
import { called } from "./call-order";
import { deliveryTo } from "./delivery";
import type { DeliveryEdge, Edges, Grant, IBucket, ReplicationRule } from "./edges";
import type { BucketKeyProps, EncryptionKey } from "./encryption-key";
import * as errors from "./errors";
import { checkSettings, findBucket, importInto, settingsTakenAsGiven } from "./existing-bucket";
import { existingPolicy, type ExistingPolicyProps } from "./existing-policy";
import { keyAddresses, KeptResources } from "./kept-resources";
import { isMarkedAs, markAs } from "./kind";
import { ownStatements, type StatementsProps } from "./own-statements";
import type { PolicyHandover } from "./policy-handover";
import { lifecycleOf } from "./prevent-destroy";
import { checkReach } from "./reach";
import { REPLICATION_PROPERTIES, type ReplicationProps, ReplicationSource } from "./replication-source";
import { isKnown, terraformText } from "./terraform-text";
import { TopicHandovers } from "./topic-handovers";
import { checkOneOf, onlyProperties, requiredList, requiredText } from "./unchecked-types";
import { validate } from "./validate";

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
  private isVersioned = false;
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
    requiredText(this.node.path, "bucketName", props.bucketName);
    validate(this, "bucketName", props.bucketName, bucketNameProblem);
    checkOneOf(this.node.path, "encryption", props.encryption, ["aws:kms", "AES256"]);
    if (props.preventDestroy && props.forceDestroy === true) throw errors.destroyedYetKept(this.node.path);
    validate(this, "minimumTls", props.minimumTls, tlsVersionProblem);
    this.name = id;
    this.account = Account.required(this.node.path, props.account);
    this.validateNamespace(props.bucketName);
    this.bucketName = terraformText(props.bucketName);
    this.key = defaultKey(this, props);
    this.key?.addUser(this);
    this.isExisting = props.existing !== undefined;
    if (this.isExisting && this.key?.isExisting === false)
      throw errors.newKeyOfExisting(this.node.path, this.key.node.path);
    if (this.isExisting) new KeptResources(this, "kept", [...bucketAddresses(id), ...keyAddresses(id)]);
    else if (this.key?.node.scope !== this) new KeptResources(this, "kept-key", keyAddresses(id));
    if (props.requireKey && props.denySseC === false) throw errors.sseCWithRequiredKey(this.node.path);
    const said = this.withDefaults(props);
    const { encryption, existing } = said;
    this.said = said;
    this.bucketArn = terraformText(said.bucketArn);
    this.requireKey = encryption.kind !== "no key" && encryption.requireKey;
    this.denySseC = said.denySseC;
    this.minimumTls = said.minimumTls;
    this.restrictions = said.restrictions && restrictionsInTerraform(said.restrictions);
    this.bucketKeyEnabled = encryption.kind !== "no key" && encryption.bucketKeyEnabled;

    if (existing) {
      if (this.account.managed) findBucket(this);
      else if (!this.account.hasRegion) throw errors.regionNotStated(this.node.path, this.account.node.path);
      const document = bucketPolicyDocument(this, said);
      if (existing.policy.kind === "merge") this.policy = ownPolicy(this, document, lifecycleOf(said));
      else this.handover = handOverPolicy(this, document, () => settingsTakenAsGiven(this));
      if (existing.checkSettings) checkSettings(this);
    } else {
      this.resource = createBucket(this, said);
      this.node.defaultChild = this.resource;
      if (this.key) this.destroyBefore(this.key);
      encrypt(this, this.key, this.bucketKeyEnabled);
      const settled = closeToPublic(this);
      this.policy = ownPolicy(this, bucketPolicyDocument(this, said));
      waitFor(this.policy, settled);
    }
    if (props.versioned) this.enableVersioning();
    if (existing?.isImported)
      importInto(this, this.policyAddress, this.isVersioned ? versioningAddress(id) : undefined);
    if (said.objectLock !== undefined) {
      if (props.versioned === false) throw errors.lockWithoutVersions(this.node.path);
      waitFor(lockObjects(this, said.objectLock, said.forceDestroy), this.enableVersioning());
    }
    if (said.abortIncompleteUploadsAfterDays !== undefined)
      abortIncompleteUploads(this, said.abortIncompleteUploadsAfterDays);
    this.topics = new TopicHandovers(this, "topics");
    if (said.replicationEvents !== undefined) this.publishReplicationEvents(said.replicationEvents);
    this.handOver();
  }

  private withDefaults(props: EncryptedBucketProps): model.Bucket<Text> {
    const { existing, restrictTo } = props;
    return defaults.bucket({
      name: this.name,
      account: this.account.model,
      bucketName: props.bucketName,
      bucketNamespace: props.bucketNamespace,
      bucketArn: props.bucketArn,
      encryption: encryptionWith(this.key, props),
      statements: ownStatements(this.node.path, props.statements),
      objectLock: props.objectLock,
      abortIncompleteUploadsAfterDays: props.abortIncompleteUploadsAfterDays,
      replicationEvents: props.replicationEvents,
      preventDestroy: props.preventDestroy,
      denySseC: props.denySseC,
      minimumTls: props.minimumTls,
      restrictions: restrictTo && restrictionsOf(this, restrictTo),
      existing: existing && {
        isImported: existing.isImported ?? false,
        checkSettings: defaults.checkSettings(this.account, existing.checkSettings),
        policy: existingPolicy(this.node.path, existing.policy),
        replication: existing.replication,
      },
      forceDestroy: props.forceDestroy,
      tags: props.tags,
    });
  }

  /** The bucket with its defaults, and with the keys and versioning that were added so far. */
  get model(): model.Bucket<Text> {
    return {
      ...this.said,
      otherKeys: this.otherKeys.map((key) => key.model),
      denied: this.deniedPrincipals.map(({ name, model }) => ({ name, principalArn: model.principalArn })),
      versioned: this.isVersioned,
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
    const key = borrowKey(this, lender);
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
    requiredList(this.node.path, "permissions", permissions);
    onlyProperties(this.node.path, "options", options, { prefix: true });
    if (permissions.length === 0) throw errors.nothingGranted(this.node.path);
    // Apps also run without a check of their types.
    const unknown = permissions.find((each) => !SINGLE_PERMISSIONS.includes(each));
    if (unknown !== undefined) throw errors.unknownPermission(this.node.path, unknown, SINGLE_PERMISSIONS);
    const { prefix: prefixText = "" } = options;
    if (AccessService.isAccessService(principal)) {
      this.deliveries.push(deliveryTo(this, principal, permissions, prefixText));
      this.handOver();
      return this.updateReaders();
    }
    validate(this, "prefix", options.prefix, objectPrefixProblem);
    checkReach(this, principal);
    if (principal.kind === "account" && isSameAccount(principal.account, this.account)) {
      throw errors.ownAccountGranted(principal.node.path, this.node.path);
    }
    if (this.deniedPrincipals.includes(principal))
      throw errors.grantedAndDenied(principal.node.path, this.node.path);
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
    onlyProperties(this.node.path, "props", props, REPLICATION_PROPERTIES);
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
    if (existing?.replication === "replace" && existing.isImported)
      importInto(this, `aws_s3_bucket_replication_configuration.${this.name}`);
    return new ReplicationSource(this, props);
  }

  /**
   * Enables versioning. Replication needs it on both buckets.
   *
   * @returns the Terraform address of the versioning
   */
  enableVersioning(): string {
    if (!this.isVersioned) enableVersioning(this);
    this.isVersioned = true;
    return versioningAddress(this.name);
  }

  /**
   * Enables what replication needs, except the versioning of a bucket that exists already: there, it is a choice.
   *
   * @returns the Terraform addresses of the settings that must exist before the replication configuration
   * @internal
   */
  prepareReplication(): readonly string[] {
    return [
      ...(this.isExisting && !this.isVersioned ? [] : [this.enableVersioning()]),
      ...(this.hasObjectLock ? [`aws_s3_bucket_object_lock_configuration.${this.name}`] : []),
    ];
  }

  private get keys(): readonly EncryptionKey[] {
    return [...(this.key ? [this.key] : []), ...this.otherKeys];
  }

  private publishReplicationEvents(topicArn: Text): void {
    validate(this, "replicationEvents", topicArn, topicArnProblem);
    const notification = publishReplicationEvents(this, topicArn);
    // S3 rejects concurrent changes to the same bucket.
    if (this.policyAddress !== undefined) waitFor(notification, this.policyAddress);
    this.topics.add("S3", topicArn, this.account);
  }

  /** Hands over the statements that the bucket and its keys need so far. */
  private handOver(): void {
    this.handover?.update();
    for (const key of this.keys) key.update();
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
    if (!isKnown(accountId) || !isKnown(region)) return;
    validate(this, "bucketName", bucketName, (name) => namespaceProblem(name, { accountId, region }));
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
    for (const key of this.keys) key.waitFor(principalAddress);
  }
}

function endOf(bucket: EncryptedBucket): ReplicationEnd {
  const { key, otherKeys, bucketKeyEnabled, requireKey, hasObjectLock } = bucket;
  const hasOtherKeys = otherKeys.length > 0;
  return { hasKey: key !== undefined, hasOtherKeys, bucketKeyEnabled, requireKey, hasObjectLock };
}

function versioningAddress(name: string): string {
  return `aws_s3_bucket_versioning.${name}`;
}
