import {
  type Account,
  accountRootArn,
  type Intents,
  isSameAccount,
  type OrganizationMembers,
  type Principal,
} from "./intents";
import { type Conditions, type Statement, sidPart } from "./document";
import { groupBy } from "./group-by";
import type { Need } from "./needs";
import { areLike } from "./patterns";
import { isCovered } from "./prefixes";
import { mergeConditions, sidOfAll } from "./statements";
import { withTrailsTogether } from "./trail-needs";

/**
 * The intents of principals in other accounts, whose needs a resource policy of `owner` must grant. For principals in the
 * account of the owner, identity policies are enough.
 */
export function foreignIntents({ access, replications }: Intents, owner: Account): Intents {
  const isForeign = ({ account, organization }: Principal) =>
    organization !== undefined || !isSameAccount(account, owner);
  return {
    access: access.filter(({ principal }) => isForeign(principal)),
    replications: replications.filter(({ role }) => isForeign(role)),
  };
}

/** What a whole account is granted, or a team of it, is not granted again to roles and users who are in it. */
function withoutRepetitions(foreign: readonly Need[]): readonly Need[] {
  const groups = foreign.filter(({ principal: { kind } }) => kind === "account");
  if (groups.length === 0) return foreign;
  return foreign.flatMap((need) =>
    withoutDelegated(
      need,
      groups.filter(({ principal }) => includes(principal, need.principal)),
    ),
  );
}

/** Whether everyone in the second is in the first for what tags say, and there are others in it. */
function includes(group: Principal, principal: Principal): boolean {
  if (principal.organization || !isSameAccount(group.account, principal.account)) return false;
  const [wide, narrow] = [tagsOf(group), tagsOf(principal)];
  if (principal.kind !== "account") return wide.size === 0;
  return wide.size < narrow.size && [...wide].every(([key, value]) => narrow.get(key) === value);
}

/** Condition keys ignore case. */
function tagsOf({ principalTags = {} }: Principal): ReadonlyMap<string, string> {
  return new Map(Object.entries(principalTags).map(([key, value]) => [key.toLowerCase(), value]));
}

function isOfSameObjects(one: Need, other: Need): boolean {
  return one.bucket.name === other.bucket.name && one.trails === undefined;
}

/** What remains of a need without the actions that are granted to a group that includes its principal. */
function withoutDelegated(need: Need, delegated: readonly Need[]): readonly Need[] {
  if (delegated.length === 0) return [need];
  const to = delegated.filter(
    (other) =>
      other.target === need.target &&
      other.key?.name === need.key?.name &&
      (need.trails ? areLike(need.trails, other.trails ?? []) : isOfSameObjects(other, need)),
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
 * What a resource policy grants to principals of other accounts. Statements that differ only in the principal are merged,
 * because the size of these policies is limited.
 *
 * @param needs of foreign intents
 * @param statementOf the statement of a need, without the principal and without its name in the Sid
 */
export function foreignStatements(
  needs: readonly Need[],
  statementOf: (need: Need) => Statement,
): Statement[] {
  const granted = withoutRepetitions(withTrailsTogether(needs)).map((need) => ({
    principal: need.principal,
    statement: statementOf(need),
  }));
  const alike = groupBy(
    granted,
    ({ principal: { kind, grantedAs, organization, principalTags }, statement }) =>
      JSON.stringify([
        kind === "account",
        kind === "permission set",
        organization,
        principalTags,
        grantedAs,
        statement,
      ]),
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
 * How a resource policy names principals of other accounts. By default, it names their accounts, with a condition on
 * `aws:PrincipalArn`. An ARN in `Principal` has two disadvantages: the principal must already exist, and AWS replaces the ARN
 * by a unique id, so that a principal that is deleted and created again has no access. AWS does not replace ARNs in
 * conditions. These ARNs contain the account, so a list for several accounts allows no other principals. The roles of a
 * permission set can only be named by a pattern, which `Principal` cannot contain.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 *
 * @param principals all of them, which are named in the same way as the first
 */
function foreignPrincipals(
  { kind, grantedAs, organization, principalTags }: Principal,
  principals: readonly Principal[],
): Pick<Statement, "principal" | "conditions"> {
  const tagged = principalTags && haveTags(principalTags);
  if (organization) return { principal: "*", conditions: mergeConditions(membersOf(organization), tagged) };
  const arns = principals.map(({ principalArn }) => principalArn);
  if (kind === "account" || grantedAs === "arn")
    return { principal: { AWS: arns }, ...(tagged && { conditions: tagged }) };
  return {
    principal: { AWS: principals.map(({ account }) => accountRootArn(account)) },
    conditions: { [kind === "permission set" ? "ArnLike" : "ArnEquals"]: { "aws:PrincipalArn": arns } },
  };
}

/**
 * AWS compares the tags of the role or user, and those that its session got.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
 */
function haveTags(tags: Readonly<Record<string, string>>): Conditions {
  return {
    StringEquals: Object.fromEntries(
      Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
    ),
  };
}

/**
 * S3 and KMS do not take a policy for everyone as public if it requires the id of an organization. Services never have these
 * keys.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
function membersOf({ organizationId, paths }: OrganizationMembers): Conditions {
  return {
    StringEquals: { "aws:PrincipalOrgID": organizationId },
    ...(paths.length > 0 && { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": paths } }),
  };
}
