import { type Account, accountRootArn, isSameAccount, type Principal } from "./intents";
import type { Conditions, Statement } from "./document";
import type { Need } from "./needs";
import { isCovered } from "./prefixes";

/**
 * The needs that a resource policy of `owner` must grant: those of principals in other accounts. The owner's own
 * principals need no more than their identity policies, and what a whole account is granted, its roles and users
 * need not be granted again.
 */
export function foreignNeeds(needs: readonly Need[], owner: Account): Need[] {
  const foreign = needs.filter((need) => !isSameAccount(need.principal.account, owner));
  const delegated = foreign.filter((need) => need.principal.kind === "account");
  if (delegated.length === 0) return foreign;
  return foreign.flatMap((need) =>
    need.principal.kind === "account" ? [need] : withoutDelegated(need, delegated),
  );
}

/** What remains of a need when the actions that its whole account may take are taken out. */
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
  return groupByActions(remaining).map((group) => ({ ...need, ...group }));
}

interface Narrowed {
  readonly actions: readonly string[];
  readonly prefixes: readonly string[];
}

function groupByActions(remaining: readonly { prefix: string; actions: readonly string[] }[]): Narrowed[] {
  const groups = new Map<string, { actions: readonly string[]; prefixes: string[] }>();
  for (const { prefix, actions } of remaining) {
    if (actions.length === 0) continue;
    const id = actions.join();
    const group = groups.get(id);
    if (group) group.prefixes.push(prefix);
    else groups.set(id, { actions, prefixes: [prefix] });
  }
  return [...groups.values()];
}

/**
 * How a resource policy names a principal of another account. By default as its account, narrowed by
 * `aws:PrincipalArn`: AWS turns an ARN in `Principal` into the unique id of a principal that must exist by then,
 * so that a re-created role of the same name has lost its access, and leaves an ARN in a condition as it is.
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
