/** Turns a model back into a topology: the inverse of `resolve`. */
import { deliveringService } from "../aws/delivering-services";
import { partitionOf } from "../aws/region";
import * as defaults from "./defaults";
import { type Level, levelsOf, type Permission, permissionsOf } from "./levels";
import type * as model from "./model";
import { nothingLeft } from "./nothing-left";
import type { Section, Topology } from "./topology";

/**
 * The shortest topology that resolves to a model: what has its default value is left out. It cannot say everything that constructs
 * can. So compare the Terraform of both, if the model is one of constructs.
 */
export function topologyOf(original: model.Model): Topology {
  const { backend, accounts, keys, buckets, principals, services, access, ...edges } = original;
  const { deliveries, replications, dataSyncTasks, ...rest } = edges;
  nothingLeft(rest);
  const writer = new Writer(original);
  return withoutNothing({
    backend: backend && backendEntry(backend),
    accounts: named(accounts, (each) => writer.account(each)),
    keys: named(
      keys.filter((key) => !writer.isStatedByArn(key)),
      (each) => writer.key(each),
    ),
    buckets: named(buckets, (each) => writer.bucket(each)),
    principals: {
      ...named(principals, (each) => writer.principal(each)),
      ...named(services, (each) => writer.service(each)),
    },
    access: [...statedOnce(access).map(accessEntry), ...deliveries.map(deliveryEntry)],
    replication: replications.map((each) => writer.replication(each)),
    datasync: named(dataSyncTasks, dataSyncEntry),
  }) as Topology;
}

class Writer {
  private readonly holders: ReadonlySet<string>;
  /** The region of accounts that state none. */
  private readonly elsewhere: string | undefined;

  constructor(private readonly original: model.Model) {
    const { accounts, keys, buckets } = original;
    this.holders = new Set([...keys, ...buckets].map(({ account }) => account.name));
    const [first] = accounts
      .filter((account) => this.needsRegion(account))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const others = accounts.filter((account) => !this.needsRegion(account));
    const areAlike = others.every(({ region }) => region === first?.region);
    this.elsewhere = areAlike ? first?.region : undefined;
  }

  account(account: model.Account): Section<"accounts"> {
    const { name: _, managed, accountId: id, region, partition, ...ofProvider } = account;
    const { profile, assumeRole, endpoints, defaultTags: default_tags, ...rest } = ofProvider;
    nothingLeft(rest);
    return withoutNothing({
      id,
      managed: unless(managed, true),
      region: this.needsRegion(account) || region !== this.elsewhere ? region : undefined,
      partition: unless(partition, partitionOf(region)),
      profile,
      assume_role: assumeRole && assumeRoleEntry(assumeRole),
      endpoints,
      default_tags,
    }) as Section<"accounts">;
  }

  private needsRegion({ name, managed }: model.Account): boolean {
    return managed || this.holders.has(name);
  }

  /** Whether a bucket names a key by its ARN. */
  isStatedByArn(key: model.Key): boolean {
    const bucket = this.original.buckets.find(({ name }) => name === key.name);
    return (
      key.existing &&
      key.policy === undefined &&
      bucket?.encryption.kind === "shared key" &&
      bucket.encryption.key.name === key.name
    );
  }

  key(key: model.Key): Section<"keys"> {
    if (key.existing) {
      const { name: _, existing, account, keyArn: arn, isImported, preventDestroy, policy, ...rest } = key;
      nothingLeft(rest);
      return withoutNothing({
        account: account.name,
        existing,
        arn,
        import: unless(isImported, false),
        policy: policy && policyEntry(policy),
        prevent_destroy: unless(preventDestroy, true),
      }) as Section<"keys">;
    }
    const { name, account, isMultiRegion, replicaOf, preventDestroy } = key;
    const bucket = this.original.buckets.find((each) => each.name === name);
    const unsaid = bucket
      ? defaults.ownKey({ name, account, bucketName: bucket.bucketName })
      : defaults.key({ name, account });
    return withoutNothing({
      account: account.name,
      ...keyFields(key, unsaid),
      prevent_destroy: unless(preventDestroy, true),
      multi_region: unless(isMultiRegion, false),
      replica_of: replicaOf,
    }) as Section<"keys">;
  }

  bucket(bucket: model.Bucket): Section<"buckets"> {
    const { name: _, account, bucketName, bucketNamespace: _1, bucketArn: _2, encryption, ...more } = bucket;
    const { otherKeys, denySseC, minimumTls, restrictions, denied, statements, objectLock, ...others } = more;
    const { abortIncompleteUploadsAfterDays, replicationEvents: _3, preventDestroy, ...last } = others;
    const { versioned, existing, forceDestroy, tags, ...rest } = last;
    nothingLeft(rest);
    const kms = encryption.kind === "no key" ? undefined : encryption;
    const isReplicated = this.original.replications.some(({ from, to }) =>
      [from, to].some(({ name }) => name === bucket.name),
    );
    const unsaid = defaults.bucket({ ...bucket, denySseC: undefined, preventDestroy: undefined });
    return withoutNothing({
      account: account.name,
      name: bucketName,
      existing: existing && true,
      encryption: kms ? undefined : "AES256",
      key: kms && this.encryptionKey(bucket, kms),
      import: existing && unless(existing.isImported, false),
      check_settings: existing && unless(existing.checkSettings, defaults.checkSettings(account)),
      policy: existing && policyEntry(existing.policy),
      replication: existing?.replication,
      other_keys: otherKeys.map(({ name }) => name),
      bucket_key_enabled: kms && unless(kms.bucketKeyEnabled, true),
      require_key: kms && unless(kms.requireKey, false),
      deny_sse_c: unless(denySseC, unsaid.denySseC),
      minimum_tls: minimumTls,
      restrict_to: restrictions && this.restrictions(restrictions),
      deny: denied.map(({ name }) => name),
      versioning: unless(versioned, (existing === undefined && isReplicated) || objectLock !== undefined),
      replication_alarms: this.alarms(bucket),
      object_lock: objectLock,
      abort_incomplete_uploads_after_days: abortIncompleteUploadsAfterDays,
      statements: statementsEntry(statements),
      prevent_destroy: unless(preventDestroy, unsaid.preventDestroy),
      force_destroy: forceDestroy,
      tags,
    }) as Section<"buckets">;
  }

  private encryptionKey(
    { name, account, bucketName }: model.Bucket,
    encryption: model.OwnKey | model.SharedKey,
  ): string | Fields {
    if (encryption.kind === "own key")
      return withoutNothing(keyFields(encryption.key, defaults.ownKey({ name, account, bucketName })));
    const { key } = encryption;
    return key.existing && key.name === name && this.isStatedByArn(key) ? key.keyArn : key.name;
  }

  /** Whoever deploys the stack is stated too: the topology of a module has no deployment. */
  private restrictions({ organizationId, vpcEndpointIds, sourceIps, except, ...rest }: model.Restrictions) {
    nothingLeft(rest);
    const { principals } = this.original;
    const excepted = except.map(
      (arn) => principals.find(({ principalArn }) => principalArn === arn)?.name ?? arn,
    );
    const hasNetworks = vpcEndpointIds.length + sourceIps.length > 0;
    return {
      ...withoutNothing({
        organization: organizationId,
        vpc_endpoints: vpcEndpointIds,
        source_ips: sourceIps,
      }),
      ...((hasNetworks || excepted.length > 0) && { except: excepted }),
    };
  }

  /** The topic of its own region first. */
  private alarms({ name, replicationEvents }: model.Bucket) {
    const rules = this.original.replications.filter(({ from }) => from.name === name);
    const topics = new Set([
      replicationEvents,
      ...rules.map(({ alarms }) => alarms.failed?.topicArn),
      ...rules.map(({ alarms }) => alarms.late?.topicArn),
    ]);
    topics.delete(undefined);
    if (topics.size === 0) return undefined;
    return { topic: oneOf([...topics]), events: replicationEvents === undefined ? undefined : true };
  }

  principal(principal: model.Principal): Section<"principals"> {
    return withoutNothing(this.principalFields(principal)) as Section<"principals">;
  }

  private principalFields(principal: model.Principal): Fields {
    switch (principal.kind) {
      case "organization": {
        const { kind: _, name: _1, account: _2, principalArn: _3, ...fields } = principal;
        const { organizationId: organization, paths, principalTags: principal_tags, ...rest } = fields;
        nothingLeft(rest);
        return { organization, paths, principal_tags };
      }
      case "account": {
        const { kind: _, name: _1, account, principalArn: _2, principalTags, ...rest } = principal;
        nothingLeft(rest);
        return { account: account.name, entire_account: true, principal_tags: principalTags };
      }
      case "permission set": {
        const {
          kind: _,
          name: _1,
          account,
          principalArn: _2,
          permissionSetName,
          region,
          ...rest
        } = principal;
        nothingLeft(rest);
        return { account: account.name, permission_set: permissionSetName, region };
      }
      case "user":
        return this.user(principal);
      case "role":
        return this.role(principal);
    }
  }

  private user({ kind: _, userName: user, ...principal }: model.NewUser | model.ExistingUser): Fields {
    if (principal.existing) {
      const { existing, ...fields } = principal;
      return { ...roleOrUser(fields, { user }), existing };
    }
    const { existing: _1, permissionsBoundary: permissions_boundary, tags, ...fields } = principal;
    return { ...roleOrUser(fields, { user }), permissions_boundary, tags };
  }

  private role({ kind: _, roleName: role, ...principal }: model.NewRole | model.ExistingRole): Fields {
    if (principal.existing) {
      const { existing, ...fields } = principal;
      return { ...roleOrUser(fields, { role }), existing };
    }
    const { existing: _1, assumedBy, externalId, mfa, maxSessionDuration, ...others } = principal;
    const { permissionsBoundary, tags, sessionTags, trustStatements, ...fields } = others;
    return {
      ...roleOrUser(fields, { role }),
      assumed_by: assumedBy.map((each) => this.trusted(each, principal.account)),
      external_id: externalId,
      mfa: unless(mfa, false),
      max_session_duration: maxSessionDuration,
      permissions_boundary: permissionsBoundary,
      tags,
      session_tags: sessionTags,
      trust_statements: statementsEntry(trustStatements),
    };
  }

  private trusted(trusted: model.Trusted, owner: model.Account): string | Fields {
    switch (trusted.kind) {
      case "arn":
        return trusted.arn;
      case "principal":
        return trusted.name;
      case "service": {
        const { kind: _, service, sourceAccount, sourceArn: source_arn, ...rest } = trusted;
        nothingLeft(rest);
        if (sourceAccount === undefined && source_arn === undefined) return service;
        const source_account = sourceAccount && this.accountWith(sourceAccount);
        return withoutNothing({ service, source_account, source_arn });
      }
      case "oidc": {
        const { kind: _, issuer: oidc, subjects, audiences, createdAs, ...derived } = trusted;
        const { issuerKind: _1, providerArn: _2, hasWildcards: _3, ...rest } = derived;
        nothingLeft(rest);
        const unsaid = defaults.trustedOidc(owner, { issuer: oidc, subjects });
        return withoutNothing({
          oidc,
          subjects,
          audiences: unless(audiences, unsaid.audiences),
          create_provider: createdAs === undefined ? undefined : true,
        });
      }
      case "saml": {
        const { kind: _, providerArn, audiences, ...rest } = trusted;
        nothingLeft(rest);
        const unsaid = defaults.trustedSaml(owner, { providerArn });
        return withoutNothing({ saml: providerArn, audiences: unless(audiences, unsaid.audiences) });
      }
    }
  }

  service({ name: _, service, sources, ...rest }: model.AwsService): Section<"principals"> {
    nothingLeft(rest);
    return withoutNothing({
      service,
      for_accounts: sources.flatMap(({ accountId }) =>
        accountId === undefined ? [] : [this.accountWith(accountId)],
      ),
      for_organization: sources.find(({ organizationId }) => organizationId !== undefined)?.organizationId,
      source_arns: [...new Set(sources.flatMap(({ arns }) => arns))],
    }) as Section<"principals">;
  }

  /** Its name, or the id of one that the topology does not have. */
  private accountWith(accountId: string): string {
    return this.original.accounts.find((account) => account.accountId === accountId)?.name ?? accountId;
  }

  replication(rule: model.Replication): NonNullable<Topology["replication"]>[number] {
    const {
      from,
      to,
      role,
      prefix,
      deleteMarkers,
      minimalKms,
      replicaKey,
      settings,
      alarms: _,
      ...rest
    } = rule;
    nothingLeft(rest);
    const { isEnabled, tags, priority, storageClass, replicaModifications, ...others } = settings;
    const { metrics, timeControl, ...last } = others;
    nothingLeft(last);
    return withoutNothing({
      from: from.name,
      to: to.name,
      prefix,
      role: unless(role.roleName, defaults.defaultReplicationRoleName(from.bucketName)),
      tags,
      priority,
      key: replicaKey?.name,
      delete_markers: unless(deleteMarkers, false),
      storage_class: storageClass,
      replica_modifications: unless(replicaModifications, false),
      metrics: unless(metrics, true),
      time_control: unless(timeControl, false),
      enabled: unless(isEnabled, true),
      minimal_kms: unless(minimalKms, false),
    }) as NonNullable<Topology["replication"]>[number];
  }
}

function backendEntry(backend: model.Backend): Fields {
  switch (backend.kind) {
    case "local": {
      const { kind: _, ...local } = backend;
      return { local };
    }
    case "s3": {
      const { kind: _, kmsKeyId: kms_key_id, ...s3 } = backend;
      return { s3: withoutNothing({ ...s3, kms_key_id }) };
    }
    case "cloud": {
      const { kind: _, ...cloud } = backend;
      return { cloud: withoutNothing(cloud) };
    }
  }
}

function assumeRoleEntry({ roleArn: role_arn, externalId, sessionName, ...rest }: model.AssumeRole): Fields {
  nothingLeft(rest);
  return withoutNothing({ role_arn, external_id: externalId, session_name: sessionName });
}

/** The fields of an entry, some of which say nothing. */
type Fields = Readonly<Record<string, unknown>>;

function roleOrUser(
  principal: Omit<model.RoleOrUser, "kind">,
  kindAndName: { readonly role: string } | { readonly user: string },
): Fields {
  const { name: _, account, principalArn: _1, path, grantedAs, statements, ...rest } = principal;
  nothingLeft(rest);
  return {
    account: account.name,
    ...kindAndName,
    path: unless(path, "/"),
    granted_as: unless(grantedAs, "account"),
    statements: statementsEntry(statements),
  };
}

/** @param unsaid a key with the same name of which nothing else is said */
function keyFields(key: model.NewKey, unsaid: model.NewKey): Fields {
  const { existing: _, name: _1, account: _2, alias, description, deletionWindowInDays, ...others } = key;
  const { preventDestroy: _3, isMultiRegion: _4, replicaOf: _5, tags, statements, ...rest } = others;
  nothingLeft(rest);
  return {
    alias: unless(alias, unsaid.alias),
    description: unless(description, unsaid.description),
    deletion_window_in_days: unless(deletionWindowInDays, unsaid.deletionWindowInDays),
    tags,
    statements: statementsEntry(statements),
  };
}

function policyEntry(policy: model.ExistingPolicy) {
  return policy.kind === "handover" ? policy.kind : { merge: policy.document };
}

/** A list is a policy of the current version. */
function statementsEntry(statements: model.OwnStatements | undefined): unknown {
  if (statements === undefined) return undefined;
  const { Version, Statement, ...others } = statements;
  const isList = Array.isArray(Statement) && Statement.length > 0 && Object.keys(others).length === 0;
  return isList && Version === "2012-10-17" ? Statement : statements;
}

/** Constructs can grant the same objects in several calls. */
function statedOnce(access: readonly model.Access[]): model.Access[] {
  const merged = new Map<string, model.Access>();
  for (const edge of access) {
    const id = JSON.stringify([edge.principal.name, edge.bucket.name, edge.prefix]);
    const permissions = new Set([...(merged.get(id)?.permissions ?? []), ...edge.permissions]);
    merged.set(id, { ...edge, permissions: [...permissions] });
  }
  return [...merged.values()];
}

function accessEntry({ principal, bucket, permissions, prefix, ...rest }: model.Access) {
  nothingLeft(rest);
  return withoutNothing({
    principal: principal.name,
    bucket: bucket.name,
    allow: oneOf(levelsInOrder(permissions)),
    prefix,
  });
}

/** The permissions of levels have an order, which a proof keeps. */
function levelsInOrder(permissions: readonly Permission[]): readonly Level[] {
  const levels = levelsOf(permissions);
  return unless(permissionsOf(levels), permissions) === undefined ? levels : permissions;
}

function deliveryEntry({ service, bucket, prefix, ...rest }: model.Delivery) {
  nothingLeft(rest);
  const { allow } = deliveringService(service.service);
  return withoutNothing({ principal: service.name, bucket: bucket.name, allow, prefix });
}

/** The prefixes are those of the role's access. */
function dataSyncEntry(task: model.DataSyncTask): Fields {
  const { name: _, from, to, role, fromPrefix: _1, toPrefix: _2, schedule, mode, ...rest } = task;
  nothingLeft(rest);
  return withoutNothing({
    from: from.name,
    to: to.name,
    role: role.name,
    schedule,
    mode: unless(mode, "enhanced"),
  });
}

function named<T extends { readonly name: string }, U>(
  things: readonly T[],
  entry: (thing: T) => U,
): Record<string, U> {
  return Object.fromEntries(things.map((thing) => [thing.name, entry(thing)]));
}

/** Undefined for the default value. */
function unless<T>(value: T, unsaid: T): T | undefined {
  return JSON.stringify(value) === JSON.stringify(unsaid) ? undefined : value;
}

function oneOf<T>(list: readonly T[]): T | readonly T[] {
  return list.length === 1 ? (list[0] as T) : list;
}

/** Leaves out what is undefined or empty. */
function withoutNothing(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !saysNothing(value)));
}

function saysNothing(value: unknown): boolean {
  if (value === undefined || value === "") return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
