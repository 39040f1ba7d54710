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
import { validate } from "./validate";
import { isMarkedAs, markAs } from "./kind";

/** What a key is like that a bucket brings. */
export interface BucketKeyProps {
  /**
   * The key's alias, beginning with `alias/`. For people only: no policy can name a key by it.
   *
   * @default - `alias/` and the bucket's name, or the key's id where it belongs to no bucket; dots become dashes
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html
   */
  readonly alias?: Text;
  /**
   * What the key is for.
   *
   * @default - a sentence that names the bucket
   */
  readonly description?: Text;
  /**
   * How long a deleted key can be rescued, in days, from 7 to 30.
   *
   * @default 30
   */
  readonly deletionWindowInDays?: number | Reference;
  /**
   * The key's tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>> | Reference;
}

/** A bucket whose objects are under a key, as far as the key's policy is concerned. */
interface KeyUser {
  readonly intents: Edges;
}

/** A key, and where it is. */
export interface EncryptionKeyProps extends BucketKeyProps {
  /** The account that owns the key. */
  readonly account: Account;
}

/**
 * A customer-managed KMS key with yearly rotation, an alias, and the one key policy that follows from everything
 * granted on the buckets that use it.
 *
 * Needed only where a key belongs to no bucket in particular; an `EncryptedBucket` brings its own.
 *
 * @throws if the alias is malformed or reserved
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export class EncryptionKey extends Construct implements IKey {
  /** Whether something is an `EncryptionKey`, of this copy of the class or another. */
  static isEncryptionKey(candidate: unknown): candidate is EncryptionKey {
    return isMarkedAs("EncryptionKey", candidate);
  }

  /** The key with its defaults filled in. */
  readonly model: model.Key<Text>;
  /** The construct's id, which is its name in Terraform. */
  readonly name: string;
  /** The account that owns the key. */
  readonly account: Account;
  /** A reference to the key's ARN. */
  readonly keyArn: string;
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
    });
    claimAddress(this.resource, this.name);
    this.keyArn = `\${aws_kms_key.${this.name}.arn}`;
    claimAddress(
      new KmsAlias(this, "alias", {
        provider,
        name: terraformText(alias),
        targetKeyId: `\${aws_kms_key.${this.name}.key_id}`,
      }),
      this.name,
    );
  }

  /**
   * Takes note of a bucket whose objects the key encrypts: what is granted on it, the key's policy grants too.
   *
   * @internal
   */
  addUser(bucket: KeyUser): void {
    this.users.add(bucket);
  }

  /**
   * Makes Terraform create a principal before the key whose policy names it.
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
