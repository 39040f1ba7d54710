/**
 * The accounts of an organization, or of some of its OUs. AWS adds both keys to each request of their principals.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
 */
import { isAccountRoot } from "../../aws/arn";
import { untaggedArn } from "../../aws/tagged-arn";
import { instanceOf, matches, pattern } from "../iam/wildcard";
import { requiredTags, tagsInWords } from "./principal-tags";

export interface Members {
  readonly organizationId: string;
  /** Patterns of `aws:PrincipalOrgPaths`. Empty for all accounts. */
  readonly paths: readonly string[];
}

/** What an ARN that stands for an organization names; undefined for other ARNs. */
export function membersOf(arn: string): Members | undefined {
  const [, named] = /^arn:[\w-]+:organizations:::organization\/(.+)$/.exec(untaggedArn(arn)) ?? [];
  if (named === undefined) return undefined;
  const [organizationId = ""] = named.split("/");
  return { organizationId, paths: named.includes("/") ? named.split(",") : [] };
}

/** Whether an ARN stands for roles and users of an account or an organization. */
export function isWhole(arn: string): boolean {
  return isAccountRoot(untaggedArn(arn)) || membersOf(arn) !== undefined;
}

/** The inverse of `membersOf`. */
export function organizationArn(partition: string, { organizationId, paths }: Members): string {
  const named = paths.length === 0 ? organizationId : paths.join(",");
  return `arn:${partition}:organizations:::organization/${named}`;
}

/** An organization, or those in it for whom an ARN stands. */
export function organizationInWords(arn: string): string {
  const { organizationId, paths } = membersOf(arn) ?? { organizationId: arn, paths: [] };
  const ous = paths.length === 0 ? "" : ` in ${paths.join(", ")}`;
  return `organization ${organizationId}${ous}${tagsInWords(requiredTags(arn))}`;
}

export type OrganizationKeys = Readonly<Record<string, string>>;

const ID = "aws:PrincipalOrgID";
const PATHS = "aws:PrincipalOrgPaths";

/** The keys of an account in the organization and, if there are paths, in the first of its OUs. */
export function memberKeys({ organizationId, paths: [path] }: Members, made: string): OrganizationKeys {
  return {
    [ID]: organizationId,
    [PATHS]: path === undefined ? pathIn(organizationId, made) : instanceOf(path, `ou-${made}/`),
  };
}

export function isMember({ organizationId, paths }: Members, keys: OrganizationKeys = {}): boolean {
  if (keys[ID] !== organizationId) return false;
  return paths.length === 0 || paths.some((path) => matches(pattern(path), keys[PATHS] ?? ""));
}

/** The keys of accounts that are close: in another organization, in other OUs, and below an OU. */
export function keysOfOutsiders({ organizationId, paths }: Members, made: string): OrganizationKeys[] {
  const other = `o-${made}`;
  return [
    { [ID]: other, [PATHS]: pathIn(other, made) },
    { [ID]: organizationId, [PATHS]: pathIn(organizationId, made) },
    ...paths.map((path) => ({ [ID]: organizationId, [PATHS]: `${path.replace(/\*$/, "")}ou-${made}/` })),
  ];
}

function pathIn(organizationId: string, made: string): string {
  return `${organizationId}/r-${made}/ou-${made}/`;
}
