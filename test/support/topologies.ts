import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, parse as parsePath } from "node:path";
import { parse, stringify } from "yaml";
import type { Topology } from "../../src";
import type { Emulator } from "./emulator";
import { REPOSITORY } from "./repository";

/** The topologies of the project. */
export const STACKS = join(REPOSITORY, "stacks");

export const STACK_NAMES = readdirSync(STACKS).map((file) => parsePath(file).name);

export function readTopology(stack: string): Topology {
  return parse(readFileSync(join(STACKS, `${stack}.yaml`), "utf8"));
}

export function writeTopology(folder: string, stack: string, topology: Topology): void {
  writeFileSync(join(folder, `${stack}.yaml`), stringify(topology));
}

/** The same topology with its accounts in the emulator, where a deployer may assume any role. */
export function inEmulator(topology: Topology, { url }: Emulator): Topology {
  const accounts = Object.entries(topology.accounts).map(([name, account]) => {
    const assume_role = account.assume_role ?? { role_arn: `arn:aws:iam::${account.id}:role/deployer` };
    const endpoints = { iam: url, kms: url, s3: url, sts: url };
    return [name, { ...account, profile: undefined, assume_role, endpoints }];
  });
  return { ...topology, accounts: Object.fromEntries(accounts) };
}
