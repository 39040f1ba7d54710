import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { keyArnProblem, parseArn } from "../aws/arn";
import { keyAliasProblem } from "../aws/key-alias";
import { KEY_POLICY } from "../aws/policy-limits";
import type * as policy from "../policy/intents";
import { keyPolicy } from "../policy/key-policy";
import * as defaults from "../topology/defaults";
import { keyAddress } from "../topology/intents";
import type * as model from "../topology/model";
import type { Reference, Text } from "../topology/text";
import { Account } from "./account";
import { claimAddress, waitFor } from "./addresses";
import type { Edges, IKey } from "./edges";
import * as errors from "./errors";
import { existingPolicy, type ExistingPolicyProps, merged } from "./existing-policy";
import { ownStatements, type StatementsProps, withAdded } from "./own-statements";
import { Import } from "./import";
import { keyAddresses, KeptResources } from "./kept-resources";
import { ownerIn, PolicyHandover } from "./policy-handover";
import { shorterKeyPolicy } from "./policy-length";
import { PolicyLocal } from "./policy-local";
import { isKnown, terraformNumber, terraformText } from "./terraform-text";
import { lifecycleOf } from "./prevent-destroy";
import { requiredText } from "./unchecked-types";
import { validate } from "./validate";
import { isMarkedAs, markAs } from "./kind";

/** The properties of a key. The account is that of the bucket. */
export interface BucketKeyProps {
  /**
   * The alias of the key. Begins with `alias/`. People find the key by its alias; policies identify it by its ARN.
   *
   * @default - `alias/` and the name of the bucket, with dashes for dots; for an `EncryptionKey`, `alias/` and its id
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html
   */
  readonly alias?: Text;
  /**
   * The description of the key, as the console shows it.
   *
   * @default - a sentence that names the bucket or key
   */
  readonly description?: Text;
  /**
   * The waiting period before KMS deletes the key, 7 to 30 days. Until then the deletion can be cancelled.
   *
   * @default 30
   */
  readonly deletionWindowInDays?: number | Reference;
  /**
   * The tags of the key.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>> | Reference;
  /**
   * Statements of your own for the key policy: a policy or a list of statements, or the path of a JSON file with one of them.
   *
   * @default - none
   */
  readonly statements?: StatementsProps;
}

/** A bucket whose objects a key encrypts, as the key policy sees it. */
interface KeyUser extends policy.Bucket {
  readonly intents: Edges;
}

/** The properties of an `EncryptionKey`. */
export interface EncryptionKeyProps extends BucketKeyProps {
  /** The account that owns the key. */
  readonly account: Account;
  /**
   * Whether Terraform refuses plans that destroy the key (`prevent_destroy`). This does not cover a key that is no longer in
   * the configuration.
   *
   * @default true
   * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
   */
  readonly preventDestroy?: boolean;
  /**
   * Whether the key is a multi-Region key, of which other regions can have replicas. This cannot be changed later. S3 takes such keys
   * as single-Region keys: each bucket needs a key in its own region, and replication encrypts each replica again.
   *
   * @default false
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
   */
  readonly isMultiRegion?: boolean;
  /**
   * The multi-Region key in another region of the same account to create a replica of. A replica has a key policy of its own.
   *
   * @default - a key of its own
   */
  readonly replicaOf?: EncryptionKey;
  /**
   * Instead of a new key.
   *
   * @default - a new key
   * @internal
   */
  readonly existingKey?: ExistingKeyProps;
}

/** The properties of a key that exists already. */
export interface ExistingKeyProps {
  /** The account that owns the key. */
  readonly account: Account;
  /** The ARN of the key, not of an alias. */
  readonly keyArn: Text;
  /**
   * Who changes the key policy. Required if principals of other accounts get access to a bucket that the key encrypts.
   *
   * @default - nobody
   */
  readonly policy?: ExistingPolicyProps;
  /**
   * Whether Terraform refuses plans that destroy the policy, if the stack owns it: Terraform would reset the key policy to the
   * default of AWS.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Whether Terraform imports the policy, if the stack owns it. The first plan then shows what changes in it.
   *
   * @default false
   */
  readonly isImported?: boolean;
}

/**
 * A customer-managed KMS key with yearly rotation and an alias. Its key policy allows what the grants on its buckets need.
 *
 * Create one only if several buckets share it. An `EncryptedBucket` creates a key of its own by default.
 *
 * @throws UsageError if the alias is malformed or reserved
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export class EncryptionKey extends Construct implements IKey {
  /** Whether a construct is an `EncryptionKey`. Also works if the program contains two copies of the class. */
  static isEncryptionKey(candidate: unknown): candidate is EncryptionKey {
    return isMarkedAs("EncryptionKey", candidate);
  }

  /**
   * A key that exists already. The stack changes nothing but its policy, and that only with `policy`. In an account with
   * `managed: false`, the stack does not read the key either.
   *
   * @throws UsageError if the ARN is malformed, if the policy to merge cannot be read, or if the account has `managed: false` and
   *   the ARN has another account or region, or the policy is merged
   */
  static fromKeyArn(scope: Construct, id: string, props: ExistingKeyProps): EncryptionKey {
    return new EncryptionKey(scope, id, { account: props.account, existingKey: props });
  }

  /** The key with its defaults filled in. */
  readonly model: model.Key<Text>;
  /** The id of the construct. It is also the name of its resources in Terraform. */
  readonly name: string;
  /** The account that owns the key. */
  readonly account: Account;
  /** The ARN of the key, as a Terraform reference, or as text for Terraform if the key exists already. */
  readonly keyArn: string;
  /** The alias of the key, as text for Terraform. Undefined if the key exists already. */
  readonly alias?: string;
  /** Whether the key exists already. */
  readonly isExisting: boolean;
  private readonly users = new Set<KeyUser>();
  /** The resource with the key policy. Undefined if the stack does not own the policy. */
  private readonly resource?: TerraformResource;
  private readonly handover?: PolicyHandover;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    markAs("EncryptionKey", this);
    this.name = id;
    this.account = Account.required(this.node.path, props.account);
    const { existingKey, ...newKey } = props;
    this.isExisting = existingKey !== undefined;
    if (existingKey) {
      const found = this.existingModel(existingKey);
      this.model = found;
      this.keyArn = terraformText(found.keyArn);
      const { policy } = found;
      if (this.account.managed) this.find();
      else this.checkPlace(found);
      if (policy?.kind === "merge") this.resource = this.owned(found, this.policyLocal(policy));
      else if (policy || !this.account.managed) this.handover = this.handedOver(this.policyLocal(policy));
      this.update();
      new KeptResources(this, "kept", [
        ...keyAddresses(id),
        `aws_kms_replica_key.${id}`,
        `aws_kms_key_policy.${id}`,
      ]);
    } else {
      const { alias, description, deletionWindowInDays, preventDestroy, tags, statements } = newKey;
      const { isMultiRegion, replicaOf } = newKey;
      const created = defaults.key({
        name: id,
        account: props.account.model,
        alias,
        description,
        deletionWindowInDays,
        preventDestroy,
        isMultiRegion,
        replicaOf: replicaOf?.name,
        tags,
        statements: ownStatements(this.node.path, statements),
      });
      this.model = created;
      this.keyArn = `\${${this.address}.arn}`;
      this.alias = terraformText(created.alias);
      this.resource = this.created(created, replicaOf);
    }
  }

  /**
   * The address of the key.
   *
   * @internal
   */
  get address(): string {
    return keyAddress(this.model as model.Key);
  }

  /** A replica shares the key material of its key, and with it the rotation. */
  private created(key: model.NewKey<Text>, primary?: EncryptionKey): KmsKey | KmsReplicaKey {
    const { alias, description, deletionWindowInDays, isMultiRegion, tags } = key;
    validate(this, "alias", alias, keyAliasProblem);
    const { provider } = this.account;
    const common = {
      provider,
      description: terraformText(description),
      deletionWindowInDays: terraformNumber(deletionWindowInDays),
      policy: this.policyLocal(undefined, key.statements).json,
      tags: this.account.tagsOf(tags),
      lifecycle: lifecycleOf(key),
    };
    const resource = primary
      ? new KmsReplicaKey(this, "key", { ...common, primaryKeyArn: primary.keyArn })
      : new KmsKey(this, "key", {
          ...common,
          enableKeyRotation: true,
          ...(isMultiRegion && { multiRegion: true }),
        });
    claimAddress(resource, this.name);
    this.node.defaultChild = resource;
    claimAddress(
      new KmsAlias(this, "alias", {
        provider,
        name: terraformText(alias),
        targetKeyId: `\${${this.address}.key_id}`,
      }),
      this.name,
    );
    return resource;
  }

  private existingModel({
    keyArn,
    isImported,
    preventDestroy,
    policy,
  }: ExistingKeyProps): model.ExistingKey<Text> {
    requiredText(this.node.path, "keyArn", keyArn);
    validate(this, "keyArn", keyArn, keyArnProblem);
    return defaults.existingKey({
      name: this.name,
      account: this.account.model,
      keyArn,
      isImported,
      preventDestroy,
      policy: policy === undefined ? undefined : existingPolicy(this.node.path, policy),
    });
  }

  /** Reads the key, so that a plan fails if S3 cannot encrypt objects with it for other accounts. */
  private find(): void {
    const source = new DataAwsKmsKey(this, "existing-key", {
      provider: this.account.provider,
      keyId: this.keyArn,
      lifecycle: {
        postcondition: [
          {
            condition:
              '${self.enabled && self.key_manager == "CUSTOMER" && self.key_spec == "SYMMETRIC_DEFAULT"}',
            errorMessage: `The key ${this.name} must be an enabled, symmetric, customer-managed key.`,
          },
        ],
      },
    });
    claimAddress(source, this.name, "data.aws_kms_key");
  }

  /** Nothing reads a key in an account that the stack does not deploy to. */
  private checkPlace({ keyArn }: model.ExistingKey<Text>): void {
    const { accountId, region } = this.account.model;
    if (!this.account.hasRegion) throw errors.regionNotStated(this.node.path, this.account.node.path);
    if (!isKnown(keyArn) || !isKnown(accountId) || !isKnown(region)) return;
    const found = parseArn(keyArn);
    if (found?.account !== accountId || found.region !== region)
      throw errors.notWhereStated(this.node.path, keyArn, accountId, region);
  }

  private policyLocal(
    policy?: model.ExistingPolicy<Text>,
    statements?: model.OwnStatements<Text>,
  ): PolicyLocal {
    const at = { title: `the policy of key ${this.name}`, construct: this.node.path };
    const documentOf = (edges: Edges) =>
      withAdded(
        { ...at, property: "statements" },
        statements,
        merged(at, policy, keyPolicy(this, edges, [...this.users])),
      );
    return new PolicyLocal(this, "policy", {
      name: `${this.name}_key_policy`,
      limit: KEY_POLICY,
      produce: () => documentOf(this.intents()),
      granting: {
        title: at.title,
        edges: () => this.intents(),
        documentsOf: (edges) => [documentOf(edges)],
        repair: shorterKeyPolicy,
      },
    });
  }

  /** Terraform resets the policy to the default of AWS when it destroys this, and statements of others are lost. */
  private owned(key: model.ExistingKey<Text>, document: PolicyLocal): KmsKeyPolicy {
    const { provider } = this.account;
    if (key.isImported)
      new Import(this, "import", {
        to: `aws_kms_key_policy.${this.name}`,
        id: this.keyArn.slice(this.keyArn.indexOf("/") + 1),
        account: this.account,
      });
    return claimAddress(
      new KmsKeyPolicy(this, "key-policy", {
        provider,
        // With the ARN, every plan would replace the policy: the provider reads the id.
        keyId: `\${data.aws_kms_key.${this.name}.id}`,
        policy: document.json,
        lifecycle: lifecycleOf(key),
      }),
      this.name,
    );
  }

  private handedOver(document: PolicyLocal): PolicyHandover {
    const { name, keyArn, account } = this;
    return new PolicyHandover(this, "handover", {
      kind: "key",
      name,
      resource: keyArn,
      arn: keyArn,
      owner: ownerIn(account),
      document,
      given: () => [
        "The key is enabled and symmetric, and AWS does not manage it.",
        `The key policy lets IAM policies of account ${account.accountId} grant access to the key.`,
      ],
    });
  }

  /** The ARN of the key as a Terraform reference. */
  get keyReference(): string {
    return this.isExisting && this.account.managed ? `\${data.aws_kms_key.${this.name}.key_id}` : this.keyArn;
  }

  /**
   * Adds a bucket whose objects the key encrypts. The key policy then allows what the grants on the bucket need.
   *
   * @internal
   */
  addUser(bucket: KeyUser): void {
    this.users.add(bucket);
  }

  /**
   * Makes Terraform create a principal before the key, whose policy names the principal.
   *
   * @internal
   */
  waitFor(principalAddress: string): void {
    if (this.resource) waitFor(this.resource, principalAddress);
  }

  /**
   * Hands over the statements that its buckets need so far.
   *
   * @internal
   */
  update(): void {
    this.handover?.update();
  }

  private intents(): Edges {
    const intents = [...this.users].map((bucket) => bucket.intents);
    return {
      access: intents.flatMap(({ access }) => access),
      replications: [...new Set(intents.flatMap(({ replications }) => replications))],
      deliveries: intents.flatMap(({ deliveries = [] }) => deliveries),
    };
  }
}
