/**
 * The intents: who can do what with which bucket, and which bucket replicates to which. Constructs implement these interfaces.
 * Tests use plain objects.
 */

import type { Permission } from "./actions";
import type { ServiceName } from "./service-needs";

export type { Permission, ServiceName };

/** An AWS account, seen in one region. */
export interface Account {
  /** Twelve digits. */
  readonly accountId: string;
  /** Such as `us-east-1`. */
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov` or `aws-eusc`. */
  readonly partition: string;
  /**
   * Whether the stack deploys to it. If not, its administrators attach the identity policies there, before or after the stack
   * is deployed.
   *
   * @default true
   */
  readonly managed?: boolean;
}

/** A customer-managed KMS key. */
export interface Key {
  /** Its name in the topology and in Terraform. */
  readonly name: string;
  readonly account: Account;
  /** The ARN of the key, usually a Terraform reference. Never the ARN of an alias: policies cannot identify a key by it. */
  readonly keyArn: string;
  /** Begins with `alias/`. Undefined for an existing key, whose ARN is known before the deployment. */
  readonly alias?: string;
  /** Whether the key exists already. Its policy then has statements of others. */
  readonly isExisting?: boolean;
}

/** An S3 bucket. */
export interface Bucket {
  /** Its name in the topology and in Terraform. */
  readonly name: string;
  readonly account: Account;
  readonly bucketArn: string;
  /** The key of the default encryption. Undefined with SSE-S3. */
  readonly key?: Key;
  /** Keys that encrypt some of the objects, in addition to the default key. */
  readonly otherKeys: readonly Key[];
  /** Whether uploads with another key or encryption are denied. */
  readonly requireKey: boolean;
  /** Whether Object Lock can lock its objects. @default false */
  readonly hasObjectLock?: boolean;
  /** Whether uploads with SSE-C are denied, even if other encryption is not. @default false */
  readonly denySseC?: boolean;
  /** The oldest version of TLS that requests can use, such as `1.2`. @default - what S3 accepts */
  readonly minimumTls?: string;
  /** Whether the bucket exists already. Its policy then has statements of others. */
  readonly isExisting?: boolean;
  /** The ARNs of the CloudTrail trails whose logs it contains, as patterns. @default - none */
  readonly trails?: readonly string[];
  /** Who can reach it at all, whatever policies allow. @default - everyone */
  readonly restrictions?: Restrictions;
  /** The roles and users that get nothing, whatever policies allow. @default - none */
  readonly denied?: readonly Pick<Principal, "principalArn" | "account">[];
}

/** Who can reach a bucket. Everyone else is denied. */
export interface Restrictions {
  /** The id of an organization, in which principals of other accounts must be. */
  readonly organizationId?: string;
  /** The ids of the VPC endpoints that requests can come through. Empty, with `sourceIps`, for any network. */
  readonly vpcEndpointIds: readonly string[];
  /** The ranges of public IP addresses that requests can come from. */
  readonly sourceIps: readonly string[];
  /** The ARNs of roles and users who are not limited. */
  readonly except: readonly string[];
}

/** Who is granted access. */
export interface Principal {
  /** Its name in the topology and in Terraform. */
  readonly name: string;
  readonly kind: "role" | "user" | "permission set" | "account" | "organization";
  readonly account: Account;
  /** The role's or user's ARN with its path, the pattern of a permission set's roles, or the account's root ARN. */
  readonly principalArn: string;
  /**
   * How resource policies in other accounts name the principal. `account`: by its account, with a condition on
   * `aws:PrincipalArn`. `arn`: by its ARN, which AWS replaces by a unique id.
   */
  readonly grantedAs: "account" | "arn";
  /** What `kind` is, if it is an organization. Its account is any. */
  readonly organization?: OrganizationMembers;
  /** The tags that roles and users of an account or an organization must have. @default - none */
  readonly principalTags?: Readonly<Record<string, string>>;
}

/** The accounts of an organization. */
export interface OrganizationMembers {
  readonly organizationId: string;
  /** Only those in these OUs. Empty for all. */
  readonly paths: readonly string[];
}

/** What a principal can do with a bucket. */
export interface Access {
  readonly principal: Principal;
  readonly bucket: Bucket;
  readonly permissions: readonly Permission[];
  /** The beginning of the object keys; empty for all objects. */
  readonly prefix: string;
}

/** The replication from one bucket to another. */
export interface Replication {
  /** The role that S3 assumes, in the account of `from`. */
  readonly role: Principal;
  readonly from: Bucket;
  readonly to: Bucket;
  /** The beginning of the object keys; empty for all objects. */
  readonly prefix: string;
  /** Whether delete markers are replicated. */
  readonly deleteMarkers: boolean;
  /** Whether the role gets only `kms:Encrypt` on the key of the replicas, which is enough without Bucket Keys. */
  readonly minimalKms: boolean;
  /** The key of the replicas: one of the other keys of `to`. @default - the default key of `to` */
  readonly replicaKey?: Key | undefined;
}

/** For whom a service acts: an account or an organization. */
export interface DeliverySource {
  /** Twelve digits. */
  readonly accountId: string | undefined;
  readonly organizationId: string | undefined;
  /** The ARNs of what it acts for, or patterns of them; empty for all. */
  readonly arns: readonly string[];
}

/** An AWS service that acts by itself. */
export interface AwsService {
  /** Its name in the topology. */
  readonly name: string;
  readonly service: ServiceName;
  readonly sources: readonly DeliverySource[];
}

/** Which service writes to which bucket, or reads from it. */
export interface Delivery {
  readonly service: AwsService;
  readonly bucket: Bucket;
  /** The beginning of the object keys; empty for all objects. */
  readonly prefix: string;
}

/** All intents of one bucket, key or principal. */
export interface Intents {
  readonly access: readonly Access[];
  readonly replications: readonly Replication[];
  /** @default - none */
  readonly deliveries?: readonly Delivery[];
}

/** All intents of one role, user or account. */
export interface PrincipalIntents extends Intents {
  /** The roles that it can assume. */
  readonly assumes?: readonly AssumedRole[];
  /** Statements of the user's own. @default - none */
  readonly own?: readonly object[];
}

/** A role that a principal of the same topology can assume. */
export interface AssumedRole extends Pick<Principal, "name" | "principalArn"> {
  /** The path of the role, which is part of the ARN. */
  readonly path: string;
  /** The keys of the tags that the principal can pass. */
  readonly sessionTags: readonly string[];
}

/** Whether others attach its identity policy, before or after the stack is deployed. */
export function isHandedOver({ kind, account: { managed = true } }: Principal): boolean {
  return !managed || kind === "permission set" || kind === "organization";
}

export function isSameAccount(a: Account, b: Account): boolean {
  return a.accountId === b.accountId;
}

/** The ARN of the account root. In a policy, it means the whole account. */
export function accountRootArn(account: Account): string {
  return `arn:${account.partition}:iam::${account.accountId}:root`;
}
