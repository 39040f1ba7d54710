/**
 * Builds the parts of a model and fills in the defaults. Topology files and constructs share these functions, so that each
 * default is in one place.
 */
import { accountOf, parseArn } from "../aws/arn";
import { isAccountRegional } from "../aws/bucket-name";
import { WITHOUT_MFA } from "../aws/mfa";
import { defaultAudience, issuerIn, issuerKind, issuerName } from "../aws/oidc-issuer";
import { hasWildcard } from "../aws/oidc-subject";
import { PERMISSION_SET_PREFIX, PERMISSION_SET_SUFFIX, permissionSetPath } from "../aws/permission-set";
import { partitionOf } from "../aws/region";
import { signInUrl } from "../aws/saml";
import type {
  Account,
  AwsService,
  Bucket,
  BucketNamespace,
  EntireAccount,
  ExistingKey,
  ExistingRole,
  ExistingUser,
  Key,
  NewKey,
  NewRole,
  NewUser,
  Organization,
  OwnKey,
  PermissionSet,
  Principal,
  Restrictions,
  Role,
  ReplicationAlarms,
  RuleSettings,
  ServiceName,
  SharedKey,
  Trusted,
  TrustedOidc,
  TrustedSaml,
  TrustedService,
  User,
} from "./model";
import { joined, replaced, text, type Text } from "./text";

/** The fields of a part that are set: the `Needed` ones are required, the others have defaults. */
type Said<Part, Needed extends keyof Part> = Pick<Part, Needed> & {
  readonly [Field in Exclude<keyof Part, Needed>]?: Part[Field] | undefined;
};

export function account<T extends Text>(said: Said<Account<T>, "name" | "accountId" | "region">): Account<T> {
  const { name, accountId, region, partition = partitionIn(region) } = said;
  const { managed = true, profile, assumeRole, endpoints = {}, defaultTags = {} } = said;
  return { name, managed, accountId, region, partition, profile, assumeRole, endpoints, defaultTags };
}

function partitionIn<T extends Text>(region: T): T {
  if (typeof region === "string") return partitionOf(region) as T;
  throw new Error("the region is a Terraform reference, so its partition is unknown; set partition");
}

export function key<T extends Text>(said: Said<NewKey<T>, "name" | "account">): NewKey<T> {
  const { name, account: owner, alias = defaultKeyAlias(name) as T } = said;
  const { description = `Encrypts S3 objects (${name})` as T, deletionWindowInDays = 30, tags = {} } = said;
  const { preventDestroy = true, isMultiRegion = false, replicaOf, statements } = said;
  return {
    existing: false,
    name,
    account: owner,
    alias,
    description,
    deletionWindowInDays,
    preventDestroy,
    isMultiRegion,
    replicaOf,
    tags,
    statements,
  };
}

export function existingKey<T extends Text>({
  name,
  account: owner,
  keyArn,
  isImported = false,
  preventDestroy = true,
  policy,
}: Said<ExistingKey<T>, "name" | "account" | "keyArn">): ExistingKey<T> {
  return { existing: true, name, account: owner, keyArn, isImported, preventDestroy, policy };
}

/** The own key of a bucket. It has the name of the bucket. */
export function ownKey<T extends Text>(
  { name, account: owner, bucketName }: BucketInAccount<T>,
  said: Said<Omit<NewKey<T>, "name" | "account">, never> = {},
): NewKey<T> {
  const {
    alias = defaultBucketKeyAlias(bucketName),
    description = text<T>`Encrypts the objects of s3://${bucketName}`,
  } = said;
  return key({ ...said, name, account: owner, alias, description });
}

type BucketInAccount<T extends Text> = Pick<Bucket<T>, "name" | "account" | "bucketName">;

export function defaultKeyAlias(name: string): string {
  return `alias/${name}`;
}

/** Whether Terraform refuses to destroy a bucket and its own key. Whoever lets their objects go lets them go too. */
export function preventDestroy<T extends Text>({
  preventDestroy: said,
  forceDestroy = false,
}: Said<Pick<Bucket<T>, "preventDestroy" | "forceDestroy">, never>): boolean {
  return said ?? forceDestroy === false;
}

/** With dashes for dots, because an alias cannot contain dots. */
export function defaultBucketKeyAlias<T extends Text>(bucketName: T): T {
  return text<T>`alias/${replaced(bucketName, ".", "-")}`;
}

export function bucket<T extends Text>(
  said: Said<Bucket<T>, "name" | "account" | "bucketName" | "encryption">,
): Bucket<T> {
  const { name, account: owner, bucketName, bucketArn: arn = bucketArn(owner, bucketName) } = said;
  const { bucketNamespace = namespaceOf(bucketName) } = said;
  const { encryption, otherKeys = [], existing, objectLock, forceDestroy, tags = {} } = said;
  // S3 locks versions of objects.
  const versioned = said.versioned === true || objectLock !== undefined;
  const requiresKey = encryption.kind !== "no key" && encryption.requireKey;
  const { denySseC = requiresKey, minimumTls, restrictions, denied = [] } = said;
  const { abortIncompleteUploadsAfterDays, replicationEvents } = said;
  return {
    name,
    account: owner,
    bucketName,
    bucketNamespace,
    bucketArn: arn,
    encryption,
    otherKeys,
    denySseC,
    minimumTls,
    restrictions,
    denied,
    versioned,
    statements: said.statements,
    objectLock,
    abortIncompleteUploadsAfterDays,
    replicationEvents,
    preventDestroy: preventDestroy(said),
    existing,
    forceDestroy,
    tags,
  };
}

/** Whether each plan checks how an existing bucket is configured. Terraform cannot read it without a provider. */
export function checkSettings({ managed }: Pick<Account<Text>, "managed">, said = true): boolean {
  return managed && said;
}

function namespaceOf(bucketName: Text): BucketNamespace {
  return typeof bucketName === "string" && isAccountRegional(bucketName) ? "account-regional" : "global";
}

export function bucketArn<T extends Text>({ partition }: Account<T>, bucketName: T): T {
  return text<T>`arn:${partition}:s3:::${bucketName}`;
}

/**
 * Whoever deploys the stack is not limited: Terraform itself reads the bucket.
 *
 * @param owner the account of the bucket
 */
export function restrictions<T extends Text>(
  owner: Account<T>,
  said: Said<Restrictions<T>, never>,
): Restrictions<T> {
  const { organizationId, vpcEndpointIds = [], sourceIps = [] } = said;
  const hasNetworks = vpcEndpointIds.length + sourceIps.length > 0;
  const { except = hasNetworks ? deployers(owner) : [] } = said;
  // The account of the bucket is outside no organization.
  const isLimited = (arn: T) => hasNetworks || typeof arn !== "string" || accountOf(arn) !== owner.accountId;
  return { organizationId, vpcEndpointIds, sourceIps, except: [...new Set(except)].filter(isLimited) };
}

function deployers<T extends Text>({ assumeRole }: Account<T>): readonly T[] {
  return assumeRole ? [assumeRole.roleArn as T] : [];
}

/** @param kms the settings that the bucket has */
export function ownKeyEncryption<T extends Text>(key: NewKey<T>, kms: KmsSettings): OwnKey<T> {
  return { kind: "own key", key, ...kmsSettings(kms) };
}

export function sharedKeyEncryption<T extends Text>(key: Key<T>, kms: KmsSettings): SharedKey<T> {
  return { kind: "shared key", key, ...kmsSettings(kms) };
}

interface KmsSettings {
  readonly bucketKeyEnabled?: boolean;
  readonly requireKey?: boolean;
}

function kmsSettings({ bucketKeyEnabled = true, requireKey = false }: KmsSettings): Required<KmsSettings> {
  return { bucketKeyEnabled, requireKey };
}

export function newRole<T extends Text>(
  said: Said<NewRole<T>, "name" | "account" | "roleName" | "assumedBy">,
): NewRole<T> {
  const { assumedBy, externalId, mfa = false, maxSessionDuration, permissionsBoundary } = said;
  const { tags = {}, sessionTags = [] } = said;
  return {
    ...role(said),
    existing: false,
    assumedBy,
    externalId,
    mfa,
    maxSessionDuration,
    permissionsBoundary,
    tags,
    sessionTags,
    trustStatements: said.trustStatements,
  };
}

export function existingRole<T extends Text>(
  said: Said<ExistingRole<T>, "name" | "account" | "roleName">,
): ExistingRole<T> {
  return { ...role(said), existing: true };
}

export function newUser<T extends Text>(said: Said<NewUser<T>, "name" | "account" | "userName">): NewUser<T> {
  const { permissionsBoundary, tags = {} } = said;
  return { ...user(said), existing: false, permissionsBoundary, tags };
}

export function existingUser<T extends Text>(
  said: Said<ExistingUser<T>, "name" | "account" | "userName">,
): ExistingUser<T> {
  return { ...user(said), existing: true };
}

export function permissionSet<T extends Text>(
  said: Said<PermissionSet<T>, "name" | "account" | "permissionSetName">,
): PermissionSet<T> {
  const { name, account: owner, permissionSetName, region } = said;
  const { principalArn = permissionSetArn(owner, region, permissionSetName) } = said;
  return { kind: "permission set", name, account: owner, principalArn, permissionSetName, region };
}

/** The pattern of the ARNs of a permission set's roles in an account. */
export function permissionSetArn<T extends Text>(
  owner: Account<T>,
  region: string | undefined,
  permissionSetName: T,
): T {
  const roleName = text<T>`${PERMISSION_SET_PREFIX}${permissionSetName}${PERMISSION_SET_SUFFIX}`;
  return roleArn(owner, permissionSetPath(region), roleName);
}

export function entireAccount<T extends Text>({
  name,
  account: owner,
  principalTags = {},
}: Said<EntireAccount<T>, "name" | "account">): EntireAccount<T> {
  return { kind: "account", name, account: owner, principalArn: iamArn(owner, "root"), principalTags };
}

export function organization<T extends Text>(
  said: Said<Organization<T>, "name" | "account" | "organizationId">,
): Organization<T> {
  const { name, account: owner, organizationId, paths = [], principalTags = {} } = said;
  const { principalArn = organizationArn(owner, organizationId, paths) } = said;
  return { kind: "organization", name, account: owner, principalArn, organizationId, paths, principalTags };
}

/** Real ARNs of organizations contain the management account, which need not be known. Policies do not contain this one. */
export function organizationArn<T extends Text>(
  { partition }: Account<T>,
  organizationId: T,
  paths: readonly T[],
): T {
  const members = paths.length === 0 ? organizationId : (joined(paths, ",") as T);
  return text<T>`arn:${partition}:organizations:::organization/${members}`;
}

/**
 * @param said the accounts or the organization that the service acts for. An ARN counts for the account that it contains, or for
 *   all accounts if it contains none
 */
export function awsService<T extends Text>({
  name,
  service,
  accountIds = [],
  organizationId,
  sourceArns = [],
}: {
  readonly name: string;
  readonly service: ServiceName;
  readonly accountIds?: readonly T[];
  readonly organizationId?: T;
  readonly sourceArns?: readonly T[];
}): AwsService<T> {
  const isOf = (arn: T, accountId: T) => {
    const account = typeof arn === "string" ? accountOf(arn) : undefined;
    return account === undefined || account === accountId;
  };
  const sources =
    organizationId === undefined
      ? accountIds.map((accountId) => ({
          accountId,
          organizationId,
          arns: sourceArns.filter((arn) => isOf(arn, accountId)),
        }))
      : [{ accountId: undefined, organizationId, arns: sourceArns }];
  return { name, service, sources };
}

/** The role that S3 assumes to replicate a bucket. */
export function replicationRole<T extends Text>(
  { name, account: owner, bucketName }: BucketInAccount<T>,
  {
    roleName = defaultReplicationRoleName(bucketName),
    principalArn,
  }: Said<ReplicationRoleNames<T>, never> = {},
): NewRole<T> {
  const assumedBy = [trusted<T>("s3.amazonaws.com" as T)];
  return newRole({ name: `${name}_replication`, account: owner, roleName, principalArn, assumedBy });
}

type ReplicationRoleNames<T extends Text> = Pick<NewRole<T>, "roleName" | "principalArn">;

export function defaultReplicationRoleName<T extends Text>(bucketName: T): T {
  return text<T>`${bucketName}-replication`;
}

/** @param principal an ARN or the name of a service. Names of services are never expressions. */
export function trusted<T extends Text>(principal: T): Trusted<T> {
  return typeof principal === "string" && !principal.startsWith("arn:")
    ? trustedService({ service: principal })
    : { kind: "arn", arn: principal };
}

export function trustedService<T extends Text>(said: Said<TrustedService<T>, "service">): Trusted<T> {
  const { service, sourceAccount, sourceArn } = said;
  return { kind: "service", service, sourceAccount, sourceArn };
}

/**
 * @param owner the account of the role, in which the provider must be
 * @param createProvider whether the stack creates the provider
 */
export function trustedOidc<T extends Text>(
  owner: Account<T>,
  said: {
    readonly issuer: string;
    readonly subjects: readonly string[];
    readonly audiences?: readonly string[];
  },
  createProvider = false,
): TrustedOidc<T> {
  const { subjects } = said;
  const issuer = issuerIn(said.issuer);
  const { audiences = [defaultAudience(issuer, subjects)] } = said;
  return {
    kind: "oidc",
    issuer: issuer as T,
    issuerKind: issuerKind(issuer, subjects),
    providerArn: oidcProviderArn(owner, issuer as T),
    createdAs: createProvider ? issuerName(issuer) : undefined,
    audiences: audiences as readonly T[],
    subjects: subjects as readonly T[],
    hasWildcards: subjects.some(hasWildcard),
  };
}

export function oidcProviderArn<T extends Text>(owner: Account<T>, issuer: T): T {
  return iamArn(owner, text<T>`oidc-provider/${issuer}`);
}

/** @param owner the account of the role, in whose partition people sign in */
export function trustedSaml<T extends Text>(
  { partition }: Account<T>,
  said: { readonly providerArn: T; readonly audiences?: readonly T[] },
): TrustedSaml<T> {
  const { providerArn, audiences = signInUrls(partition) as readonly T[] } = said;
  return { kind: "saml", providerArn, audiences };
}

function signInUrls(partition: Text): readonly string[] {
  const url = typeof partition === "string" ? signInUrl(partition) : undefined;
  return url === undefined ? [] : [url];
}

/** Whether EC2 instances can use the role. They need an instance profile for it. */
export function isForInstances({ assumedBy }: Pick<NewRole<Text>, "assumedBy">): boolean {
  return assumedBy.some(
    (trusted) => trusted.kind === "service" && /^ec2\.amazonaws\.com(\.cn)?$/.test(trusted.service),
  );
}

/** Trust in a principal of the same topology. For an entire account, its administrators decide who assumes the role. */
export function trustedPrincipal<T extends Text>(principal: Principal<T>, isDelegated = false): Trusted<T> {
  const { kind, name, account: owner, principalArn } = principal;
  return kind === "account"
    ? trusted(principalArn)
    : { kind: "principal", name, account: owner, principalArn, isDelegated };
}

/** Everyone that a role trusts, without duplicates. Principals of the topology come last. */
export function assumedBy<T extends Text>(all: readonly Trusted<T>[]): Trusted<T>[] {
  const known = new Set<Text>(all.map(trustedText));
  const distinct = new Map(all.map((each) => [trustedId(each), each]));
  return [...distinct.values()]
    .map((each) =>
      each.kind === "principal"
        ? { ...each, isDelegated: each.isDelegated || known.has(iamArn(each.account, "root")) }
        : each,
    )
    .sort((a, b) => Number(a.kind === "principal") - Number(b.kind === "principal"));
}

/** The ARN of a principal, or the name of a service. */
export function trustedText<T extends Text>(trusted: Trusted<T>): T | string {
  switch (trusted.kind) {
    case "arn":
      return trusted.arn;
    case "principal":
      return trusted.principalArn;
    case "service":
      return trusted.service;
    case "oidc":
    case "saml":
      return trusted.providerArn;
  }
}

/** What tells two trusted ones apart. A provider and a service can be trusted several times, with other conditions. */
function trustedId<T extends Text>(trusted: Trusted<T>): string {
  return JSON.stringify(
    trusted.kind === "arn" || trusted.kind === "principal" ? trustedText(trusted) : trusted,
  );
}

/** Why someone can never meet a condition on MFA. Undefined for users, for accounts, and for ARNs that are not known here. */
export function withoutMfa<T extends Text>(trusted: Trusted<T>): string | undefined {
  switch (trusted.kind) {
    case "service":
      return WITHOUT_MFA.service;
    case "oidc":
    case "saml":
      return WITHOUT_MFA.federated;
    case "arn":
    case "principal": {
      const arn = trustedText(trusted);
      return typeof arn === "string" && parseArn(arn)?.type === "role" ? WITHOUT_MFA.role : undefined;
    }
  }
}

export function ruleSettings(said: Partial<RuleSettings>): RuleSettings {
  const { isEnabled = true, tags = {}, priority, storageClass, replicaModifications = false } = said;
  const { timeControl = false, metrics = true } = said;
  return { isEnabled, tags, priority, storageClass, replicaModifications, metrics, timeControl };
}

/** The alarms that a rule can have: S3 publishes metrics only of enabled rules that say so, and of latency only with time control. */
export function replicationAlarms<A>(
  { isEnabled, metrics, timeControl }: RuleSettings,
  { failed, late }: Readonly<Record<keyof ReplicationAlarms, A | undefined>>,
): Readonly<Record<keyof ReplicationAlarms, A | undefined>> {
  const isMeasured = isEnabled && metrics;
  return { failed: isMeasured ? failed : undefined, late: isMeasured && timeControl ? late : undefined };
}

/** The key of the default encryption. Undefined with SSE-S3. */
export function keyOf<T extends Text>({ encryption }: Pick<Bucket<T>, "encryption">): Key<T> | undefined {
  return encryption.kind === "no key" ? undefined : encryption.key;
}

export function roleArn<T extends Text>(owner: Account<T>, path: string, roleName: T): T {
  return iamArn(owner, text<T>`role${path}${roleName}`);
}

export function userArn<T extends Text>(owner: Account<T>, path: string, userName: T): T {
  return iamArn(owner, text<T>`user${path}${userName}`);
}

function role<T extends Text>(said: Said<Role<T>, "name" | "account" | "roleName">): Role<T> {
  const { name, account: owner, roleName, path = "/", grantedAs = "account" } = said;
  const { principalArn = roleArn(owner, path, roleName) } = said;
  const { statements } = said;
  return { kind: "role", name, account: owner, principalArn, path, grantedAs, statements, roleName };
}

function user<T extends Text>(said: Said<User<T>, "name" | "account" | "userName">): User<T> {
  const { name, account: owner, userName, path = "/", grantedAs = "account" } = said;
  const { principalArn = userArn(owner, path, userName) } = said;
  const { statements } = said;
  return { kind: "user", name, account: owner, principalArn, path, grantedAs, statements, userName };
}

function iamArn<T extends Text>({ partition, accountId }: Account<T>, resource: T | string): T {
  return text<T>`arn:${partition}:iam::${accountId}:${resource}`;
}
