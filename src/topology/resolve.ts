/** Turns a topology file into the model. */
import { regionOf } from "../aws/arn";
import { serviceNamed } from "../aws/delivering-services";
import { permissionsOf } from "./levels";
import * as defaults from "./defaults";
import type * as model from "./model";
import { nothingLeft } from "./nothing-left";
import type { Topology } from "./topology";

type Section<Name extends "accounts" | "keys" | "buckets" | "principals"> = NonNullable<
  Topology[Name]
>[string];

type DataSyncEntry = NonNullable<Topology["datasync"]>[string];

/**
 * Resolves a topology to its model: fills in the defaults, and replaces names by what they refer to.
 *
 * @param topology a valid one, from `loadTopology` or `readTopologies`
 * @throws Error if a name in the topology is unknown
 */
export function resolve(topology: Topology): model.Model {
  const {
    backend,
    accounts,
    keys,
    buckets,
    principals,
    access = [],
    replication = [],
    datasync = {},
    ...rest
  } = topology;
  nothingLeft(rest);
  const resolver = new Resolver(accounts, keys, buckets, replication, principals);
  const granted = access.filter((edge) => !resolver.isDelivery(edge)).map((edge) => resolver.access(edge));
  return {
    backend: backend && backendOf(backend),
    accounts: [...resolver.accounts.values()],
    keys: [...resolver.keys.values()],
    buckets: [...resolver.buckets.values()],
    principals: [...resolver.principals.values()],
    services: [...resolver.services.values()],
    access: granted,
    replications: replication.map((edge) => resolver.replication(edge)),
    deliveries: inOrder(
      access.filter((edge) => resolver.isDelivery(edge)).map((edge) => resolver.delivery(edge)),
    ),
    dataSyncTasks: Object.entries(datasync).map(([name, entry]) =>
      resolver.dataSyncTask(name, entry, granted),
    ),
  };
}

/** Looks up names of the topology. Entries keep the order of the file. */
class Resolver {
  readonly accounts: ReadonlyMap<string, model.Account>;
  /** Also those that buckets name by their ARNs, under the names of the buckets. */
  readonly keys: Map<string, model.Key>;
  readonly buckets: ReadonlyMap<string, model.Bucket>;
  readonly principals: ReadonlyMap<string, model.Principal>;
  readonly services: ReadonlyMap<string, model.AwsService>;
  /** The buckets' own keys, by the names of the buckets. */
  private readonly ownKeys: ReadonlyMap<string, model.NewKey>;
  /** The principals without `assumedBy`, which can contain any of them. */
  private readonly trustable: ReadonlyMap<string, model.Principal>;
  private readonly replicated: ReadonlySet<string>;
  /** The topics for alarms about the replication of each bucket, one in each region. */
  private readonly topics: ReadonlyMap<string, readonly string[]>;
  private readonly replicationRoles = new Map<string, model.NewRole>();

  constructor(
    accounts: Topology["accounts"],
    keys: Topology["keys"],
    buckets: Topology["buckets"],
    replication: NonNullable<Topology["replication"]>,
    principals: Topology["principals"],
  ) {
    // Whatever the order in the file.
    const [, { region: elsewhere } = {}] =
      Object.entries(accounts)
        .filter(([, { region }]) => region !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))[0] ?? [];
    this.accounts = mapEntries(accounts, (name, entry) => accountOf(name, entry, elsewhere));
    this.keys = mapEntries(
      keys,
      (
        name,
        {
          account: accountName,
          prevent_destroy,
          multi_region,
          replica_of,
          existing,
          import: isImported,
          arn,
          policy,
          ...entry
        },
      ) => {
        const account = find(this.accounts, accountName);
        if (existing) {
          const keyArn = arn ?? "";
          return defaults.existingKey({
            name,
            account,
            keyArn,
            isImported,
            preventDestroy: prevent_destroy,
            policy: policy && existingPolicy(policy),
          });
        }
        const bucket = buckets[name];
        const fields = {
          ...keyFields(entry),
          preventDestroy: prevent_destroy,
          isMultiRegion: multi_region,
          replicaOf: replica_of,
        };
        // This key is the old key of the bucket, so it has the same default alias and description.
        return bucket
          ? defaults.ownKey({ name, account, bucketName: bucket.name }, fields)
          : defaults.key({ name, account, ...fields });
      },
    );
    for (const [name, { account, key }] of Object.entries(buckets))
      if (typeof key === "string" && isArn(key))
        this.keys.set(
          name,
          defaults.existingKey({ name, account: find(this.accounts, account), keyArn: key }),
        );
    this.ownKeys = new Map(
      Object.entries(buckets)
        .filter(([, { encryption, key }]) => encryption !== "AES256" && typeof key !== "string")
        .map(([name, { account, name: bucketName, key, prevent_destroy, force_destroy }]) => [
          name,
          defaults.ownKey(
            { name, account: find(this.accounts, account), bucketName },
            {
              ...(typeof key === "object" && keyFields(key)),
              preventDestroy: defaults.preventDestroy({
                preventDestroy: prevent_destroy,
                forceDestroy: force_destroy,
              }),
            },
          ),
        ]),
    );
    this.replicated = new Set(replication.flatMap(({ from, to }) => [from, to]));
    this.topics = mapEntries(buckets, (_, { replication_alarms }) => topicsOf(replication_alarms));
    const entries = Object.entries(principals ?? {});
    const isService = ([, { service }]: (typeof entries)[number]) => service !== undefined;
    this.services = mapEntries(Object.fromEntries(entries.filter(isService)), (name, entry) =>
      this.service(name, entry),
    );
    const others = Object.fromEntries(entries.filter((entry) => !isService(entry)));
    this.trustable = mapEntries(others, (name, entry) => this.principal(name, entry, []));
    this.buckets = mapEntries(buckets, (name, entry) => this.bucket(name, entry));
    this.principals = mapEntries(others, (name, entry) => this.principal(name, entry, this.assumedBy(entry)));
  }

  access(edge: NonNullable<Topology["access"]>[number]): model.Access {
    const { principal, bucket, allow, prefix = "", ...rest } = edge;
    nothingLeft(rest);
    return {
      principal: find(this.principals, principal),
      bucket: find(this.buckets, bucket),
      permissions: permissionsOf(allow),
      prefix,
    };
  }

  isDelivery({ principal }: NonNullable<Topology["access"]>[number]): boolean {
    return this.services.has(principal);
  }

  /** What a service needs follows from the service. */
  delivery(edge: NonNullable<Topology["access"]>[number]): model.Delivery {
    const { principal, bucket, prefix = "" } = edge;
    return { service: find(this.services, principal), bucket: find(this.buckets, bucket), prefix };
  }

  replication(edge: NonNullable<Topology["replication"]>[number]): model.Replication {
    const { from, to, prefix = "", role, key, delete_markers, minimal_kms, ...others } = edge;
    const { enabled, tags, priority, storage_class, replica_modifications, metrics, time_control, ...rest } =
      others;
    nothingLeft(rest);
    const source = find(this.buckets, from);
    // A bucket has one role for all its destinations. The first replication names it.
    const replicationRole =
      this.replicationRoles.get(from) ?? defaults.replicationRole(source, { roleName: role });
    this.replicationRoles.set(from, replicationRole);
    const destination = find(this.buckets, to);
    const settings = defaults.ruleSettings({
      isEnabled: enabled,
      tags,
      priority,
      storageClass: storage_class,
      replicaModifications: replica_modifications,
      metrics,
      timeControl: time_control,
    });
    return {
      from: source,
      to: destination,
      role: replicationRole,
      prefix,
      deleteMarkers: delete_markers ?? false,
      minimalKms: minimal_kms ?? false,
      replicaKey: key === undefined ? undefined : this.lentKey(key),
      settings,
      alarms: defaults.replicationAlarms(settings, this.alarms(source, destination)),
    };
  }

  /** Each in the region where CloudWatch has its metric, and in the account of the source. */
  private alarms(source: model.Bucket, destination: model.Bucket): model.ReplicationAlarms {
    const topics = this.topics.get(source.name) ?? [];
    const alarmIn = (account: model.Account | undefined): model.Alarm | undefined => {
      const topicArn = topics.find((topic) => regionOf(topic) === account?.region);
      return account && topicArn !== undefined ? { topicArn, account } : undefined;
    };
    const { accountId } = source.account;
    const { region } = destination.account;
    const there = [source.account, ...this.accounts.values()].find(
      (account) => account.managed && account.accountId === accountId && account.region === region,
    );
    return { failed: alarmIn(source.account), late: alarmIn(there) };
  }

  /** The prefixes are those of the role's access. */
  dataSyncTask(
    name: string,
    { from: source, to: destination, role: principal, schedule, mode, ...rest }: DataSyncEntry,
    access: readonly model.Access[],
  ): model.DataSyncTask {
    nothingLeft(rest);
    const role = find(this.principals, principal);
    if (role.kind !== "role" || role.existing)
      throw new Error(`${principal} is no new role; load the topology with loadTopology, which reports it`);
    const prefixIn = (bucket: string) =>
      access.find(
        (edge) =>
          edge.principal.name === principal &&
          edge.bucket.name === bucket &&
          edge.permissions.includes("get"),
      )?.prefix ?? "";
    return {
      name,
      from: find(this.buckets, source),
      to: find(this.buckets, destination),
      role,
      fromPrefix: prefixIn(source),
      toPrefix: prefixIn(destination),
      schedule,
      mode: mode ?? "enhanced",
    };
  }

  private bucket(name: string, entry: Section<"buckets">): model.Bucket {
    const { account, name: bucketName, encryption, key, bucket_key_enabled, require_key, ...others } = entry;
    const {
      other_keys = [],
      existing = false,
      import: isImported = false,
      check_settings,
      policy,
      replication,
      versioning,
      tags,
      ...more
    } = others;
    const { prevent_destroy: preventDestroy, force_destroy: forceDestroy, ...limits } = more;
    const { deny_sse_c: denySseC, minimum_tls: minimumTls, restrict_to, deny = [], ...last } = limits;
    const {
      abort_incomplete_uploads_after_days: abortIncompleteUploadsAfterDays,
      object_lock,
      statements,
      replication_alarms,
      ...rest
    } = last;
    nothingLeft(rest);
    const kms = { bucketKeyEnabled: bucket_key_enabled, requireKey: require_key };
    return defaults.bucket({
      name,
      account: find(this.accounts, account),
      bucketName,
      encryption:
        encryption === "AES256"
          ? { kind: "no key" }
          : typeof key === "string"
            ? defaults.sharedKeyEncryption(this.lentKey(isArn(key) ? name : key), kms)
            : defaults.ownKeyEncryption(find(this.ownKeys, name), kms),
      otherKeys: other_keys.map((lender) => this.lentKey(lender)),
      denySseC,
      minimumTls,
      restrictions: restrict_to && this.restrictions(account, restrict_to),
      denied: deny.map((denied) => this.deniedPrincipal(denied)),
      versioned: versioning ?? (!existing && this.replicated.has(name)),
      existing:
        existing && policy !== undefined
          ? {
              isImported,
              checkSettings: defaults.checkSettings(find(this.accounts, account), check_settings),
              policy: existingPolicy(policy),
              replication,
            }
          : undefined,
      statements: ownStatements(statements),
      objectLock: typeof object_lock === "object" ? retentionOf(object_lock) : object_lock || undefined,
      abortIncompleteUploadsAfterDays,
      replicationEvents: replication_alarms && this.eventsTopic(account, replication_alarms),
      preventDestroy,
      forceDestroy,
      tags,
    });
  }

  /** S3 tells only topics in the region of the bucket. */
  private eventsTopic(account: string, entry: AlarmsEntry): string | undefined {
    const { region } = find(this.accounts, account);
    return entry.events ? topicsOf(entry).find((topic) => regionOf(topic) === region) : undefined;
  }

  private restrictions(
    account: string,
    entry: NonNullable<Section<"buckets">["restrict_to"]>,
  ): model.Restrictions {
    const { organization: organizationId, vpc_endpoints, source_ips, except, ...rest } = entry;
    nothingLeft(rest);
    return defaults.restrictions(find(this.accounts, account), {
      organizationId,
      vpcEndpointIds: vpc_endpoints,
      sourceIps: source_ips,
      except: except?.map((each) => this.trustable.get(each)?.principalArn ?? each),
    });
  }

  private deniedPrincipal(denied: string): model.DeniedPrincipal {
    const { name, principalArn } = find(this.trustable, denied);
    return { name, principalArn };
  }

  /** An entry can be the name or the ARN of a principal in the topology, another ARN, a service, or a mapping. */
  private assumedBy({
    account = "",
    assumed_by: entries = [],
  }: Section<"principals">): readonly model.Trusted[] {
    const all = [...this.trustable.values()];
    const trusted = entries.map((entry): model.Trusted => {
      if (typeof entry === "object") return this.trusted(entry, find(this.accounts, account));
      const principal = this.trustable.get(entry) ?? all.find(({ principalArn }) => principalArn === entry);
      return principal ? defaults.trustedPrincipal(principal) : defaults.trusted(entry);
    });
    return defaults.assumedBy(trusted);
  }

  /** @param owner the account of the role */
  private trusted(entry: TrustedEntry, owner: model.Account): model.Trusted {
    const { oidc, subjects = [], audiences, create_provider, saml, service = "", ...others } = entry;
    const { source_account, source_arn: sourceArn, ...rest } = others;
    nothingLeft(rest);
    if (oidc !== undefined)
      return defaults.trustedOidc(owner, { issuer: oidc, subjects, audiences }, create_provider);
    if (saml !== undefined) return defaults.trustedSaml(owner, { providerArn: saml, audiences });
    const source = source_account === undefined ? undefined : this.accounts.get(source_account);
    return defaults.trustedService({
      service,
      sourceAccount: source?.accountId ?? source_account,
      sourceArn,
    });
  }

  private service(name: string, entry: Section<"principals">): model.AwsService {
    const { service = "", for_accounts = [], for_organization, source_arns } = entry;
    const known = serviceNamed(service);
    if (known === undefined)
      throw new Error(`${service} is unknown; load the topology with loadTopology, which reports it`);
    return defaults.awsService({
      name,
      service: known,
      accountIds: for_accounts.map((account) => this.accounts.get(account)?.accountId ?? account),
      organizationId: for_organization,
      sourceArns: source_arns,
    });
  }

  private principal(
    name: string,
    entry: Section<"principals">,
    assumedBy: readonly model.Trusted[],
  ): model.Principal {
    const { account, role, user, entire_account: _isTheRest, existing, path, ...others } = entry;
    const { assumed_by: _isResolvedLast, external_id, permissions_boundary, granted_as, ...more } = others;
    const { tags, session_tags: sessionTags, mfa, max_session_duration: maxSessionDuration, ...last } = more;
    const {
      permission_set: permissionSetName,
      region,
      organization: organizationId,
      paths,
      ...ofServices
    } = last;
    const { service: _, for_accounts: _1, for_organization: _2, source_arns: _3, ...own } = ofServices;
    const { statements, trust_statements, principal_tags: principalTags, ...rest } = own;
    nothingLeft(rest);
    const owner = account === undefined ? this.deployedAccount : find(this.accounts, account);
    if (organizationId !== undefined)
      return defaults.organization({ name, account: owner, organizationId, paths, principalTags });
    const common = {
      name,
      account: owner,
      path,
      grantedAs: granted_as,
      statements: ownStatements(statements),
    };
    const permissionsBoundary = permissions_boundary;
    if (role !== undefined) {
      if (existing) return defaults.existingRole({ ...common, roleName: role });
      const externalId = external_id;
      const trustStatements = ownStatements(trust_statements);
      const created = { ...common, roleName: role, permissionsBoundary, tags, trustStatements };
      return defaults.newRole({ ...created, assumedBy, externalId, mfa, maxSessionDuration, sessionTags });
    }
    if (user !== undefined) {
      return existing
        ? defaults.existingUser({ ...common, userName: user })
        : defaults.newUser({ ...common, userName: user, permissionsBoundary, tags });
    }
    if (permissionSetName !== undefined) {
      return defaults.permissionSet({ name, account: owner, permissionSetName, region });
    }
    return defaults.entireAccount({ name, account: owner, principalTags });
  }

  /** For the partition of an organization. */
  private get deployedAccount(): model.Account {
    const managed = [...this.accounts.values()].filter((account) => account.managed);
    const [first] = managed.sort((a, b) => (a.name < b.name ? -1 : 1));
    if (first === undefined)
      throw new Error("no account is deployed to; load the topology with loadTopology");
    return first;
  }

  private lentKey(lender: string): model.Key {
    return this.keys.get(lender) ?? find(this.ownKeys, lender);
  }
}

/** @param elsewhere the region of another account, for one without */
function accountOf(name: string, entry: Section<"accounts">, elsewhere: string | undefined): model.Account {
  const { id, managed, region = elsewhere, partition, profile, assume_role, ...others } = entry;
  const { endpoints, default_tags, ...rest } = others;
  nothingLeft(rest);
  if (region === undefined)
    throw new Error("no account has a region; load the topology with loadTopology, which reports it");
  return defaults.account({
    name,
    managed,
    accountId: id,
    region,
    partition,
    profile,
    assumeRole: assume_role && assumeRoleOf(assume_role),
    endpoints: endpoints && endpointsOf(endpoints),
    defaultTags: default_tags,
  });
}

function assumeRoleOf(entry: NonNullable<Section<"accounts">["assume_role"]>): model.AssumeRole {
  const { role_arn, external_id, session_name, ...rest } = entry;
  nothingLeft(rest);
  return { roleArn: role_arn, externalId: external_id, sessionName: session_name };
}

function endpointsOf(entry: NonNullable<Section<"accounts">["endpoints"]>): model.Endpoints {
  const { cloudwatch, iam, kms, s3, sts, ...rest } = entry;
  nothingLeft(rest);
  return { cloudwatch, iam, kms, s3, sts };
}

function existingPolicy(entry: PolicyEntry): model.ExistingPolicy {
  if (entry === "handover") return { kind: "handover" };
  const { merge: document, ...rest } = entry;
  nothingLeft(rest);
  if (typeof document === "string") throw notRead(document);
  return { kind: "merge", document };
}

function ownStatements(entry: Section<"buckets">["statements"]): model.OwnStatements | undefined {
  if (typeof entry === "string") throw notRead(entry);
  return Array.isArray(entry) ? { Version: "2012-10-17", Statement: entry } : entry;
}

function notRead(file: string): Error {
  return new Error(`${file} is not read; load the topology with loadTopology, which reads it`);
}

type PolicyEntry = NonNullable<Section<"buckets">["policy"]>;

/** Whether the key of a bucket is an ARN, and not the name of a key or bucket. */
function isArn(key: string): boolean {
  return key.startsWith("arn:");
}

function keyFields(
  entry: Omit<
    Section<"keys">,
    "account" | "prevent_destroy" | "multi_region" | "replica_of" | "import" | "existing" | "arn" | "policy"
  >,
) {
  const { alias, description, deletion_window_in_days, tags, statements, ...rest } = entry;
  nothingLeft(rest);
  return {
    alias,
    description,
    deletionWindowInDays: deletion_window_in_days,
    tags,
    statements: ownStatements(statements),
  };
}

function topicsOf(entry: AlarmsEntry | undefined): readonly string[] {
  if (entry === undefined) return [];
  const { topic, events: _isOfBucket, ...rest } = entry;
  nothingLeft(rest);
  return [topic].flat();
}

type AlarmsEntry = NonNullable<Section<"buckets">["replication_alarms"]>;

function retentionOf({ mode, days, years, ...rest }: RetentionEntry): model.DefaultRetention {
  nothingLeft(rest);
  return days === undefined ? { mode, years } : { mode, days };
}

type RetentionEntry = Exclude<NonNullable<Section<"buckets">["object_lock"]>, boolean>;

/** By service, bucket and prefix, so that the order in the file does not matter. A module keeps this order. */
function inOrder(deliveries: readonly model.Delivery[]): model.Delivery[] {
  const id = ({ service, bucket, prefix }: model.Delivery) => [service.name, bucket.name, prefix].join(" ");
  return [...deliveries].sort((a, b) => (id(a) < id(b) ? -1 : 1));
}

type TrustedEntry = Extract<NonNullable<Section<"principals">["assumed_by"]>[number], object>;

type BackendEntry = NonNullable<Topology["backend"]>;

function backendOf({ local, s3, cloud, ...rest }: BackendEntry): model.Backend {
  nothingLeft(rest);
  if (s3) return s3Backend(s3);
  return cloud ? cloudBackend(cloud) : localBackend(local ?? {});
}

function localBackend({ path, ...rest }: NonNullable<BackendEntry["local"]>): model.LocalBackend {
  nothingLeft(rest);
  return { kind: "local", path };
}

function s3Backend(entry: NonNullable<BackendEntry["s3"]>): model.S3Backend {
  const { bucket, region, key, profile, kms_key_id, ...rest } = entry;
  nothingLeft(rest);
  return { kind: "s3", bucket, region, key, profile, kmsKeyId: kms_key_id };
}

function cloudBackend(entry: NonNullable<BackendEntry["cloud"]>): model.CloudBackend {
  const { organization, workspace, hostname, ...rest } = entry;
  nothingLeft(rest);
  return { kind: "cloud", organization, workspace, hostname };
}

function mapEntries<T, U>(
  section: Readonly<Record<string, T>> = {},
  map: (name: string, entry: T) => U,
): Map<string, U> {
  return new Map(Object.entries(section).map(([name, entry]) => [name, map(name, entry)]));
}

function find<T>(things: ReadonlyMap<string, T>, name: string): T {
  const thing = things.get(name);
  if (thing === undefined)
    throw new Error(`the topology has no ${name}; load it with loadTopology, which reports the place`);
  return thing;
}
