import type { AccountContents } from "./account-contents";
import { awsClients } from "./aws-clients";
import type { Emulator } from "./emulator";
import { readBuckets } from "./read-buckets";
import { readKeys } from "./read-keys";
import { readManagedPolicies, readOidcProviders, readRoles, readUsers } from "./read-principals";

/** Everything that an account of the emulator holds, its keys being those of some regions. */
export async function readAccount(
  emulator: Emulator,
  accountId: string,
  [region = "us-east-1", ...others]: readonly string[],
): Promise<AccountContents> {
  const { iam, kms, s3 } = await awsClients(emulator, accountId, region);
  const contents = {
    buckets: await readBuckets(s3),
    ...(await readKeys(kms, region)),
    roles: await readRoles(iam),
    users: await readUsers(iam),
    managedPolicies: await readManagedPolicies(iam),
    oidcProviders: await readOidcProviders(iam),
    tasks: emulator.dataSync.tasks(accountId),
  };
  for (const other of others) {
    const { aliases, keys } = await readKeys((await awsClients(emulator, accountId, other)).kms, other);
    const [twice] = aliases.filter((alias) => contents.aliases.includes(alias));
    if (twice !== undefined) throw new Error(`${twice} is in two regions of account ${accountId}`);
    contents.aliases = [...contents.aliases, ...aliases].sort();
    contents.keys = { ...contents.keys, ...keys };
  }
  return contents;
}
