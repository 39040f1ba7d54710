/** Who can assume a role. */
import * as defaults from "../defaults";
import type { Account, Principal, Trusted } from "../model";
import { nothingLeft } from "../nothing-left";
import type { Section } from "../topology";
import type { ByName } from "./entries";

type Entry = NonNullable<Section<"principals">["assumed_by"]>[number];

interface Before {
  readonly accounts: ByName<Account>;
  readonly principals: ByName<Principal>;
}

/**
 * @param entries each the name or the ARN of a principal in the topology, another ARN, a service, or a mapping
 * @param owner the account of the role
 */
export function resolveTrust(
  entries: readonly Entry[],
  owner: Account,
  { accounts, principals }: Before,
): readonly Trusted[] {
  const all = [...principals.values()];
  const trusted = entries.map((entry): Trusted => {
    if (typeof entry === "object") return resolveMapping(entry, owner, accounts);
    const principal = principals.get(entry) ?? all.find(({ principalArn }) => principalArn === entry);
    return principal ? defaults.trustedPrincipal(principal) : defaults.trusted(entry);
  });
  return defaults.assumedBy(trusted);
}

function resolveMapping(entry: Extract<Entry, object>, owner: Account, accounts: ByName<Account>): Trusted {
  const { oidc, subjects = [], audiences, create_provider, saml, service = "", ...others } = entry;
  const { source_account, source_arn: sourceArn, ...rest } = others;
  nothingLeft(rest);
  if (oidc !== undefined)
    return defaults.trustedOidc(owner, { issuer: oidc, subjects, audiences }, create_provider);
  if (saml !== undefined) return defaults.trustedSaml(owner, { providerArn: saml, audiences });
  const source = source_account === undefined ? undefined : accounts.get(source_account);
  return defaults.trustedService({ service, sourceAccount: source?.accountId ?? source_account, sourceArn });
}
