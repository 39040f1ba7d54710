import * as defaults from "../../topology/defaults";
import type { Account, Model } from "../../topology/model";
import { reference, type Text } from "../../topology/text";
import { type ByName, byName, get } from "./by-name";
import type { SharedRegions } from "./shared-regions";
import * as is from "./validations";
import type { Variables } from "./variables";

/**
 * Takes account ids and regions from the providers, so that callers cannot pass wrong ones. The id of an account without a
 * provider is a variable.
 */
export function parameterizeAccounts(
  original: Model,
  regions: SharedRegions,
  variables: Variables,
): ByName<Account<Text>> {
  const managed = original.accounts.filter((account) => account.managed);
  const firstWithId = (accountId: string) => managed.find((account) => account.accountId === accountId)?.name;
  const defaultTags = createsTagged(original) ? variables.ofModule("tags") : undefined;
  return byName(
    original.accounts.map((account) =>
      account.managed
        ? defaults.account<Text>({
            name: account.name,
            accountId: reference(`local.${firstWithId(account.accountId)}_account_id`),
            region: reference(`local.${regions.firstOf(account)}_region`),
            partition: reference("local.partition"),
            defaultTags,
          })
        : unmanagedAccount(original, account, regions.firstOf(managed[0] ?? account), variables),
    ),
  );
}

/** Whether the module creates something that has tags. */
function createsTagged({ keys, buckets, principals, replications }: Model): boolean {
  return (
    replications.length > 0 ||
    [...keys, ...buckets].some(({ existing }) => !existing) ||
    principals.some((principal) => "existing" in principal && !principal.existing)
  );
}

/** @param elsewhere an account whose region it has, unless it holds something in a region of its own */
function unmanagedAccount(
  { keys, buckets, access }: Model,
  { name, accountId, region }: Account,
  elsewhere: string,
  variables: Variables,
): Account<Text> {
  const holdsSomething = [...keys, ...buckets].some(({ account }) => account.name === name);
  const hasAccess = access.some(({ principal }) => principal.account.name === name);
  return defaults.account<Text>({
    name,
    managed: false,
    accountId: variables.declare(
      `${name}_account_id`,
      accountId,
      hasAccess
        ? `ID of the account ${name}, whose administrators attach the policies of the output handover_${name}.`
        : `ID of the account ${name}.`,
      is.accountId,
    ),
    region: holdsSomething
      ? variables.declare(
          `${name}_region`,
          region,
          `Region of the buckets and keys in the account ${name}.`,
          is.region,
        )
      : reference(`local.${elsewhere}_region`),
    partition: reference("local.partition"),
  });
}

/** The id of an account of the topology, which is that of its provider. Undefined for other accounts. */
export function ownAccountId(
  { accounts: originals }: Model,
  accounts: ByName<Account<Text>>,
  accountId: string,
): Text | undefined {
  const own = originals.find((account) => account.accountId === accountId);
  return own && get(accounts, own).accountId;
}
