import { readdirSync, writeFileSync } from "node:fs";
import { join, parse as parsePath } from "node:path";
import { stringify } from "yaml";
import type { Topology } from "../../src";
import { readTopology as loadedTopology } from "../../src/topology/load";
import type { Emulator } from "./emulator";
import { REPOSITORY } from "./repository";

/** The topologies of the project. */
export const STACKS = join(REPOSITORY, "stacks");

export const STACK_NAMES = readdirSync(STACKS)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => parsePath(file).name);

export function readTopology(stack: string): Topology {
  return loadedTopology(join(STACKS, `${stack}.yaml`)).topology;
}

export function writeTopology(folder: string, stack: string, topology: Topology): void {
  writeFileSync(join(folder, `${stack}.yaml`), stringify(topology));
}

/** The same topology, with other accounts that the stack deploys to. */
function mapManaged(topology: Topology, map: (account: Account) => Account): Topology {
  return mapAccounts(topology, (account) => (account.managed === false ? account : map(account)));
}

/** The same topology with roles to deploy by, which anybody may assume in the emulator. */
export function withDeployers(topology: Topology): Topology {
  return mapManaged(topology, ({ assume_role, ...account }) => ({
    ...account,
    profile: undefined,
    assume_role: assume_role ?? { role_arn: `arn:aws:iam::${account.id}:role/deployer` },
  }));
}

/** The same topology, but Terraform may destroy what it creates. */
export function destroyable(topology: Topology): Topology {
  const unprotected = <T extends object>(entries: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(entries).map(([name, entry]) => [name, { ...entry, prevent_destroy: false }]),
    );
  return {
    ...topology,
    ...(topology.keys && { keys: unprotected(topology.keys) }),
    buckets: unprotected(topology.buckets),
  };
}

/** The same topology with the emulator at the endpoints of its accounts. */
export function withEndpoints(topology: Topology, { url }: Emulator): Topology {
  const endpoints = { iam: url, kms: url, s3: url, sts: url };
  return mapManaged(topology, (account) => ({ ...account, endpoints }));
}

type Account = Topology["accounts"][string];

function mapAccounts(topology: Topology, map: (account: Account) => Account): Topology {
  const accounts = Object.entries(topology.accounts).map(([name, account]) => [name, map(account)]);
  return { ...topology, accounts: Object.fromEntries(accounts) };
}
