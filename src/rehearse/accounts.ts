import { accountOf } from "../aws/arn";
import { UsageError } from "../messages/user-error";
import type { ProviderValues } from "../estate/values/terraform-values";

/** The account of a rehearsal whose account is not known and does not matter, because it is the only one. */
export const MADE_UP_ACCOUNT = "000000000000";

/** The account of a provider as far as one says it, in this order. */
function accountOfProvider(
  { key, allowedAccountIds = [], assumedRoleArn = "" }: ProviderValues,
  given: Readonly<Record<string, string>>,
): string | undefined {
  return (
    given[key] ??
    (allowedAccountIds.length === 1 ? allowedAccountIds[0] : undefined) ??
    accountOf(assumedRoleArn)
  );
}

/** @throws if several providers are there and the account of one is not known */
export function accountsOf(
  providers: readonly ProviderValues[],
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const accounts = providers.map((provider) => [provider.key, accountOfProvider(provider, given)] as const);
  const unknown = accounts.filter(([, account]) => account === undefined).map(([key]) => key);
  if (unknown.length > 0 && providers.length > 1)
    throw new UsageError(
      `the configuration does not say the account of ${unknown.length === 1 ? "a provider" : "its providers"}; add ` +
        unknown.map((key) => `--account ${key}=<id>`).join(" "),
    );
  return new Map(accounts.map(([key, account]) => [key, account ?? MADE_UP_ACCOUNT]));
}
