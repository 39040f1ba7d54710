import { serviceNamed } from "../../aws/delivering-services";
import * as defaults from "../defaults";
import type { Account, AwsService, Principal } from "../model";
import { nothingLeft } from "../nothing-left";
import type { Section, Topology } from "../topology";
import { deployedAccount } from "./accounts";
import { type ByName, find, mapEntries } from "./entries";
import { resolveStatements } from "./policies";
import { resolveTrust } from "./trust";

type Entry = Section<"principals">;

/** Without services. */
export function resolvePrincipals(
  principals: Topology["principals"],
  accounts: ByName<Account>,
): ByName<Principal> {
  const entries = entriesOf(principals, (entry) => !isService(entry));
  const withoutTrust = mapEntries(entries, (name, entry) => resolvePrincipal(name, entry, accounts));
  // A role can trust any of them.
  return mapEntries(entries, (name, { assumed_by = [] }) => {
    const principal = find(withoutTrust, name);
    return principal.kind === "role" && !principal.existing
      ? {
          ...principal,
          assumedBy: resolveTrust(assumed_by, principal.account, { accounts, principals: withoutTrust }),
        }
      : principal;
  });
}

function resolvePrincipal(name: string, entry: Entry, accounts: ByName<Account>): Principal {
  const { account, role, user, entire_account: _isTheRest, existing, path, ...others } = entry;
  const { assumed_by: _isResolvedLast, external_id, permissions_boundary, granted_as, ...more } = others;
  const { tags, session_tags: sessionTags, mfa, max_session_duration: maxSessionDuration, ...last } = more;
  const {
    permission_set: permissionSetName,
    region,
    organization: organizationId,
    paths,
    ...ofServices
  } = last;
  const { service: _, for_accounts: _1, for_organization: _2, source_arns: _3, ...own } = ofServices;
  const { statements, trust_statements, principal_tags: principalTags, ...rest } = own;
  nothingLeft(rest);
  // That of an organization says its partition.
  const owner = account === undefined ? deployedAccount(accounts) : find(accounts, account);
  if (organizationId !== undefined)
    return defaults.organization({ name, account: owner, organizationId, paths, principalTags });
  const common = {
    name,
    account: owner,
    path,
    grantedAs: granted_as,
    statements: resolveStatements(statements),
  };
  const permissionsBoundary = permissions_boundary;
  if (role !== undefined) {
    if (existing) return defaults.existingRole({ ...common, roleName: role });
    return defaults.newRole({
      ...common,
      roleName: role,
      assumedBy: [],
      externalId: external_id,
      mfa,
      maxSessionDuration,
      permissionsBoundary,
      tags,
      sessionTags,
      trustStatements: resolveStatements(trust_statements),
    });
  }
  if (user !== undefined)
    return existing
      ? defaults.existingUser({ ...common, userName: user })
      : defaults.newUser({ ...common, userName: user, permissionsBoundary, tags });
  if (permissionSetName !== undefined)
    return defaults.permissionSet({ name, account: owner, permissionSetName, region });
  return defaults.entireAccount({ name, account: owner, principalTags });
}

/** The principals that are AWS services. */
export function resolveServices(
  principals: Topology["principals"],
  accounts: ByName<Account>,
): ByName<AwsService> {
  return mapEntries(entriesOf(principals, isService), (name, entry) => resolveService(name, entry, accounts));
}

function resolveService(name: string, entry: Entry, accounts: ByName<Account>): AwsService {
  const { service = "", for_accounts = [], for_organization, source_arns } = entry;
  const known = serviceNamed(service);
  if (known === undefined)
    throw new Error(`${service} is unknown; load the topology with loadTopology, which reports it`);
  return defaults.awsService({
    name,
    service: known,
    accountIds: for_accounts.map((account) => accounts.get(account)?.accountId ?? account),
    organizationId: for_organization,
    sourceArns: source_arns,
  });
}

function entriesOf(
  principals: Topology["principals"] = {},
  isWanted: (entry: Entry) => boolean,
): Readonly<Record<string, Entry>> {
  return Object.fromEntries(Object.entries(principals).filter(([, entry]) => isWanted(entry)));
}

function isService({ service }: Entry): boolean {
  return service !== undefined;
}
