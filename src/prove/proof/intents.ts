import type { ServiceName } from "../../aws/delivering-services";
import type { Retention } from "../../estate/estate";
import type { Permission } from "../catalogue/permissions";
import { Multimap } from "../multimap";
import { once } from "../once";
import { isWhole } from "./organizations";

/** What was asked for, as data with ARNs. It is independent of the code that writes the policies. */
export interface Intents {
  readonly access: readonly AccessIntent[];
  readonly replications: readonly ReplicationIntent[];
  /** Keys that encrypt some of a bucket's objects, in addition to the default key. */
  readonly otherKeys: readonly OtherKey[];
  /** The ARNs of buckets that must refuse uploads with another key or encryption than their default. */
  readonly requiredKeys: readonly string[];
  /** What else buckets must refuse, whatever policies allow. @default - nothing */
  readonly limits?: readonly LimitIntent[];
  /** The buckets that must have Object Lock. @default - none */
  readonly objectLocks?: readonly ObjectLockIntent[];
  /** Whom S3 must tell about replication. @default - nobody */
  readonly replicationEvents?: readonly ReplicationEventsIntent[];
  /** Statements of the user's own. @default - none */
  readonly ownStatements?: readonly OwnStatementsIntent[];
  /** The outputs with the policies that administrators of whole accounts attach. */
  readonly offers: readonly Offer[];
  /** Who can assume the roles that are created. */
  readonly trusts: readonly TrustIntent[];
  /** Which services act by themselves. @default - none */
  readonly deliveries?: readonly DeliveryIntent[];
  /** What DataSync copies. @default - nothing */
  readonly dataSync?: readonly DataSyncIntent[];
  /** Buckets that exist already, and how they are. @default - none */
  readonly existingBuckets?: readonly ExistingBucketIntent[];
  /** Keys that exist already. @default - none */
  readonly existingKeys?: readonly ExistingKeyIntent[];
}

/** A bucket that exists already. How it is configured is taken as given, unless each plan checks it. */
export interface ExistingBucketIntent {
  readonly bucketArn: string;
  /** The key of the default encryption. @default - SSE-S3 */
  readonly keyArn?: string;
  /** Whether new objects use a Bucket Key. */
  readonly bucketKeyEnabled?: boolean;
  /** Whether replication needs its versioning, which Terraform does not set. */
  readonly versioningIsGiven?: true;
  /** Whether each plan must check how it is configured. @default - that is taken as given */
  readonly settingsAreChecked?: true;
  /** Whether it has replication rules, which may go. @default - it is taken as given that it has none */
  readonly rulesAreReplaced?: true;
  /** The policy that it had before, if Terraform now has it. @default - its policy is taken as given */
  readonly earlier?: object;
}

/** A key that exists already. */
export interface ExistingKeyIntent {
  readonly keyArn: string;
  /** The policy that it had before, if Terraform now has it. @default - its policy is taken as given */
  readonly earlier?: object;
}

/** What a bucket must refuse, whatever policies allow. */
export interface LimitIntent {
  readonly bucketArn: string;
  /** Whether it must refuse uploads with SSE-C. @default false */
  readonly sseC?: boolean;
  /** The oldest version of TLS that it must accept. @default - any */
  readonly minimumTls?: string;
  /** The ids of VPC endpoints that requests can come through. @default - none, with `sourceIps`; otherwise any network */
  readonly vpcEndpoints?: readonly string[];
  /** The ranges of IP addresses that requests can come from. @default - none, with `vpcEndpoints` */
  readonly sourceIps?: readonly string[];
  /** The id of the organization in which principals of other accounts must be. @default - any */
  readonly organization?: string;
  /** ARNs of roles and users who can come from any network and organization. Some are patterns. @default - none */
  readonly except?: readonly string[];
  /** ARNs of roles and users that it must refuse, whatever they ask for. @default - none */
  readonly denied?: readonly string[];
}

/** Object Lock, with a default retention or without. */
export interface ObjectLockIntent {
  readonly bucketArn: string;
  readonly retention?: Retention;
}

/** Statements that the user adds to a policy: that of a bucket or a key, or of a role or user. What they allow is asked for. */
export interface OwnStatementsIntent {
  readonly bucketArn?: string;
  /** The ARN of a role or user, for an identity policy. */
  readonly principalArn?: string;
  /** The ARN of a role, for its trust policy. */
  readonly roleArn?: string;
  /** The Terraform address of the key. */
  readonly keyAddress?: string;
  readonly document: object;
}

/** Who can do what with which bucket. */
export interface AccessIntent {
  /**
   * The ARN of a role or user, or the root of an account whose administrators decide, or what stands for an organization, see
   * `organizations.ts`, or for those with tags, see `principal-tags.ts`.
   */
  readonly principalArn: string;
  readonly bucketArn: string;
  readonly permissions: readonly Permission[];
  /** The beginning of the objects' keys; empty for all objects. Can contain policy variables. */
  readonly prefix: string;
}

/** Which bucket replicates to which. */
export interface ReplicationIntent {
  readonly fromArn: string;
  readonly toArn: string;
  readonly prefix: string;
  readonly deleteMarkers: boolean;
  /** Whether neither bucket uses a Bucket Key and no object was unencrypted. */
  readonly minimalKms: boolean;
  /** The address of the key of the replicas. @default - the default key of the destination */
  readonly replicaKeyAddress?: string;
  /** The ARN of that key instead, where a rule that exists names it. @default - none */
  readonly replicaKeyArn?: string;
  /** What the rule says besides. @default - an enabled rule for objects with any tags, and nothing more */
  readonly settings?: ReplicationSettings;
  /** Who must hear when it fails and, with time control, when it is late. @default - nobody */
  readonly alarms?: { readonly failed?: AlarmIntent; readonly late?: AlarmIntent };
}

/** An alarm, and where its metric is. */
export interface AlarmIntent {
  readonly topicArn: string;
  readonly accountId: string;
  readonly region: string;
}

/** A topic that S3 must tell which objects of a bucket it fails to replicate. */
export interface ReplicationEventsIntent {
  readonly bucketArn: string;
  readonly topicArn: string;
}

/** What policies do not say of a replication rule. */
export interface ReplicationSettings {
  readonly isEnabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly priority: number | undefined;
  readonly storageClass: string | undefined;
  readonly replicaModifications: boolean;
  readonly metrics: boolean;
  readonly timeControl: boolean;
}

/** Which bucket DataSync copies to which. */
export interface DataSyncIntent {
  /** The role that it assumes. */
  readonly roleArn: string;
  readonly fromArn: string;
  readonly toArn: string;
  readonly fromPrefix: string;
  readonly toPrefix: string;
}

/** Which service writes to which bucket, or reads from it, with its own service principal. */
export interface DeliveryIntent {
  readonly service: ServiceName;
  readonly bucketArn: string;
  readonly prefix: string;
  readonly sources: readonly DeliverySourceIntent[];
}

/** For whom a service acts: an account or an organization. */
export interface DeliverySourceIntent {
  readonly accountId?: string;
  readonly organizationId?: string;
  /** The ARNs of what it acts for, or patterns; empty for all. */
  readonly arns: readonly string[];
}

export interface OtherKey {
  readonly bucketArn: string;
  /** The Terraform address of the key, because only AWS knows its ARN. */
  readonly keyAddress: string;
}

/** The policy in an output, for an account that has access as a whole. */
export interface Offer {
  /** The ARN of the account's root. */
  readonly principalArn: string;
  /** Its Terraform address, such as `output.partner_policy`. */
  readonly address: string;
}

/** Who can assume a role. */
export interface TrustIntent {
  readonly roleArn: string;
  /** ARNs of roles, users and account roots, and names of services such as `ec2.amazonaws.com`. */
  readonly trusted: readonly string[];
  /** The external id that trusted ARNs must send. */
  readonly externalId?: string;
  /** Whether trusted ARNs must have signed in with MFA. @default false */
  readonly mfa?: boolean;
  /** The longest session, in seconds. @default - that of IAM, one hour */
  readonly maxSessionDuration?: number;
  /** The keys of tags that trusted ARNs can pass, and tokens and assertions can contain. @default - none */
  readonly sessionTags?: readonly string[];
  /** For what some of the trusted services must assume it. @default - anything */
  readonly sources?: readonly SourceIntent[];
  /** Who can exchange a token or an assertion for a session. @default - nobody */
  readonly federated?: readonly FederatedIntent[];
}

/** For what a service must assume a role. */
export interface SourceIntent {
  readonly service: string;
  /** The id of an account. */
  readonly sourceAccount?: string;
  /** The ARN of a resource, or a pattern. */
  readonly sourceArn?: string;
}

export type FederatedIntent = OidcIntent | SamlIntent;

/** Tokens of an OIDC provider. */
export interface OidcIntent {
  readonly protocol: "OIDC";
  /** Without `https://`. */
  readonly issuer: string;
  readonly providerArn: string;
  /** One of these must be the `aud` of the token. */
  readonly audiences: readonly string[];
  /** One of these patterns must match the `sub` of the token. */
  readonly subjects: readonly string[];
}

/** Assertions of a SAML provider. */
export interface SamlIntent {
  readonly protocol: "SAML";
  readonly providerArn: string;
  /** One of these URLs must be the recipient of the assertion. */
  readonly audiences: readonly string[];
}

/** Who can assume a role; undefined if nobody was asked for. */
export function trustOf(roleArn: string, { trusts }: Pick<Intents, "trusts">): TrustIntent | undefined {
  return trustsByRole(trusts).get(roleArn)[0];
}

const trustsByRole = once(
  (trusts: Intents["trusts"]) => new Multimap(trusts.map((trust) => [trust.roleArn, trust])),
);

/**
 * The roles and users with access or trust, some of which may exist already. Terraform names those without their path, so their
 * ARNs are known only from what was asked for.
 */
export function grantedPrincipals({ access, trusts }: Intents): string[] {
  const trusted = trusts.flatMap((trust) =>
    trust.trusted.filter((principal) => principal.startsWith("arn:")),
  );
  const arns = new Set([...trusted, ...access.map(({ principalArn }) => principalArn)]);
  return [...arns].filter((arn) => !isWhole(arn));
}
