import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { bucketNameProblem, namespaceProblem } from "../aws/bucket-name";
import { objectPrefixProblem } from "../aws/object-prefix";
import { BUCKET_POLICY } from "../aws/policy-limits";
import { bucketPolicy } from "../policy/bucket-policy";
import { isSameAccount, type Permission } from "../policy/intents";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import type { Reference, Text } from "../topology/text";
import { hasKmsObjects, type ReplicationEnd, replicationProblems } from "../topology/replication-ends";
import type { AccessPrincipal } from "./access-principal";
import type { Account } from "./account";
import { claimAddress, waitFor } from "./addresses";
import type { Edges, Grant, IBucket, ReplicationRule } from "./edges";
import { type BucketKeyProps, EncryptionKey } from "./encryption-key";
import * as errors from "./errors";
import { KeptKey } from "./kept-key";
import { shorterResourcePolicy } from "./policy-length";
import { PolicyLocal } from "./policy-local";
import { checkReach } from "./reach";
import { type ReplicationProps, ReplicationSource } from "./replication-source";
import { terraformBoolean, terraformText } from "./terraform-text";
import { validate } from "./validate";
import { isMarkedAs, markAs } from "./kind";

/** What a bucket is like. */
export interface EncryptedBucketProps {
  /** The account that owns the bucket; the bucket is in its region. */
  readonly account: Account;
  /**
   * The bucket's name, unique in all of AWS. Only your account can create buckets whose names end with
   * `-<account id>-<region>-an`; that takes version 6.40 of the AWS provider.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
   */
  readonly bucketName: Text;
  /**
   * Where the name is unique, if it is known to Terraform alone.
   *
   * @internal
   */
  readonly bucketNamespace?: model.BucketNamespace;
  /**
   * The bucket's ARN.
   *
   * @default - composed of the partition and the bucket's name
   */
  readonly bucketArn?: Text;
  /**
   * The default encryption: `aws:kms` with a customer-managed key, or `AES256`, which is SSE-S3 without a key.
   *
   * @default "aws:kms"
   */
  readonly encryption?: "aws:kms" | "AES256";
  /**
   * The key of another bucket, or one that belongs to no bucket. It may be in another account, but must be in
   * the bucket's region. Whoever owns the key can then lock everybody out of the objects.
   *
   * A key of the bucket's own from an earlier deployment stays in AWS, but Terraform no longer manages it. To keep
   * reading the objects under it, create an `EncryptionKey` with the bucket's id, the alias and the description of
   * the old key, and name it with `addOtherKey`.
   *
   * @default - a key of the bucket's own
   */
  readonly key?: EncryptedBucket | EncryptionKey;
  /**
   * What the bucket's own key is like.
   *
   * @default - see `BucketKeyProps`
   */
  readonly keyProps?: BucketKeyProps;
  /**
   * Whether new objects share a data key of the bucket, which saves nearly all calls to KMS. Both kinds of
   * objects stay readable whatever is chosen here.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   */
  readonly bucketKeyEnabled?: boolean;
  /**
   * Whether uploads are denied that ask for another key or another encryption. Those that ask for none get the
   * bucket's key either way.
   *
   * @default false
   */
  readonly requireKey?: boolean;
  /**
   * Whether old versions of objects are kept.
   *
   * @default - only where replication needs it
   */
  readonly versioned?: boolean;
  /**
   * Whether `destroy` deletes the bucket's objects too.
   *
   * @default false
   */
  readonly forceDestroy?: boolean | Reference;
  /**
   * The bucket's tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>> | Reference;
}

/** Which part of a bucket is granted. */
export interface GrantOptions {
  /**
   * Only objects whose key begins with this. It can contain an IAM policy variable, such as `home/${aws:username}/`.
   *
   * @default - every object
   */
  readonly prefix?: Text;
}

/**
 * A private S3 bucket, encrypted with a customer-managed KMS key, and everything that follows from what is granted
 * on it: its bucket policy, its key's policy, and the policies of every principal with access, in each account.
 *
 * Public access is blocked, ACLs are off, and requests without TLS are denied.
 *
 * @throws if the bucket's name is malformed or reserved, if the key is in another region, or if a key is given
 *   for a bucket that uses none
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export class EncryptedBucket extends Construct implements IBucket {
  /** Whether something is an `EncryptedBucket`, of this copy of the class or another. */
  static isEncryptedBucket(candidate: unknown): candidate is EncryptedBucket {
    return isMarkedAs("EncryptedBucket", candidate);
  }

  /** The construct's id, which is its name in Terraform. */
  readonly name: string;
  /** The account that owns the bucket. */
  readonly account: Account;
  /** The bucket's name as text for Terraform. */
  readonly bucketName: string;
  /** The bucket's ARN as text, which a policy can name before the bucket exists. */
  readonly bucketArn: string;
  /** The key of the default encryption; absent where that is `AES256`. */
  readonly key?: EncryptionKey;
  /** Whether uploads that ask for another key or encryption are denied. */
  readonly requireKey: boolean;
  /** Whether new objects share a data key of the bucket. */
  readonly bucketKeyEnabled: boolean;
  private readonly said: model.Bucket<Text>;
  private readonly resource: S3Bucket;
  private readonly policy: S3BucketPolicy;
  private readonly furtherKeys: EncryptionKey[] = [];
  private readonly access: Grant[] = [];
  private readonly replications: ReplicationRule[] = [];
  /** Addresses of the principals that its policies name by their ARNs. */
  private readonly awaited = new Set<string>();
  private versioning?: S3BucketVersioningA;
  private replicationSource?: ReplicationSource;

  constructor(scope: Construct, id: string, props: EncryptedBucketProps) {
    super(scope, id);
    markAs("EncryptedBucket", this);
    validate(this, "bucketName", props.bucketName, bucketNameProblem);
    this.name = id;
    this.account = props.account;
    this.validateNamespace(props.bucketName);
    this.bucketName = terraformText(props.bucketName);
    this.key = this.defaultKey(props);
    this.key?.addUser(this);
    if (this.key?.node.scope !== this) new KeptKey(this, "kept-key", id);
    const encryption = encryptionOf(this.key, props);
    this.said = defaults.bucket({
      name: id,
      account: this.account.model,
      bucketName: props.bucketName,
      bucketNamespace: props.bucketNamespace,
      bucketArn: props.bucketArn,
      encryption,
      forceDestroy: props.forceDestroy,
      tags: props.tags,
    });
    this.bucketArn = terraformText(this.said.bucketArn);
    this.requireKey = encryption.kind !== "no key" && encryption.requireKey;
    this.bucketKeyEnabled = encryption.kind !== "no key" && encryption.bucketKeyEnabled;

    const { provider } = this.account;
    const bucket = new S3Bucket(this, "bucket", {
      provider,
      bucket: this.bucketName,
      forceDestroy: terraformBoolean(this.said.forceDestroy),
      tags: this.account.tagsOf(this.said.tags),
    });
    claimAddress(bucket, id);
    if (this.said.bucketNamespace === "account-regional") {
      markAs("AccountRegionalBucket", this);
      // Newer than the bindings. S3 does not create the bucket by its name alone.
      bucket.addOverride("bucket_namespace", "account-regional");
    }
    this.resource = bucket;
    if (this.key) this.destroyBefore(this.key);
    this.encrypt();
    this.policy = this.protect();
    if (props.versioned) this.enableVersioning();
  }

  /** The bucket with its defaults, and with what has been said of it so far. */
  get model(): model.Bucket<Text> {
    return {
      ...this.said,
      otherKeys: this.otherKeys.map((key) => key.model),
      versioned: this.versioning !== undefined,
    };
  }

  /** Keys that some objects are encrypted with besides the default. */
  get otherKeys(): readonly EncryptionKey[] {
    return this.furtherKeys;
  }

  /**
   * Everything granted on the bucket, and every replication from it and to it.
   *
   * @internal
   */
  get intents(): Edges {
    return { access: this.access, replications: this.replications };
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

  /** A reference to the bucket's name that waits for the bucket to exist. */
  get bucketReference(): string {
    return `\${aws_s3_bucket.${this.name}.id}`;
  }

  /**
   * A reference to the bucket's policy, for what must wait for it.
   *
   * @internal
   */
  get policyAddress(): string {
    return `aws_s3_bucket_policy.${this.policy.friendlyUniqueId}`;
  }

  /**
   * Names a key that encrypts some of the objects instead of the default key, such as older ones. Principals that
   * can read the bucket can also decrypt with it.
   *
   * @throws if the key is in another region, stack or partition
   */
  addOtherKey(lender: EncryptedBucket | EncryptionKey): void {
    const key = this.borrowKey(lender);
    if (key === this.key || this.otherKeys.includes(key)) return;
    this.furtherKeys.push(key);
    this.destroyBefore(key);
    key.addUser(this);
    this.replicationSource?.update();
    for (const address of this.awaited) key.waitFor(address);
  }

  /**
   * Lets a principal list the bucket and read its objects and their tags: `aws s3 cp` and `sync` from it.
   *
   * @throws if the principal is in another stack or partition, or is the account that owns the bucket
   */
  grantRead(principal: AccessPrincipal, options: GrantOptions = {}): void {
    this.grant(principal, ["list", "get"], options);
  }

  /**
   * Lets a principal write objects and their tags, in one part or several: `aws s3 cp` to the bucket. `sync`
   * lists the destination too: add `grant(principal, ["list"])`.
   *
   * @throws if the principal is in another stack or partition, or is the account that owns the bucket
   */
  grantWrite(principal: AccessPrincipal, options: GrantOptions = {}): void {
    this.grant(principal, ["put"], options);
  }

  /**
   * Lets a principal list the bucket, and read and write its objects and their tags.
   *
   * @throws if the principal is in another stack or partition, or is the account that owns the bucket
   */
  grantReadWrite(principal: AccessPrincipal, options: GrantOptions = {}): void {
    this.grant(principal, ["list", "get", "put"], options);
  }

  /**
   * Lets a principal delete objects: `aws s3 sync --delete` to the bucket, `aws s3 mv` from it.
   *
   * @throws if the principal is in another stack or partition, or is the account that owns the bucket
   */
  grantDelete(principal: AccessPrincipal, options: GrantOptions = {}): void {
    this.grant(principal, ["delete"], options);
  }

  /**
   * Lets a principal do just what is named: `list` the bucket, `get`, `put` or `delete` its objects, or what another
   * level of `allow` is for.
   *
   * @throws if nothing is named, if the principal is in another stack or partition, or is the account that owns
   *   the bucket
   */
  grant(principal: AccessPrincipal, permissions: readonly Permission[], options: GrantOptions = {}): void {
    if (permissions.length === 0) throw errors.nothingGranted(this.node.path);
    validate(this, "prefix", options.prefix, objectPrefixProblem);
    checkReach(this, principal);
    if (principal.kind === "account" && isSameAccount(principal.account, this.account)) {
      throw errors.ownAccountGranted(principal.node.path, this.node.path);
    }
    const { prefix: prefixText = "" } = options;
    const prefix = terraformText(prefixText);
    const access: Grant = { principal, bucket: this, permissions, prefix, prefixText };
    this.access.push(access);
    principal.add({ access: [access] });
    if (principal.resourceAddress && principal.grantedAs === "arn")
      this.waitForPrincipal(principal.resourceAddress);
  }

  /**
   * Replicates new objects to a bucket, usually of another account, with a role that S3 assumes in the account
   * of this bucket. Turns versioning on for both. Objects that exist already are not replicated. Replicas keep the
   * encryption of their source: those of an `AES256` bucket are not under the destination's key. To replicate several
   * prefixes to one bucket, call it once for each.
   *
   * @throws if the destination is this bucket; if the objects are replicated to it already; if it is unencrypted while this one is encrypted, or in
   *   another stack or partition; if it requires its key while this one is encrypted with `AES256`; or if
   *   `minimalKms` meets a Bucket Key
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
   */
  replicateTo(destination: EncryptedBucket, props: ReplicationProps = {}): void {
    if (destination === this) throw errors.replicationToItself(this.node.path);
    checkReach(this, destination);
    const minimalKms = props.minimalKms ?? false;
    const [problem] = replicationProblems(endOf(this), endOf(destination), { minimalKms });
    if (problem) throw errors.replicationMisfit[problem](this.node.path, destination.node.path);
    this.replicationSource ??= new ReplicationSource(this, props);
    const replication = this.replicationSource.addRule(destination, props);
    this.replications.push(replication);
    destination.replications.push(replication);
  }

  /** Keeps old versions of objects from now on, which replication needs on both sides. Returns the address of that. */
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

  /** The account and its region can be known to Terraform alone. */
  private validateNamespace(bucketName: Text): void {
    const { accountId, region } = this.account.model;
    if (typeof accountId !== "string" || typeof region !== "string") return;
    if (Token.isUnresolved(accountId) || Token.isUnresolved(region)) return;
    validate(this, "bucketName", bucketName, (name) => namespaceProblem(name, { accountId, region }));
  }

  private defaultKey(props: EncryptedBucketProps): EncryptionKey | undefined {
    if (props.encryption === "AES256") {
      if (props.key ?? props.keyProps ?? props.requireKey) throw errors.keyWithoutKms(this.node.path);
      return undefined;
    }
    if (props.key) {
      if (props.keyProps) throw errors.propsOfBorrowedKey(this.node.path, props.key.node.path);
      return this.borrowKey(props.key);
    }
    const { name } = this;
    const own = defaults.ownKey(
      { name, account: this.account.model, bucketName: props.bucketName },
      { ...aliasOf(props.bucketName), ...props.keyProps },
    );
    return new EncryptionKey(this, name, { ...own, account: this.account });
  }

  private borrowKey(lender: EncryptedBucket | EncryptionKey): EncryptionKey {
    const key = "keyArn" in lender ? lender : lender.key;
    if (!key) throw errors.noKeyToBorrow(this.node.path, lender.node.path);
    checkReach(this, key);
    if (key.account.region !== this.account.region) {
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

  /**
   * Access block, ownership and policy, one after the other: S3 answers OperationAborted to changes of one
   * bucket that meet.
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

    const document = new PolicyLocal(this, "policy-document", {
      name: `${this.name}_bucket_policy`,
      limit: BUCKET_POLICY,
      produce: () => bucketPolicy(this, this.intents),
      granting: {
        title: `the policy of bucket ${this.name}`,
        edges: () => this.intents,
        documentsOf: (edges) => [bucketPolicy(this, edges)],
        repair: shorterResourcePolicy,
      },
    });
    const bucketPolicyResource = new S3BucketPolicy(this, "policy", { ...common, policy: document.json });
    claimAddress(bucketPolicyResource, this.name);
    waitFor(bucketPolicyResource, `aws_s3_bucket_ownership_controls.${this.name}`);
    return bucketPolicyResource;
  }

  /**
   * Terraform destroys in the opposite order. S3 refuses to delete a bucket with objects, and then the keys of these
   * objects stay too.
   */
  private destroyBefore(key: EncryptionKey): void {
    waitFor(this.resource, `aws_kms_key.${key.name}`);
  }

  /** A policy that names a principal by its ARN is refused until the principal exists. */
  private waitForPrincipal(principalAddress: string): void {
    this.awaited.add(principalAddress);
    waitFor(this.policy, principalAddress);
    for (const key of [...(this.key ? [this.key] : []), ...this.otherKeys]) key.waitFor(principalAddress);
  }
}

function encryptionOf(key: EncryptionKey | undefined, props: EncryptedBucketProps): model.Encryption<Text> {
  if (!key) return { kind: "no key" };
  return defaults.encryption(props.key ? "shared key" : "own key", key.model, props);
}

function endOf({ key, otherKeys, bucketKeyEnabled, requireKey }: EncryptedBucket): ReplicationEnd {
  return { hasKey: key !== undefined, hasOtherKeys: otherKeys.length > 0, bucketKeyEnabled, requireKey };
}

/** The alias for a bucket whose name only Terraform knows; nothing for any other, which has a default. */
function aliasOf(bucketName: Text): BucketKeyProps {
  return Token.isUnresolved(bucketName)
    ? { alias: `alias/${Fn.replace(bucketName as string, ".", "-")}` }
    : {};
}
