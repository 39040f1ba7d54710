/** Organizations, and their OUs and teams, whose roles and users statements let in. */
import { accountOf } from "../../aws/arn";
import type { Estate } from "../../estate/estate";
import { distinct } from "../distinct";
import { resourcePoliciesOf } from "../iam/documents";
import type { Statement } from "../iam/statement";
import { isPattern, matches, pattern } from "../iam/wildcard";
import { once } from "../once";
import { hasTags, requiredTags } from "../proof/principal-tags";
import { type Members, membersOf, organizationArn } from "../proof/organizations";
import { teamsOf } from "./teams";

/** The values that a statement requires of condition keys in lower case; undefined if it requires none. */
export function requiredValues(
  { requirements }: Statement,
  ...keys: readonly string[]
): readonly string[] | undefined {
  const lines = requirements.filter(({ lowerKey }) => keys.includes(lowerKey));
  return lines.length > 0 ? lines.flatMap(({ values }) => values) : undefined;
}

/**
 * What stands for everyone in the organizations that a statement requires, for each OU and each set of tags that it singles
 * out, see `aws/tagged-arn.ts`. Empty for a statement that is not for everyone in them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
 */
export function organizationsOf(statement: Statement, partition: string): readonly string[] {
  const { principals, requiredPrincipals } = statement;
  if (!principals.everyone || requiredPrincipals !== undefined) return [];
  if (requiredValues(statement, "aws:principalaccount", "kms:calleraccount", "aws:sourceaccount")) return [];
  const ids = requiredValues(statement, "aws:principalorgid");
  const paths = requiredValues(statement, "aws:principalorgpaths");
  const members: readonly Members[] = paths
    ? paths.map((path) => ({ organizationId: path.split("/")[0] ?? path, paths: [path] }))
    : (ids ?? []).map((organizationId) => ({ organizationId, paths: [] }));
  return distinct(
    members
      .filter(({ organizationId }) => organizationId.startsWith("o-") && !isPattern(organizationId))
      .filter(({ organizationId }) => ids === undefined || ids.includes(organizationId))
      .filter(({ paths: [path = ""] }) => !/[?,]/.test(path))
      .flatMap((each) => teamsOf(organizationArn(partition, each), statement)),
  );
}

/**
 * The organization of other accounts that a statement names together with it: outside of it, the statement would be for
 * nobody. Without accounts that are named with several.
 */
export const organizationsOfAccounts = once((estate: Estate): ReadonlyMap<string, string> => {
  const own = new Set(estate.accounts.map(({ id }) => id));
  const named = resourcePoliciesOf(estate)
    .flatMap(({ document }) => document?.statements ?? [])
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement) => {
      const { accounts, arns } = statement.principals;
      const ids = requiredValues(statement, "aws:principalorgid") ?? [];
      return [...accounts, ...arns.map((arn) => accountOf(arn) ?? "")].flatMap((account) =>
        own.has(account) ? [] : ids.map((id) => [account, id] as const),
      );
    });
  return new Map(
    named.filter(
      ([account, id]) => !isPattern(id) && named.every((other) => other[0] !== account || other[1] === id),
    ),
  );
});

/** Whether everyone for whom an ARN stands is among those for whom another one does. */
export function isWithin(arn: string, wide: string): boolean {
  const [some, all] = [membersOf(arn), membersOf(wide)];
  if (!some || !all || some.organizationId !== all.organizationId) return false;
  const isIn = (path: string) => all.paths.some((each) => each === path || matches(pattern(each), path));
  const isInside = all.paths.length === 0 || (some.paths.length > 0 && some.paths.every(isIn));
  return isInside && hasTags(requiredTags(wide), requiredTags(arn));
}
