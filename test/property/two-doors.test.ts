/** That what a topology file says and what is built with the constructs are one model, and one Terraform. */
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import fc from "fast-check";
import {
  AccessAccount,
  AccessOrganization,
  AccessPermissionSet,
  AccessPrincipal,
  AccessRole,
  AccessService,
  AccessUser,
  Account,
  type BucketKeyProps,
  DataSyncTask,
  EncryptedBucket,
  EncryptionKey,
  type Model,
  modelOf,
  OpenIdConnectPrincipal,
  Outputs,
  resolve,
  SamlPrincipal,
  ServicePrincipal,
  type Topology,
  TopologyStack,
} from "../../src";
import { permissionsOf } from "../../src/topology/levels";
import { beyondModel } from "../../src/export/beyond-model";
import { topologyOf } from "../../src/topology/topology-of";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { hostileTopology } from "../fixtures/hostile-topology";
import { newApp, terraformOf } from "../fixtures/stack";
import { runs } from "../support/runs";

test.each([
  ["of any topology", arbitraryTopology, runs(100)],
  ["of hostile texts", hostileTopology, runs(50)],
])("a topology file and the constructs make one model and one Terraform, %s", (_, topologies, numRuns) => {
  fc.assert(
    fc.property(topologies, (topology) => {
      const model = resolve(topology);
      const byFile = new TopologyStack(newApp(), "stack", model);
      const byHand = builtByHand(topology);
      expect(inNoOrder(modelOf(byHand))).toEqual(inNoOrder(model));
      expect(inNoOrder(modelOf(byFile))).toEqual(inNoOrder(model));
      expect(resourcesOf(byHand)).toEqual(resourcesOf(byFile));
    }),
    { numRuns },
  );
});

test("whatever the order in which an app creates them, they have what a module of their model has", () => {
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      const byHand = builtByHand(topology, "last first");
      const byModel = new TopologyStack(newApp(), "stack", resolve(topologyOf(modelOf(byHand))));
      expect(beyondModel(terraformOf(byHand), terraformOf(byModel))).toEqual([]);
    }),
    { numRuns: runs(100) },
  );
});

type Order = "first first" | "last first";

/** As somebody would write it who has the constructs and no topology. */
function builtByHand(topology: Topology, order: Order = "first first"): TerraformStack {
  const { accounts, keys, buckets, principals, access, replication, datasync } = topology;
  const stack = new TerraformStack(newApp(), "stack");
  const accountScope = new Construct(stack, "accounts");
  const accountsByName = mapEntries(accounts, (name, { id, assume_role, default_tags, ...props }) => {
    const assumeRole = assume_role && {
      roleArn: assume_role.role_arn,
      externalId: assume_role.external_id,
      sessionName: assume_role.session_name,
    };
    return new Account(accountScope, name, {
      ...props,
      accountId: id,
      assumeRole,
      defaultTags: default_tags,
    });
  });
  const accountOf = ({ account = "" }: { readonly account?: string }) => get(accountsByName, account);

  const keyScope = new Construct(stack, "keys");
  const known = new Map<string, EncryptionKey>();
  const keysByName = mapEntries(
    keys,
    (name, { existing, arn = "", policy, import: isImported, replica_of, multi_region, ...entry }) => {
      const [account, preventDestroy] = [accountOf(entry), entry.prevent_destroy];
      const replicaOf = replica_of === undefined ? undefined : get(known, replica_of);
      const key = existing
        ? EncryptionKey.fromKeyArn(keyScope, name, {
            account,
            keyArn: arn,
            policy,
            isImported,
            preventDestroy,
          })
        : new EncryptionKey(keyScope, name, {
            ...keyProps(entry),
            account,
            preventDestroy,
            isMultiRegion: multi_region,
            replicaOf,
          });
      known.set(name, key);
      return key;
    },
  );

  // The principals come later.
  const arnsByName = new Map(
    resolve(topology).principals.map(({ name, principalArn }) => [name, principalArn]),
  );
  const bucketScope = new Construct(stack, "buckets");
  const bucketsByName = new Map<string, EncryptedBucket>();
  const lender = (name: string) => keysByName.get(name) ?? get(bucketsByName, name);
  const borrows = (name: string) => typeof buckets[name]?.key === "string";
  const inOrder = <T>(list: readonly T[]) => (order === "first first" ? list : [...list].reverse());
  const bucketNames = inOrder(Object.keys(buckets).sort());
  for (const name of [...bucketNames.filter((each) => !borrows(each)), ...bucketNames.filter(borrows)]) {
    const entry = buckets[name] as Topology["buckets"][string];
    const { encryption, key, bucket_key_enabled, require_key, versioning, tags } = entry;
    const { prevent_destroy, force_destroy } = entry;
    const { deny_sse_c: denySseC, minimum_tls: minimumTls, restrict_to } = entry;
    const common = {
      account: accountOf(entry),
      bucketName: entry.name,
      encryption,
      key: typeof key === "string" ? lender(key) : undefined,
      bucketKeyEnabled: bucket_key_enabled,
      requireKey: require_key,
      denySseC,
      minimumTls,
      restrictTo: restrict_to && {
        organizationId: restrict_to.organization,
        vpcEndpointIds: restrict_to.vpc_endpoints,
        sourceIps: restrict_to.source_ips,
        except: restrict_to.except?.map((each) => arnsByName.get(each) ?? each),
      },
      versioned: versioning,
      statements: entry.statements,
      preventDestroy: prevent_destroy,
    };
    if (entry.existing) {
      const {
        policy = "handover",
        import: isImported,
        check_settings: checkSettings,
        replication: rules,
      } = entry;
      const existing = { ...common, policy, isImported, checkSettings, replication: rules };
      bucketsByName.set(name, EncryptedBucket.fromBucketName(bucketScope, name, existing));
      continue;
    }
    const bucket = new EncryptedBucket(bucketScope, name, {
      ...common,
      keyProps: typeof key === "object" ? keyProps(key) : undefined,
      objectLock: entry.object_lock || undefined,
      abortIncompleteUploadsAfterDays: entry.abort_incomplete_uploads_after_days,
      replicationEvents: entry.replication_alarms?.events
        ? topicIn(entry, accounts[entry.account]?.region)
        : undefined,
      forceDestroy: force_destroy,
      tags,
    });
    bucketsByName.set(name, bucket);
  }
  for (const [name, { other_keys = [] }] of Object.entries(buckets))
    for (const other of other_keys) get(bucketsByName, name).addOtherKey(lender(other));

  const principalScope = new Construct(stack, "principals");
  const isPrincipal = (trusted: Trusted): trusted is string =>
    typeof trusted === "string" && Object.hasOwn(principals ?? {}, trusted);
  const roles: [AccessRole, readonly string[]][] = [];
  const newPrincipal = (name: string, entry: PrincipalEntry): AccessPrincipal | AccessService => {
    if (entry.service !== undefined)
      return new AccessService(principalScope, name, {
        service: entry.service,
        forAccounts: entry.for_accounts?.map((account) => accountsByName.get(account) ?? account),
        forOrganization: entry.for_organization,
        sourceArns: entry.source_arns,
      });
    const {
      role,
      user,
      permission_set,
      region,
      organization,
      paths,
      existing,
      path,
      granted_as: grantedAs,
      assumed_by = [],
    } = entry;
    if (organization !== undefined)
      return new AccessOrganization(principalScope, name, {
        organizationId: organization,
        paths,
        principalTags: entry.principal_tags,
      });
    const props = { account: accountOf(entry), path, grantedAs, statements: entry.statements };
    const created = { ...props, permissionsBoundary: entry.permissions_boundary, tags: entry.tags };
    if (role !== undefined && existing)
      return AccessRole.fromRoleName(principalScope, name, { ...props, roleName: role });
    if (role !== undefined) {
      const externalId = entry.external_id;
      const { mfa, max_session_duration: maxSessionDuration, session_tags: sessionTags } = entry;
      const assumedBy = assumed_by
        .filter((trusted) => !isPrincipal(trusted))
        .map((trusted) => (typeof trusted === "string" ? trusted : principalOf(trusted, accounts)));
      const newRole = new AccessRole(principalScope, name, {
        ...created,
        roleName: role,
        assumedBy,
        externalId,
        mfa,
        maxSessionDuration,
        sessionTags,
        trustStatements: entry.trust_statements,
      });
      roles.push([newRole, assumed_by.filter(isPrincipal)]);
      return newRole;
    }
    if (permission_set !== undefined)
      return new AccessPermissionSet(principalScope, name, {
        account: props.account,
        permissionSetName: permission_set,
        region,
      });
    if (user === undefined)
      return new AccessAccount(principalScope, name, {
        account: props.account,
        principalTags: entry.principal_tags,
      });
    return existing
      ? AccessUser.fromUserName(principalScope, name, { ...props, userName: user })
      : new AccessUser(principalScope, name, { ...created, userName: user });
  };
  const principalsByName = mapEntries(principals, newPrincipal, inOrder);

  for (const [role, trusted] of roles)
    for (const name of trusted) {
      const principal = get(principalsByName, name);
      if (AccessPrincipal.isAccessPrincipal(principal)) role.grantAssumeRole(principal);
    }

  for (const [name, { deny = [] }] of Object.entries(buckets))
    for (const each of deny) {
      const denied = get(principalsByName, each);
      if (AccessPrincipal.isAccessPrincipal(denied)) get(bucketsByName, name).deny(denied);
    }
  for (const { principal, bucket, allow, prefix } of inOrder(access ?? []))
    get(bucketsByName, bucket).grant(get(principalsByName, principal), permissionsOf(allow), { prefix });
  for (const { from, to, role, delete_markers, minimal_kms, ...settings } of inOrder(replication ?? [])) {
    const { key, storage_class, replica_modifications, time_control, ...alike } = settings;
    const [source, destination] = [from, to].map((name) => buckets[name] as Bucket) as [Bucket, Bucket];
    const { id, region } = accounts[source.account] as AccountEntry;
    const there = accounts[destination.account]?.region;
    const [account] = Object.keys(accounts).filter(
      (name) => accounts[name]?.id === id && accounts[name]?.region === there,
    );
    const late = there === region ? undefined : topicIn(source, there);
    get(bucketsByName, from).replicateTo(get(bucketsByName, to), {
      ...alike,
      roleName: role,
      key: key === undefined ? undefined : keyOf(lender(key)),
      deleteMarkers: delete_markers,
      minimalKms: minimal_kms,
      storageClass: storage_class,
      replicaModifications: replica_modifications,
      timeControl: time_control,
      alarmTopicArn: settings.metrics === false ? undefined : topicIn(source, region),
      latencyAlarm:
        late !== undefined && time_control && account !== undefined
          ? { topicArn: late, account: get(accountsByName, account) }
          : undefined,
    });
  }
  const taskScope = new Construct(stack, "datasync");
  const dataSyncTasks = Object.entries(datasync ?? {}).map(([name, { from, to, role, ...rest }]) => {
    const prefixIn = (bucket: string) =>
      access?.find((edge) => edge.principal === role && edge.bucket === bucket)?.prefix;
    return new DataSyncTask(taskScope, name, {
      ...rest,
      from: get(bucketsByName, from),
      to: get(bucketsByName, to),
      role: get(principalsByName, role) as AccessRole,
      fromPrefix: prefixIn(from),
      toPrefix: prefixIn(to),
    });
  });
  new Outputs(stack, "outputs", {
    buckets: [...bucketsByName.values()],
    principals: [...principalsByName.values()].filter(AccessPrincipal.isAccessPrincipal),
    dataSyncTasks,
  });
  return stack;
}

function keyProps({
  alias,
  description,
  deletion_window_in_days,
  tags,
  statements,
}: KeyEntry): BucketKeyProps {
  return { alias, description, deletionWindowInDays: deletion_window_in_days, tags, statements };
}

type Bucket = Topology["buckets"][string];
type AccountEntry = Topology["accounts"][string];
type PrincipalEntry = NonNullable<Topology["principals"]>[string];

function topicIn({ replication_alarms }: Bucket, region = ""): string | undefined {
  return [replication_alarms?.topic ?? []].flat().find((topic) => topic.includes(`:${region}:`));
}

type KeyEntry = Omit<NonNullable<Topology["keys"]>[string], "account" | "prevent_destroy">;

/** What has an order in the model only because something has to come first. */
function inNoOrder({ access, replications, deliveries, ...sections }: Model) {
  const sorted = Object.entries({ ...sections, access, replications, deliveries }).map(([name, section]) => [
    name,
    Array.isArray(section)
      ? [...section].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : section,
  ]);
  return Object.fromEntries(sorted) as Record<keyof Model, unknown>;
}

/** Without what CDKTF remembers of constructs, and without the backend, which is the stack's own affair. */
function resourcesOf(stack: TerraformStack) {
  const { terraform: _, "//": __, ...rest } = terraformOf(stack) as unknown as Record<string, unknown>;
  return JSON.parse(JSON.stringify(rest, (name, value: unknown) => (name === "//" ? undefined : value)));
}

/** By name, for providers are a list, and the runbook has the order of the principals. */
function mapEntries<T, U>(
  section: Readonly<Record<string, T>> = {},
  map: (name: string, entry: T) => U,
  inOrder = <E>(entries: readonly E[]) => entries,
): Map<string, U> {
  const sorted = Object.entries(section).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(inOrder(sorted).map(([name, entry]) => [name, map(name, entry)]));
}

function get<T>(things: ReadonlyMap<string, T>, name: string): T {
  const thing = things.get(name);
  if (thing === undefined) throw new Error(`no ${name}`);
  return thing;
}

type Trusted = NonNullable<NonNullable<Topology["principals"]>[string]["assumed_by"]>[number];

function principalOf(
  {
    oidc,
    subjects = [],
    audiences,
    create_provider: createProvider,
    saml,
    ...rest
  }: Exclude<Trusted, string>,
  accounts: Topology["accounts"],
) {
  if (oidc !== undefined)
    return new OpenIdConnectPrincipal({ issuer: oidc, subjects, audiences, createProvider });
  if (saml !== undefined) return new SamlPrincipal({ providerArn: saml, audiences });
  const { service = "", source_account: source, source_arn: sourceArn } = rest;
  const sourceAccount = source === undefined ? undefined : (accounts[source]?.id ?? source);
  return new ServicePrincipal(service, { sourceAccount, sourceArn });
}

function keyOf(lender: EncryptedBucket | EncryptionKey): EncryptionKey | undefined {
  return "keyArn" in lender ? lender : lender.key;
}
