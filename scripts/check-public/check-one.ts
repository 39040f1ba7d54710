/** Checks one folder and prints the `Result`. It runs as a process of its own, so that it can be ended. */
import { isUserError } from "../../src/messages/user-error";
import type { Answer } from "../../src/prove/check/description";
import type { Estate, Policy } from "../../src/estate/estate";
import { check, notRead } from "../../src/verify/check";
import { type InputOptions, readTerraform, type TerraformInput } from "../../src/verify/terraform-input";

export type Result = Checked | { readonly problem: string };

export interface Checked {
  readonly buckets: number;
  readonly keys: number;
  readonly principals: number;
  readonly policies: number;
  /** Of these, how many are not or only in part known. */
  readonly unknownPolicies: number;
  /** How many accounts had to be named, because the Terraform does not say them. */
  readonly namedAccounts: number;
  readonly connections: number;
  readonly operations: Readonly<Record<Answer, number>>;
  readonly outsiders: number;
  readonly flaws: Readonly<Record<string, number>>;
  readonly notRead: number;
  readonly exitCode: number;
}

async function main(folder: string, options: InputOptions): Promise<Result> {
  try {
    return await checkFolder(folder, options);
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { problem: error.message };
  }
}

async function checkFolder(folder: string, options: InputOptions): Promise<Checked> {
  const { input, namedAccounts } = await readWithAccounts(folder, options);
  const checked = check(input);
  const { description, flaws, estate } = checked;
  const policies = policiesOf(estate);
  const ids = [...new Set(flaws.map((flaw) => flaw.check))].sort();
  const unread = notRead(checked).length;
  return {
    buckets: estate.buckets.length,
    keys: estate.keys.length,
    principals: estate.principals.length,
    policies: policies.length,
    unknownPolicies: policies.filter(({ unknown }) => unknown !== undefined).length,
    namedAccounts,
    connections: description.counts.connections,
    operations: description.counts.operations,
    outsiders: description.counts.outsiders,
    flaws: Object.fromEntries(ids.map((id) => [id, flaws.filter((flaw) => flaw.check === id).length])),
    notRead: unread,
    exitCode: flaws.length > 0 ? 1 : unread > 0 ? 3 : 0,
  };
}

/** Names each account that is asked for: every provider gets one of its own. */
async function readWithAccounts(
  folder: string,
  options: InputOptions,
): Promise<{ input: TerraformInput; namedAccounts: number }> {
  const given = Object.keys(options.accounts ?? {}).length;
  try {
    return { input: await readTerraform(folder, options), namedAccounts: given };
  } catch (error) {
    const asked = isUserError(error) ? [...error.message.matchAll(/--account ([\w.:-]+)=<id>/g)] : [];
    if (asked.length === 0) throw error;
    const accounts = Object.fromEntries(
      asked.map(([, provider = ""], index) => [
        provider,
        String(index + 1)
          .repeat(12)
          .slice(0, 12),
      ]),
    );
    const input = await readTerraform(folder, { ...options, accounts: { ...accounts, ...options.accounts } });
    return { input, namedAccounts: given + asked.length };
  }
}

function policiesOf({ buckets, keys, principals }: Estate): Policy[] {
  const policies = [
    ...[...buckets, ...keys].map(({ policy }) => policy),
    ...principals.flatMap(({ identityPolicies, trustPolicy }) => [...identityPolicies, trustPolicy]),
  ];
  return policies.filter((policy) => policy !== undefined);
}

const [folder, options] = process.argv.slice(2);
if (folder === undefined || options === undefined)
  throw new Error("usage: tsx scripts/check-public/check-one.ts <folder> <options as JSON>");
void main(folder, JSON.parse(options) as InputOptions).then((result) => console.log(JSON.stringify(result)));
