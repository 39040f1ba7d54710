import type { Topology } from "../../src";
import type { AccountContents } from "./account-contents";
import type { Emulator } from "./emulator";
import { expectedContents } from "./expected-contents";
import { readAccount } from "./read-account";
import { RenderedStack } from "./rendered-stack";
import type { TerraformJson } from "./synthesize";

/** What each account holds, by account id. */
export type Estate = Readonly<Record<string, AccountContents>>;

/** What the accounts of the topologies hold. */
export async function readAccounts(emulator: Emulator, topologies: readonly Topology[]): Promise<Estate> {
  const regions = new Map<string, Set<string>>();
  for (const { id, region = "us-east-1" } of topologies.flatMap(({ accounts }) => Object.values(accounts)))
    regions.set(id, (regions.get(id) ?? new Set()).add(region));
  return Object.fromEntries(
    await Promise.all(
      [...regions].map(async ([id, all]) => [id, await readAccount(emulator, id, [...all])] as const),
    ),
  );
}

/** A synthesized stack as it reads once its keys have the ARNs that they have in `estate`. */
export function rendered(json: TerraformJson, estate: Estate): RenderedStack {
  const keys = Object.values(estate).flatMap(({ keys }) => Object.entries(keys));
  const made = new Map<string, { readonly arn: string }>([
    ...keys,
    ...Object.values(estate).flatMap(({ tasks }) => Object.entries(tasks)),
  ]);
  return new RenderedStack(json, (wanted) => {
    const found = made.get(wanted);
    if (!found) throw new Error(`no account has a key or a task ${wanted}`);
    return found.arn;
  });
}

/** What the accounts should hold now that a stack is applied, given what they held before. */
export function expectedEstate(json: TerraformJson, now: Estate, before: Estate): Estate {
  const stack = rendered(json, now);
  return Object.fromEntries(
    Object.entries(before).map(([id, contents]) => [id, expectedContents(stack, id, contents)]),
  );
}
