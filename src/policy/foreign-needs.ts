import { type Account, accountRootArn, isSameAccount, type Principal } from "./intents";
import type { Conditions, Statement } from "./document";
import { groupBy } from "./group-by";
import type { Need } from "./needs";
import { isCovered } from "./prefixes";

/**
 * The needs that a resource policy of `owner` must grant: those of principals in other accounts. For the owner's own
 * principals, identity policies are enough. What a whole account is granted is not granted to its roles and users again.
 */
export function foreignNeeds(needs: readonly Need[], owner: Account): Need[] {
  const foreign = needs.filter((need) => !isSameAccount(need.principal.account, owner));
  const delegated = foreign.filter((need) => need.principal.kind === "account");
  if (delegated.length === 0) return foreign;
  return foreign.flatMap((need) =>
    need.principal.kind === "account" ? [need] : withoutDelegated(need, delegated),
  );
}

/** What remains of a need without the actions that are granted to its whole account. */
function withoutDelegated(need: Need, delegated: readonly Need[]): Need[] {
  const to = delegated.filter(
    (other) =>
      isSameAccount(other.principal.account, need.principal.account) &&
      other.bucket.name === need.bucket.name &&
      other.target === need.target &&
      other.key?.name === need.key?.name,
  );
  const remaining = need.prefixes.map((prefix) => ({
    prefix,
    actions: need.actions.filter(
      (action) => !to.some((other) => other.actions.includes(action) && isCovered(prefix, other.prefixes)),
    ),
  }));
  const needed = remaining.filter(({ actions }) => actions.length > 0);
  return [...groupBy(needed, ({ actions }) => actions.join()).values()].map((group) => ({
    ...need,
    actions: group[0].actions,
    prefixes: group.map(({ prefix }) => prefix),
  }));
}

/**
 * How a resource policy names a principal of another account: by default as the account, with an `aws:PrincipalArn`
 * condition. AWS replaces an ARN in `Principal` by the unique id of the principal, which must already exist; if it is
 * created again, it has lost its access. An ARN in a condition stays as it is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export function foreignPrincipal(principal: Principal): {
  principal: Statement["principal"];
  conditions: Conditions;
} {
  if (principal.kind === "account" || principal.grantedAs === "arn") {
    return { principal: { AWS: [principal.principalArn] }, conditions: {} };
  }
  return {
    principal: { AWS: [accountRootArn(principal.account)] },
    conditions: { ArnEquals: { "aws:PrincipalArn": principal.principalArn } },
  };
}
