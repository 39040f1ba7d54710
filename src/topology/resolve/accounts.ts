import * as defaults from "../defaults";
import type { Account, AssumeRole, Endpoints } from "../model";
import { nothingLeft } from "../nothing-left";
import type { Section, Topology } from "../topology";
import { type ByName, mapEntries } from "./entries";

type Entry = Section<"accounts">;

export function resolveAccounts(accounts: Topology["accounts"]): ByName<Account> {
  // Whatever the order in the file.
  const [, { region: elsewhere } = {}] =
    Object.entries(accounts)
      .filter(([, { region }]) => region !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))[0] ?? [];
  return mapEntries(accounts, (name, entry) => resolveAccount(name, entry, elsewhere));
}

/** @param elsewhere the region of another account, for one without */
function resolveAccount(name: string, entry: Entry, elsewhere: string | undefined): Account {
  const { id, managed, region = elsewhere, partition, profile, assume_role, ...others } = entry;
  const { endpoints, default_tags, ...rest } = others;
  nothingLeft(rest);
  if (region === undefined)
    throw new Error("no account has a region; load the topology with loadTopology, which reports it");
  return defaults.account({
    name,
    managed,
    accountId: id,
    region,
    partition,
    profile,
    assumeRole: assume_role && resolveAssumeRole(assume_role),
    endpoints: endpoints && resolveEndpoints(endpoints),
    defaultTags: default_tags,
  });
}

function resolveAssumeRole(entry: NonNullable<Entry["assume_role"]>): AssumeRole {
  const { role_arn, external_id, session_name, ...rest } = entry;
  nothingLeft(rest);
  return { roleArn: role_arn, externalId: external_id, sessionName: session_name };
}

function resolveEndpoints(entry: NonNullable<Entry["endpoints"]>): Endpoints {
  const { cloudwatch, iam, kms, s3, sts, ...rest } = entry;
  nothingLeft(rest);
  return { cloudwatch, iam, kms, s3, sts };
}

/** The first by name of those that the stack deploys to. */
export function deployedAccount(accounts: ByName<Account>): Account {
  const managed = [...accounts.values()].filter((account) => account.managed);
  const [first] = managed.sort((a, b) => (a.name < b.name ? -1 : 1));
  if (first === undefined) throw new Error("no account is deployed to; load the topology with loadTopology");
  return first;
}
