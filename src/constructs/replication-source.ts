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

/** The options of a replication. */
export interface ReplicationProps {
  /**
   * Limits the replication to objects whose keys begin with this prefix. Cannot contain policy variables.
   *
   * @default - every object
   */
  readonly prefix?: Text;
  /**
   * The name of the role that S3 assumes, at most 64 characters. A bucket has one role for all its destinations.
   *
   * @default - the name of the source bucket, followed by `-replication`
   */
  readonly roleName?: Text;
  /**
   * The ARN of the role that S3 assumes.
   *
   * @default - built from the account and the name of the role
   */
  readonly roleArn?: Text;
  /**
   * Whether delete markers are replicated: an object that is deleted in the source then also disappears in the destination.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
   */
  readonly deleteMarkers?: boolean;
  /**
   * Whether the role gets only `kms:Encrypt` on the key of the replicas. According to AWS, this is enough if neither bucket
   * uses a Bucket Key, or ever did, and every source object is encrypted with SSE-KMS.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
   */
  readonly minimalKms?: boolean;
}

/** A bucket that replicates or receives replicas. */
export interface ReplicatedBucket extends Construct, IBucket {
  readonly bucketReference: string;
  readonly policyAddress: string | undefined;
  readonly hasKmsObjects: boolean;
  prepareReplication(): readonly string[];
}

/**
 * The replication configuration of a bucket, with a rule for each destination and prefix, and the role that S3 assumes. A
 * bucket can have only one of each.
 */
export class ReplicationSource extends Construct {
  readonly role: AccessRole;
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

  /** The replications, in the order of their rules. */
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

  /** Rewrites the rules, after a bucket got another key or another replication. */
  update(): void {
    this.resource.putRule(
      this.sortedRules().map(({ to, replication }, index) => this.rule(to, replication, index + 1)),
    );
    // S3 refuses a configuration before versioning and locks are on at both ends, and replicates nothing before the policies.
    this.resource.dependsOn = [];
    waitFor(
      this.resource,
      ...this.role.policyAddresses,
      ...this.from.prepareReplication(),
      ...this.rules.flatMap(({ to }) => [...to.prepareReplication(), to.policyAddress ?? []].flat()),
    );
  }

  private sortedRules(): Rule[] {
    return [...this.rules].sort(byPlace);
  }

  /** Every rule has a filter. Without one, it is a rule of version 1, which handles delete markers differently. */
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
      // Without this and `encryptionConfiguration`, S3 silently skips SSE-KMS objects.
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

/** Sorts by destination and prefix, so that the order of the calls does not matter. Terraform expressions keep their order. */
function byPlace({ to: a, replication: one }: Rule, { to: b, replication: other }: Rule): number {
  if (a !== b) return a.name < b.name ? -1 : 1;
  const [prefix, otherPrefix] = [one.prefixText, other.prefixText];
  if (typeof prefix !== "string" || typeof otherPrefix !== "string") return 0;
  return prefix < otherPrefix ? -1 : 1;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html */
const LONGEST_ID = 255;

/** Depends only on the rule itself, so that adding a rule does not change the others. */
function idOf({ name }: ReplicatedBucket, { prefixText }: ReplicationRule): Text {
  if (prefixText === "") return name;
  const id = text<Text>`${name}/${prefixText}`;
  if (typeof id !== "string" || id.length <= LONGEST_ID) return id;
  const hash = createHash("sha256").update(id).digest("hex").slice(0, 16);
  return `${id.slice(0, LONGEST_ID - hash.length - 1)}-${hash}`;
}
