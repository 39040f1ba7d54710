import { UsageError } from "../messages/user-error";
import { MADE_UP_ACCOUNT, statedAccount } from "../estate/values/accounts";
import type { ProviderValues } from "../estate/values/terraform-values";

/** @throws if several providers are there and the account of one is not known */
export function accountsOf(
  providers: readonly ProviderValues[],
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const accounts = providers.map((provider) => [provider.key, statedAccount(provider, given)] as const);
  const unknown = accounts.filter(([, account]) => account === undefined).map(([key]) => key);
  if (unknown.length > 0 && providers.length > 1)
    throw new UsageError(
      `the configuration does not name the account of ${unknown.length === 1 ? "a provider" : "its providers"}; add ` +
        unknown.map((key) => `--account ${key}=<id>`).join(" "),
    );
  return new Map(accounts.map(([key, account]) => [key, account ?? MADE_UP_ACCOUNT]));
}
