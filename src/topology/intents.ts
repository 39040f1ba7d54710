import { taggedArn } from "../aws/tagged-arn";
import { trustedText } from "./defaults";
import type {
  Alarm,
  Bucket,
  ExistingPolicy,
  Key,
  Model,
  NewKey,
  NewRole,
  Principal,
  Restrictions,
  Trusted,
  TrustedOidc,
  TrustedSaml,
  Replication,
  ReplicationAlarms,
} from "./model";

/** What a model asks for, with ARNs instead of Terraform references. The proof compares the policies with it. */
export function intentsOf({
  keys,
  buckets,
  principals,
  access,
  replications,
  deliveries,
  dataSyncTasks,
}: Model) {
  return {
    ...listed(
      "existingBuckets",
      buckets.flatMap((bucket) => existingBucket(bucket, replications)),
    ),
    ...listed("existingKeys", keys.flatMap(existingKey)),
    ...listed("ownStatements", [
      ...buckets.flatMap(({ bucketArn, statements }) =>
        statements ? [{ bucketArn, document: statements }] : [],
      ),
      ...newKeysOf(keys, buckets).flatMap((key) =>
        key.statements ? [{ keyAddress: keyAddress(key), document: key.statements }] : [],
      ),
      ...principals.flatMap(ownStatementsOf),
    ]),
    access: access.map(({ principal, bucket, permissions, prefix }) => ({
      principalArn: arnWithTags(principal),
      bucketArn: bucket.bucketArn,
      permissions,
      prefix,
    })),
    replications: replications.map(({ from, to, alarms, replicaKey, ...rule }) => ({
      fromArn: from.bucketArn,
      toArn: to.bucketArn,
      prefix: rule.prefix,
      deleteMarkers: rule.deleteMarkers,
      minimalKms: rule.minimalKms,
      ...(replicaKey && { replicaKeyAddress: keyAddress(replicaKey) }),
      settings: rule.settings,
      ...alarmsOf(alarms),
    })),
    otherKeys: buckets.flatMap(({ bucketArn, otherKeys }) =>
      otherKeys.map((key) => ({ bucketArn, keyAddress: keyAddress(key) })),
    ),
    requiredKeys: buckets
      .filter(({ encryption }) => encryption.kind !== "no key" && encryption.requireKey)
      .map(({ bucketArn }) => bucketArn),
    ...listed("limits", buckets.flatMap(limitsOf)),
    ...listed("objectLocks", buckets.flatMap(objectLockOf)),
    ...listed(
      "replicationEvents",
      buckets.flatMap(({ bucketArn, replicationEvents: topicArn }) =>
        topicArn === undefined ? [] : [{ bucketArn, topicArn }],
      ),
    ),
    offers: principals
      .filter(
        ({ name, kind }) =>
          (kind === "account" || kind === "organization") &&
          access.some(({ principal }) => principal.name === name),
      )
      .map((principal) => ({ ...principal, principalArn: arnWithTags(principal) }))
      .map(({ kind, principalArn, name, account }) => ({
        principalArn,
        address:
          kind === "organization"
            ? `output.handover_${name}`
            : account.managed
              ? `output.${name}_policy`
              : `output.handover_${account.name}`,
      })),
    ...listed(
      "deliveries",
      deliveries.map(({ service: { service, sources }, bucket: { bucketArn }, prefix }) => ({
        service,
        bucketArn,
        prefix,
        sources,
      })),
    ),
    ...listed(
      "dataSync",
      dataSyncTasks.map(({ role, from, to, fromPrefix, toPrefix }) => ({
        roleArn: role.principalArn,
        fromArn: from.bucketArn,
        toArn: to.bucketArn,
        fromPrefix,
        toPrefix,
      })),
    ),
    trusts: principals.filter(isNewRole).map(({ principalArn, assumedBy, externalId, mfa, ...role }) => ({
      roleArn: principalArn,
      trusted: assumedBy.filter(({ kind }) => kind !== "oidc" && kind !== "saml").map(trustedText),
      externalId,
      ...(mfa && { mfa }),
      ...(role.maxSessionDuration !== undefined && { maxSessionDuration: role.maxSessionDuration }),
      ...(role.sessionTags.length > 0 && { sessionTags: role.sessionTags }),
      ...listed("sources", assumedBy.flatMap(sourceOf)),
      ...listed("federated", assumedBy.flatMap(federatedIn)),
    })),
  };
}

function alarmsOf({ failed, late }: ReplicationAlarms) {
  const alarms = { ...(failed && { failed: alarmOf(failed) }), ...(late && { late: alarmOf(late) }) };
  return Object.keys(alarms).length > 0 ? { alarms } : {};
}

function alarmOf({ topicArn, account: { accountId, region } }: Alarm) {
  return { topicArn, accountId, region };
}

/** What the bucket refuses, besides what `requiredKeys` says. */
function limitsOf({ bucketArn, encryption, denySseC, minimumTls, restrictions, denied }: Bucket) {
  const sseC = denySseC && !(encryption.kind !== "no key" && encryption.requireKey);
  const limit = {
    bucketArn,
    ...(sseC && { sseC }),
    ...(minimumTls !== undefined && { minimumTls }),
    ...(restrictions && restrictionOf(restrictions)),
    ...listed(
      "denied",
      denied.map(({ principalArn }) => principalArn),
    ),
  };
  return Object.keys(limit).length > 1 ? [limit] : [];
}

function ownStatementsOf(principal: Principal) {
  if (principal.kind !== "role" && principal.kind !== "user") return [];
  const { principalArn, statements } = principal;
  const trustStatements = isNewRole(principal) ? principal.trustStatements : undefined;
  return [
    ...(statements ? [{ principalArn, document: statements }] : []),
    ...(trustStatements ? [{ roleArn: principalArn, document: trustStatements }] : []),
  ];
}

/** What stands for the roles and users of an account or organization with some tags: several of these can be in one account. */
export function arnWithTags(principal: Principal): string {
  return "principalTags" in principal
    ? taggedArn(principal.principalArn, principal.principalTags)
    : principal.principalArn;
}

/** Also the own keys of buckets. */
function newKeysOf(keys: readonly Key[], buckets: readonly Bucket[]): NewKey[] {
  const own = buckets.flatMap(({ encryption }) => (encryption.kind === "own key" ? [encryption.key] : []));
  return [...keys.filter((key): key is NewKey => !key.existing), ...own];
}

/** As Terraform spells it. */
function objectLockOf({ bucketArn, objectLock }: Bucket) {
  if (objectLock === undefined) return [];
  if (objectLock === true) return [{ bucketArn }];
  return [{ bucketArn, retention: { ...objectLock, mode: objectLock.mode.toUpperCase() } }];
}

/** What the topology says about a bucket that exists already. */
function existingBucket(
  { name, bucketArn, encryption, existing, versioned }: Bucket,
  replications: readonly Replication[],
) {
  if (!existing) return [];
  const isReplicated = replications.some(({ from, to }) => from.name === name || to.name === name);
  return [
    {
      bucketArn,
      ...(encryption.kind !== "no key" &&
        encryption.key.existing && {
          keyArn: encryption.key.keyArn,
          bucketKeyEnabled: encryption.bucketKeyEnabled,
        }),
      ...(isReplicated && !versioned && { versioningIsGiven: true as const }),
      ...(existing.checkSettings && { settingsAreChecked: true as const }),
      ...(existing.replication === "replace" && { rulesAreReplaced: true as const }),
      ...earlierIn(existing.policy),
    },
  ];
}

function existingKey(key: Key) {
  return key.existing ? [{ keyArn: key.keyArn, ...earlierIn(key.policy) }] : [];
}

function earlierIn(policy: ExistingPolicy | undefined) {
  return policy?.kind === "merge" ? { earlier: policy.document } : {};
}

/** The Terraform address of a key. */
export function keyAddress(key: Key): string {
  if (key.existing && !key.account.managed) return `output.handover_${key.name}_key_policy`;
  if (key.existing) return `data.aws_kms_key.${key.name}`;
  return `${key.replicaOf === undefined ? "aws_kms_key" : "aws_kms_replica_key"}.${key.name}`;
}

function restrictionOf({ organizationId, vpcEndpointIds, sourceIps, except }: Restrictions) {
  return {
    ...(organizationId !== undefined && { organization: organizationId }),
    ...listed("vpcEndpoints", vpcEndpointIds),
    ...listed("sourceIps", sourceIps),
    ...listed("except", except),
  };
}

/** For what a service must assume the role. */
function sourceOf(trusted: Trusted) {
  if (trusted.kind !== "service") return [];
  const { service, sourceAccount, sourceArn } = trusted;
  return sourceAccount === undefined && sourceArn === undefined
    ? []
    : [
        {
          service,
          ...(sourceAccount !== undefined && { sourceAccount }),
          ...(sourceArn !== undefined && { sourceArn }),
        },
      ];
}

function federatedIn(trusted: Trusted): FederatedIntent[] {
  switch (trusted.kind) {
    case "oidc": {
      const { issuer, providerArn, audiences, subjects } = trusted;
      return [{ protocol: "OIDC", issuer, providerArn, audiences, subjects }];
    }
    case "saml":
      return [{ protocol: "SAML", providerArn: trusted.providerArn, audiences: trusted.audiences }];
    default:
      return [];
  }
}

type FederatedIntent =
  | ({ readonly protocol: "OIDC" } & Pick<TrustedOidc, "issuer" | "providerArn" | "audiences" | "subjects">)
  | ({ readonly protocol: "SAML" } & Pick<TrustedSaml, "providerArn" | "audiences">);

/** Leaves out an empty list. */
function listed<Name extends string, T>(
  name: Name,
  items: readonly T[],
): { readonly [Key in Name]?: readonly T[] } {
  return items.length > 0 ? ({ [name]: items } as { readonly [Key in Name]: readonly T[] }) : {};
}

function isNewRole(principal: Principal): principal is NewRole {
  return principal.kind === "role" && !principal.existing;
}
