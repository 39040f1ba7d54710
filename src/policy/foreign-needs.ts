import { type Account, accountRootArn, isSameAccount, type Principal } from "./intents";
import { type Statement, sidPart } from "./document";
import { groupBy } from "./group-by";
import type { Need } from "./needs";
import { isCovered } from "./prefixes";
import { mergeConditions, sidOfAll } from "./statements";

/**
 * The needs that a resource policy of `owner` must grant: those of principals in other accounts. For the owner's own
 * principals, identity policies are enough. What a whole account is granted is not granted to its roles and users again.
 */
function foreignNeeds(needs: readonly Need[], owner: Account): Need[] {
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
 * What a resource policy of `owner` grants to principals of other accounts. Statements that differ in the principal alone
 * become one, because the size of these policies is limited.
 *
 * @param statementOf the statement of a need, without its principal; its Sid is completed with the principal's name
 */
export function foreignStatements(
  needs: readonly Need[],
  owner: Account,
  statementOf: (need: Need) => Statement,
): Statement[] {
  const granted = foreignNeeds(needs, owner).map((need) => ({
    principal: need.principal,
    statement: statementOf(need),
  }));
  const alike = groupBy(granted, ({ principal: { kind, grantedAs }, statement }) =>
    JSON.stringify([kind === "account", grantedAs, statement]),
  );
  return [...alike.values()].map((group) => {
    const [{ principal: first, statement }] = group;
    const { principal, conditions } = foreignPrincipals(
      first,
      group.map((each) => each.principal),
    );
    return {
      ...statement,
      sid: sidOfAll(`${statement.sid}For${sidPart(first.name)}`, group),
      principal,
      conditions: mergeConditions(statement.conditions, conditions),
    };
  });
}

/**
 * How a resource policy names principals of other accounts: by default as their accounts, with an `aws:PrincipalArn`
 * condition. AWS replaces an ARN in `Principal` by the unique id of the principal, which must already exist; if it is
 * created again, it has lost its access. An ARN in a condition stays as it is. It contains the account, so a list for
 * several accounts allows nobody else.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 *
 * @param principals all named in the same way as one of them
 */
function foreignPrincipals(
  { kind, grantedAs }: Principal,
  principals: readonly Principal[],
): Pick<Statement, "principal" | "conditions"> {
  const arns = principals.map(({ principalArn }) => principalArn);
  if (kind === "account" || grantedAs === "arn") return { principal: { AWS: arns } };
  return {
    principal: { AWS: principals.map(({ account }) => accountRootArn(account)) },
    conditions: { ArnEquals: { "aws:PrincipalArn": arns } },
  };
}
