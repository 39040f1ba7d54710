/** That what a topology file says and what is built with the constructs are one model, and one Terraform. */
import { TerraformStack } from "cdktf";
import fc from "fast-check";
import {
  AccessAccount,
  type AccessPrincipal,
  AccessRole,
  AccessUser,
  Account,
  EncryptedBucket,
  EncryptionKey,
  type Model,
  modelOf,
  Outputs,
  resolve,
  type Topology,
  TopologyStack,
} from "../../src";
import { permissionsOf } from "../../src/topology/levels";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { newApp, terraformOf } from "../fixtures/stack";
import { runs } from "../support/runs";

test("a topology file and the constructs make one model, and one Terraform", () => {
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      const byFile = new TopologyStack(newApp(), "stack", resolve(topology));
      const byHand = builtByHand(topology);
      expect(inNoOrder(modelOf(byHand))).toEqual(inNoOrder(resolve(topology)));
      expect(inNoOrder(modelOf(byFile))).toEqual(inNoOrder(resolve(topology)));
      expect(resourcesOf(byHand)).toEqual(resourcesOf(byFile));
    }),
    { numRuns: runs(100) },
  );
});

/** As somebody would write it who has the constructs and no topology. */
function builtByHand({ accounts, keys, buckets, principals, access, replication }: Topology): TerraformStack {
  const stack = new TerraformStack(newApp(), "stack");
  const accountsByName = mapEntries(accounts, (name, { id, region, profile, assume_role, default_tags }) => {
    const assumeRole = assume_role && { roleArn: assume_role.role_arn };
    return new Account(stack, name, {
      accountId: id,
      region,
      profile,
      assumeRole,
      defaultTags: default_tags,
    });
  });
  const accountNamed = (name: string) => get(accountsByName, name);
  const keysByName = mapEntries(keys, (name, { account, deletion_window_in_days }) => {
    const deletionWindowInDays = deletion_window_in_days;
    return new EncryptionKey(stack, `${name}`, { account: accountNamed(account), deletionWindowInDays });
  });
  const bucketsByName = new Map<string, EncryptedBucket>();
  const lender = (name: string) => keysByName.get(name) ?? get(bucketsByName, name);
  // Only the last bucket of an arbitrary topology borrows a key.
  for (const [name, bucket] of Object.entries(buckets)) {
    const { account, encryption, key, bucket_key_enabled, require_key, versioning, force_destroy, tags } =
      bucket;
    const made = new EncryptedBucket(stack, name, {
      account: accountNamed(account),
      bucketName: bucket.name,
      encryption,
      key: typeof key === "string" ? lender(key) : undefined,
      keyProps: typeof key === "object" ? { description: key.description } : undefined,
      bucketKeyEnabled: bucket_key_enabled,
      requireKey: require_key,
      versioned: versioning,
      forceDestroy: force_destroy,
      tags,
    });
    bucketsByName.set(name, made);
  }
  for (const [name, { other_keys = [] }] of Object.entries(buckets))
    for (const other of other_keys) get(bucketsByName, name).addOtherKey(lender(other));
  const principalsByName = mapEntries(principals, (name, entry): AccessPrincipal => {
    const { role, user, existing, path, granted_as: grantedAs, assumed_by: assumedBy = [] } = entry;
    const props = { account: accountNamed(entry.account), path, grantedAs };
    if (role !== undefined && existing)
      return AccessRole.fromRoleName(stack, name, { ...props, roleName: role });
    if (role !== undefined)
      return new AccessRole(stack, name, {
        ...props,
        roleName: role,
        assumedBy,
        externalId: entry.external_id,
      });
    if (user === undefined) return new AccessAccount(stack, name, { account: props.account });
    return existing
      ? AccessUser.fromUserName(stack, name, { ...props, userName: user })
      : new AccessUser(stack, name, { ...props, userName: user });
  });
  for (const { principal, bucket, allow, prefix } of access ?? [])
    get(bucketsByName, bucket).grant(get(principalsByName, principal), permissionsOf(allow), { prefix });
  for (const { from, to, prefix, role, delete_markers, minimal_kms } of replication ?? [])
    get(bucketsByName, from).replicateTo(get(bucketsByName, to), {
      prefix,
      roleName: role,
      deleteMarkers: delete_markers,
      minimalKms: minimal_kms,
    });
  new Outputs(stack, "outputs", {
    buckets: [...bucketsByName.values()],
    principals: [...principalsByName.values()],
  });
  return stack;
}

/** What has an order in the model only because something has to come first. */
function inNoOrder({ access, replications, ...sections }: Model) {
  const sorted = Object.entries({ ...sections, access, replications }).map(([name, section]) => [
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

function mapEntries<T, U>(
  section: Readonly<Record<string, T>> = {},
  map: (name: string, entry: T) => U,
): Map<string, U> {
  return new Map(Object.entries(section).map(([name, entry]) => [name, map(name, entry)]));
}

function get<T>(things: ReadonlyMap<string, T>, name: string): T {
  const thing = things.get(name);
  if (thing === undefined) throw new Error(`no ${name}`);
  return thing;
}
