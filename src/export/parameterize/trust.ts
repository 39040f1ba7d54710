/** Who can assume a role. */
import { isSharedIssuer } from "../../aws/oidc-issuer";
import * as defaults from "../../topology/defaults";
import type {
  Account,
  Model,
  NewRole,
  Principal,
  Trusted,
  TrustedOidc,
  TrustedService,
} from "../../topology/model";
import type { Reference, Text } from "../../topology/text";
import { ownAccountId } from "./accounts";
import { type ByName, get } from "./by-name";
import * as is from "./validations";
import type { Variables } from "./variables";

/**
 * Without principals of the topology. Trusted services are part of the module. Who else is trusted depends on the caller, so
 * it becomes variables.
 */
export function parameterizeTrust(
  original: Model,
  { name, account, assumedBy }: NewRole,
  accounts: ByName<Account<Text>>,
  variables: Variables,
): readonly Trusted<Text>[] {
  const arns = assumedBy.flatMap((trusted) => (trusted.kind === "arn" ? trusted.arn : []));
  const others = assumedBy.flatMap((trusted): Trusted<Text>[] => {
    switch (trusted.kind) {
      case "service":
        return [{ ...trusted, ...source(original, name, trusted, accounts, variables) }];
      case "oidc":
        return [oidc(name, get(accounts, account), trusted, variables)];
      case "saml": {
        const description = `ARN of the SAML provider whose users can assume the ${name} role.`;
        const wanted = `${name}_saml_provider_arn`;
        const { providerArn } = trusted;
        return [
          {
            ...trusted,
            providerArn: variables.declare(wanted, providerArn, description, is.samlProviderArn),
          },
        ];
      }
      default:
        return [];
    }
  });
  if (arns.length === 0) return others;
  const arn = variables.declare(
    `${name}_assumed_by`,
    [...new Set(arns)],
    `ARNs of the roles, users and account roots that can assume the ${name} role.`,
    is.trustedArns,
  );
  return [{ kind: "arn", arn }, ...others];
}

/** The principals of the topology that a role trusts. */
export function trustedPrincipals(
  { assumedBy }: NewRole,
  principals: ByName<Principal<Text>>,
): readonly Trusted<Text>[] {
  return assumedBy.flatMap((trusted) =>
    trusted.kind === "principal"
      ? defaults.trustedPrincipal(get(principals, trusted), trusted.isDelegated)
      : [],
  );
}

/** An account of the topology is that of its provider. */
function source(
  original: Model,
  name: string,
  { service, sourceAccount, sourceArn }: TrustedService,
  accounts: ByName<Account<Text>>,
  variables: Variables,
): Pick<TrustedService<Text>, "sourceAccount" | "sourceArn"> {
  const what = `for which ${service} can assume the ${name} role`;
  return {
    sourceAccount:
      sourceAccount === undefined
        ? undefined
        : (ownAccountId(original, accounts, sourceAccount) ??
          variables.declare(`${name}_source_account_id`, sourceAccount, `Account ${what}.`, is.accountId)),
    sourceArn:
      sourceArn === undefined
        ? undefined
        : variables.declare(
            `${name}_source_arn`,
            sourceArn,
            `ARN, or pattern of ARNs, ${what}.`,
            is.sourceArn,
          ),
  };
}

/** The issuer is part of the module, unless it belongs to one cluster or instance. */
function oidc(
  name: string,
  account: Account<Text>,
  trusted: TrustedOidc,
  variables: Variables,
): TrustedOidc<Text> {
  const { issuer: original, subjects, hasWildcards } = trusted;
  const issuer = isSharedIssuer(original)
    ? original
    : variables.declare(
        `${name}_oidc_issuer`,
        original,
        `Issuer of the tokens with which the ${name} role can be assumed, without https://.`,
        is.oidcIssuer,
      );
  const patterns = hasWildcards ? " Can contain wildcards." : "";
  const variable = variables.declare(
    `${name}_subjects`,
    [...subjects],
    `Subjects of the tokens with which the ${name} role can be assumed.${patterns}`,
    (each) => is.subjects(each, hasWildcards, beginningsOf(trusted)),
  );
  return {
    ...trusted,
    issuer,
    providerArn: defaults.oidcProviderArn<Text>(account, issuer),
    subjects: [variable],
  };
}

/** What a subject must begin with, as a regular expression of Terraform, so that it does not match those of others. */
function beginningsOf({ issuerKind }: TrustedOidc): string {
  switch (issuerKind) {
    case "GitHub":
      return "^repo:[^/:*?]+/";
    case "GitLab":
      return "^project_path:[^/:*?]+/";
    case "HCP Terraform":
      return "^organization:[^:*?]+:";
    case "EKS":
      return "^system:serviceaccount:[^:*?]+:";
    case "other":
      return "^[^*?]";
  }
}

/** Services do not send one. */
export function declareExternalId(
  { name, externalId, assumedBy }: NewRole,
  variables: Variables,
): Reference | undefined {
  const description = `External ID that callers must pass to assume the ${name} role.`;
  return externalId === undefined || assumedBy.every(({ kind }) => kind !== "arn" && kind !== "principal")
    ? undefined
    : variables.declare(`${name}_external_id`, externalId, description, is.externalId);
}
