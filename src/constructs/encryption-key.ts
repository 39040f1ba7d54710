import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { keyAliasProblem } from "../aws/key-alias";
import { KEY_POLICY } from "../aws/policy-limits";
import { keyPolicy } from "../policy/key-policy";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import type { Reference, Text } from "../topology/text";
import type { Account } from "./account";
import { claimAddress, waitFor } from "./addresses";
import type { Edges, IKey } from "./edges";
import { shorterResourcePolicy } from "./policy-length";
import { PolicyLocal } from "./policy-local";
import { terraformNumber, terraformText } from "./terraform-text";
import { lifecycleOf } from "./prevent-destroy";
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
}

/** A bucket whose objects a key encrypts, as the key policy sees it. */
interface KeyUser {
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

  /** The key with its defaults filled in. */
  readonly model: model.Key<Text>;
  /** The id of the construct. It is also the name of its resources in Terraform. */
  readonly name: string;
  /** The account that owns the key. */
  readonly account: Account;
  /** The ARN of the key, as a Terraform reference. */
  readonly keyArn: string;
  /** The alias of the key, as text for Terraform. */
  readonly alias: string;
  private readonly users = new Set<KeyUser>();
  private readonly resource: KmsKey;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    markAs("EncryptionKey", this);
    this.name = id;
    this.account = props.account;
    this.model = defaults.key({ ...props, name: id, account: props.account.model });
    const { alias, description, deletionWindowInDays, tags } = this.model;
    validate(this, "alias", alias, keyAliasProblem);
    this.alias = terraformText(alias);
    const { provider } = props.account;

    const document = new PolicyLocal(this, "policy", {
      name: `${this.name}_key_policy`,
      limit: KEY_POLICY,
      produce: () => keyPolicy(this, this.intents()),
      granting: {
        title: `the policy of key ${this.name}`,
        edges: () => this.intents(),
        documentsOf: (edges) => [keyPolicy(this, edges)],
        repair: shorterResourcePolicy,
      },
    });
    this.resource = new KmsKey(this, "key", {
      provider,
      description: terraformText(description),
      enableKeyRotation: true,
      deletionWindowInDays: terraformNumber(deletionWindowInDays),
      policy: document.json,
      tags: props.account.tagsOf(tags),
      lifecycle: lifecycleOf(this.model),
    });
    claimAddress(this.resource, this.name);
    this.node.defaultChild = this.resource;
    this.keyArn = `\${aws_kms_key.${this.name}.arn}`;
    claimAddress(
      new KmsAlias(this, "alias", {
        provider,
        name: this.alias,
        targetKeyId: `\${aws_kms_key.${this.name}.key_id}`,
      }),
      this.name,
    );
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
    waitFor(this.resource, principalAddress);
  }

  private intents(): Edges {
    const intents = [...this.users].map((bucket) => bucket.intents);
    return {
      access: intents.flatMap(({ access }) => access),
      replications: [...new Set(intents.flatMap(({ replications }) => replications))],
    };
  }
}
