import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { permissionsOf } from "../topology/levels";
import type { Topology } from "../topology/topology";
import { AccessAccount } from "./access-account";
import type { AccessPrincipal } from "./access-principal";
import { AccessRole } from "./access-role";
import { AccessUser } from "./access-user";
import { Account } from "./account";
import { addBackend } from "./backend";
import { EncryptedBucket } from "./encrypted-bucket";
import { type BucketKeyProps, EncryptionKey } from "./encryption-key";
import { Outputs } from "./outputs";
import { resolveOnce } from "./resolve-once";

type Entry<Section extends "accounts" | "keys" | "buckets" | "principals"> = NonNullable<
  Topology[Section]
>[string];

/**
 * A topology as a Terraform stack: one construct for each of its accounts, keys, buckets and principals, by the
 * same name, and a grant for each of its edges.
 *
 * @throws if the topology is one that `loadTopology` would not have returned
 */
export class TopologyStack extends TerraformStack {
  private readonly accounts = new Map<string, Account>();
  private readonly keys = new Map<string, EncryptionKey>();
  private readonly buckets = new Map<string, EncryptedBucket>();
  private readonly principals = new Map<string, AccessPrincipal>();

  constructor(scope: Construct, id: string, topology: Topology) {
    super(scope, id);
    this.addAccounts(topology);
    // After the accounts, which would settle for an earlier Terraform than some backends do.
    addBackend(this, topology.backend);
    this.addKeys(topology);
    this.addBuckets(topology);
    this.addPrincipals(topology);
    for (const { principal, bucket, allow, prefix } of topology.access ?? []) {
      find(this.buckets, bucket).grant(find(this.principals, principal), permissionsOf(allow), { prefix });
    }
    for (const { from, to, prefix, role, delete_markers, minimal_kms } of topology.replication ?? []) {
      find(this.buckets, from).replicateTo(find(this.buckets, to), {
        prefix,
        roleName: role,
        deleteMarkers: delete_markers,
        minimalKms: minimal_kms,
      });
    }
    new Outputs(this, "outputs", {
      buckets: [...this.buckets.values()],
      principals: [...this.principals.values()],
    });
  }

  /**
   * CDKTF resolves every element here for the sake of references between stacks, of which a topology, being one
   * stack, has none.
   */
  override prepareStack(): void {
    this.ensureBackendExists();
  }

  override toTerraform(): object {
    return resolveOnce(this);
  }

  private addAccounts(topology: Topology): void {
    const scope = new Construct(this, "accounts");
    for (const [name, entry] of sorted(topology.accounts)) {
      const { role_arn, external_id, session_name } = entry.assume_role ?? {};
      this.accounts.set(
        name,
        new Account(scope, name, {
          accountId: entry.id,
          region: entry.region,
          profile: entry.profile,
          assumeRole: role_arn
            ? { roleArn: role_arn, externalId: external_id, sessionName: session_name }
            : undefined,
          endpoints: entry.endpoints,
          defaultTags: entry.default_tags,
        }),
      );
    }
  }

  private addKeys(topology: Topology): void {
    const scope = new Construct(this, "keys");
    for (const [name, { account, ...key }] of sorted(topology.keys)) {
      this.keys.set(
        name,
        new EncryptionKey(scope, name, { account: find(this.accounts, account), ...keyProps(key) }),
      );
    }
  }

  /** Those with a key of their own first, so that the others find it. */
  private addBuckets(topology: Topology): void {
    const scope = new Construct(this, "buckets");
    const buckets = sorted(topology.buckets);
    const borrows = ([, bucket]: [string, Entry<"buckets">]) => typeof bucket.key === "string";
    for (const [name, bucket] of [...buckets.filter((each) => !borrows(each)), ...buckets.filter(borrows)]) {
      const { account, key } = bucket;
      this.buckets.set(
        name,
        new EncryptedBucket(scope, name, {
          account: find(this.accounts, account),
          bucketName: bucket.name,
          encryption: bucket.encryption,
          key: typeof key === "string" ? this.lender(key) : undefined,
          keyProps: typeof key === "object" ? keyProps(key) : undefined,
          bucketKeyEnabled: bucket.bucket_key_enabled,
          requireKey: bucket.require_key,
          versioned: bucket.versioning,
          forceDestroy: bucket.force_destroy,
          tags: bucket.tags,
        }),
      );
    }
    for (const [name, { other_keys = [] }] of buckets) {
      for (const lender of other_keys) find(this.buckets, name).addOtherKey(this.lender(lender));
    }
  }

  private addPrincipals(topology: Topology): void {
    const scope = new Construct(this, "principals");
    for (const [name, principal] of sorted(topology.principals)) {
      this.principals.set(name, this.principal(scope, name, principal));
    }
  }

  private principal(scope: Construct, name: string, entry: Entry<"principals">): AccessPrincipal {
    const common = {
      account: find(this.accounts, entry.account),
      path: entry.path,
      grantedAs: entry.granted_as,
      permissionsBoundary: entry.permissions_boundary,
    };
    if (entry.role !== undefined) {
      const role = { ...common, roleName: entry.role };
      if (entry.existing) return AccessRole.fromRoleName(scope, name, role);
      return new AccessRole(scope, name, {
        ...role,
        assumedBy: entry.assumed_by ?? [],
        externalId: entry.external_id,
      });
    }
    if (entry.user !== undefined) {
      const user = { ...common, userName: entry.user };
      return entry.existing ? AccessUser.fromUserName(scope, name, user) : new AccessUser(scope, name, user);
    }
    return new AccessAccount(scope, name, common);
  }

  private lender(name: string): EncryptedBucket | EncryptionKey {
    return this.keys.get(name) ?? find(this.buckets, name);
  }
}

function keyProps({ deletion_window_in_days, ...props }: Omit<Entry<"keys">, "account">): BucketKeyProps {
  return { ...props, deletionWindowInDays: deletion_window_in_days };
}

/** Sorted by name, so that the order in the file changes nothing. */
function sorted<T>(section: Readonly<Record<string, T>> = {}): [string, T][] {
  return Object.entries(section).sort(([a], [b]) => (a < b ? -1 : 1));
}

function find<T>(things: ReadonlyMap<string, T>, name: string): T {
  const thing = things.get(name);
  if (thing === undefined)
    throw new Error(`the topology has no ${name}; load it with loadTopology, which says where`);
  return thing;
}
