import {
  S3BucketReplicationConfigurationA,
  type S3BucketReplicationConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Construct } from "constructs";
import { createHash } from "node:crypto";
import { literalPrefixProblem } from "../aws/object-prefix";
import { isSameAccount } from "../policy/intents";
import * as defaults from "../topology/defaults";
import { overlap } from "../topology/replication-ends";
import { text, type Text } from "../topology/text";
import { AccessRole } from "./access-role";
import { claimAddress, waitFor } from "./addresses";
import type { IBucket, ReplicationRule } from "./edges";
import * as errors from "./errors";
import { optionalText, terraformText } from "./terraform-text";
import { validate } from "./validate";

/** How a bucket replicates to another. */
export interface ReplicationProps {
  /**
   * Only objects whose key begins with this.
   *
   * @default - every object
   */
  readonly prefix?: Text;
  /**
   * The name of the role that S3 assumes, 64 characters at most. A bucket has one, for all its destinations.
   *
   * @default - the source bucket's name and `-replication`
   */
  readonly roleName?: Text;
  /**
   * The ARN of that role.
   *
   * @default - composed of the account and the role's name
   */
  readonly roleArn?: Text;
  /**
   * Whether delete markers are replicated, so that what is deleted here is deleted there.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
   */
  readonly deleteMarkers?: boolean;
  /**
   * Whether the role gets `kms:Encrypt` alone on the replica's key. AWS documents that as enough only where
   * neither bucket uses a Bucket Key, now or earlier, and every source object was encrypted with SSE-KMS.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
   */
  readonly minimalKms?: boolean;
}

/** What the replication from and to a bucket refers to. */
export interface ReplicatedBucket extends Construct, IBucket {
  readonly bucketReference: string;
  readonly policyAddress: string;
  readonly hasKmsObjects: boolean;
  enableVersioning(): string;
}

/**
 * The one replication configuration of a bucket, with a rule for each destination and prefix, and the role that S3
 * assumes.
 */
export class ReplicationSource extends Construct {
  private readonly role: AccessRole;
  private readonly resource: S3BucketReplicationConfigurationA;
  private readonly rules: Rule[] = [];

  constructor(
    private readonly from: ReplicatedBucket,
    { roleName, roleArn: principalArn }: ReplicationProps,
  ) {
    super(from, "replication");
    const role = defaults.replicationRole(from.model, { roleName, principalArn });
    const assumedBy = role.assumedBy.map(defaults.trustedText);
    this.role = new AccessRole(this, role.name, { ...role, assumedBy, account: from.account });
    this.resource = new S3BucketReplicationConfigurationA(this, "configuration", {
      provider: from.account.provider,
      bucket: from.bucketReference,
      role: `\${${this.role.resourceAddress}.arn}`,
      rule: [],
    });
    claimAddress(this.resource, from.name);
  }

  /** In the order of their rules. */
  get replications(): readonly ReplicationRule[] {
    return this.sortedRules().map(({ replication }) => replication);
  }

  addRule(to: ReplicatedBucket, props: ReplicationProps): ReplicationRule {
    const path = this.from.node.path;
    const roleName = optionalText(props.roleName);
    if (roleName !== undefined && roleName !== this.role.roleName) {
      throw errors.replicationRoleDiffers(path, roleName, this.role.roleName);
    }
    validate(this.from, "prefix", props.prefix, literalPrefixProblem);
    const { prefix: prefixText = "" } = props;
    const prefix = terraformText(prefixText);
    const other = this.rules.find((rule) => rule.to === to && overlap(rule.replication.prefix, prefix));
    if (other) throw errors.replicationsOverlap(path, to.node.path, prefix, other.replication.prefix);
    const replication: ReplicationRule = {
      role: this.role,
      from: this.from,
      to,
      prefix,
      prefixText,
      deleteMarkers: props.deleteMarkers ?? false,
      minimalKms: props.minimalKms ?? false,
    };
    this.role.add({ replications: [replication] });
    this.rules.push({ to, replication });

    this.update();
    return replication;
  }

  /** Writes the rules anew, when what they follow from has changed. */
  update(): void {
    this.resource.putRule(
      this.sortedRules().map(({ to, replication }, index) => this.rule(to, replication, index + 1)),
    );
    // S3 refuses a configuration before versioning is on at both ends, and replicates nothing before the policies.
    this.resource.dependsOn = [];
    waitFor(
      this.resource,
      ...this.role.policyAddresses,
      this.from.enableVersioning(),
      ...this.rules.flatMap(({ to }) => [to.enableVersioning(), to.policyAddress]),
    );
  }

  private sortedRules(): Rule[] {
    return [...this.rules].sort(byPlace);
  }

  /** Always with a filter: without one, a rule is of the first version and treats delete markers otherwise. */
  private rule(
    to: ReplicatedBucket,
    replication: ReplicationRule,
    priority: number,
  ): S3BucketReplicationConfigurationRule {
    return {
      id: terraformText(idOf(to, replication)),
      priority,
      status: "Enabled",
      filter: { prefix: replication.prefix },
      deleteMarkerReplication: { status: replication.deleteMarkers ? "Enabled" : "Disabled" },
      // Without both of these S3 skips objects under SSE-KMS, and says nothing.
      ...(this.from.hasKmsObjects && {
        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
      }),
      destination: {
        ...(!isSameAccount(this.from.account, to.account) && { account: to.account.accountId }),
        bucket: to.bucketArn,
        ...(this.from.hasKmsObjects &&
          to.key && { encryptionConfiguration: { replicaKmsKeyId: to.key.keyArn } }),
      },
    };
  }
}

interface Rule {
  readonly to: ReplicatedBucket;
  readonly replication: ReplicationRule;
}

/** By destination and prefix, so that stating them in another order changes nothing. Terraform knows some prefixes alone. */
function byPlace({ to: a, replication: one }: Rule, { to: b, replication: other }: Rule): number {
  if (a !== b) return a.name < b.name ? -1 : 1;
  const [prefix, otherPrefix] = [one.prefixText, other.prefixText];
  if (typeof prefix !== "string" || typeof otherPrefix !== "string") return 0;
  return prefix < otherPrefix ? -1 : 1;
}

/** What S3 accepts. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html */
const LONGEST_ID = 255;

/** Follows from the rule alone, so that a further rule changes no other one. */
function idOf({ name }: ReplicatedBucket, { prefixText }: ReplicationRule): Text {
  if (prefixText === "") return name;
  const id = text<Text>`${name}/${prefixText}`;
  if (typeof id !== "string" || id.length <= LONGEST_ID) return id;
  const hash = createHash("sha256").update(id).digest("hex").slice(0, 16);
  return `${id.slice(0, LONGEST_ID - hash.length - 1)}-${hash}`;
}
