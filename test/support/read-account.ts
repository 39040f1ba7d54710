import type { AccountContents } from "./account-contents";
import { awsClients } from "./aws-clients";
import type { Emulator } from "./emulator";
import { readBuckets } from "./read-buckets";
import { readKeys } from "./read-keys";
import { readManagedPolicies, readRoles, readUsers } from "./read-principals";

/** Everything that an account of the emulator holds, its keys being those of one region. */
export async function readAccount(
  emulator: Emulator,
  accountId: string,
  region: string,
): Promise<AccountContents> {
  const { iam, kms, s3 } = await awsClients(emulator, accountId, region);
  return {
    buckets: await readBuckets(s3),
    ...(await readKeys(kms, region)),
    roles: await readRoles(iam),
    users: await readUsers(iam),
    managedPolicies: await readManagedPolicies(iam),
  };
}
