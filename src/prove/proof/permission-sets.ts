/**
 * The roles of a permission set, which policies name by a pattern. IAM Identity Center ends their names with 16 hexadecimal digits,
 * and puts them below its region, except for us-east-1.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
import { isRoleOrUser } from "../evaluator/caller";
import { matches, pattern } from "../iam/wildcard";

const ROLES =
  /^(arn:[\w-]+:iam::\d{12}:role)(\/aws-reserved\/sso\.amazonaws\.com[^:]*\/)AWSReservedSSO_([^/:]+)_\?{16}$/;

/** Whether it is the pattern of the roles of one permission set. */
export function isPermissionSet(arn: string): boolean {
  return ROLES.test(arn);
}

/** Whether it is the ARN of one role or user, or a pattern for the roles of a permission set. */
export function isRoleUserOrPermissionSet(arn: string): boolean {
  return isRoleOrUser(arn) || permissionSetMeant(arn) !== undefined;
}

/** A permission set that a pattern means, and one of its roles. */
interface PermissionSet {
  readonly name: string;
  readonly role: string;
  /** Whether the pattern also matches the roles of other permission sets, whose names begin the same. */
  readonly isWide: boolean;
}

/** The people of a permission set, in words; undefined for the ARNs of others. */
export function permissionSetInWords(arn: string): string | undefined {
  const meant = permissionSetMeant(arn);
  if (!meant) return undefined;
  const { name, isWide } = meant;
  return `permission set ${name}${isWide ? `, and others that begin with ${name}_` : ""}`;
}

/**
 * The permission set whose roles a policy names by a pattern, such as `AWSReservedSSO_Analyst_*` below any path that they can
 * have. Undefined for the ARNs of others, and for patterns that match none of its roles.
 */
export function permissionSetMeant(arn: string): PermissionSet | undefined {
  const [, account = "", path = "", name] =
    /^(arn:[\w-]+:iam::\d{12}:role)\/([^:]*[/*])?AWSReservedSSO_([^/:?*]+)_[?*]+$/.exec(arn) ?? [];
  if (name === undefined) return undefined;
  const [, stated] = /sso\.amazonaws\.com(\/[a-z0-9-]+)\/$/.exec(path) ?? [];
  const tokens = pattern(arn);
  const role = [...(stated === undefined ? [] : [stated]), "/eu-west-1", ""]
    .map((region) => `${account}/aws-reserved/sso.amazonaws.com${region}/AWSReservedSSO_${name}_${SUFFIX}`)
    .find((each) => matches(tokens, each));
  return role === undefined ? undefined : { name, role, isWide: arn.endsWith("*") };
}

/** The name of the permission set; undefined for the ARNs of others. */
export function permissionSetOf(arn: string): string | undefined {
  return ROLES.exec(arn)?.[3];
}

/** One of the roles; other ARNs as they are. */
export function representativeOf(arn: string): string {
  return permissionSetMeant(arn)?.role ?? arn;
}

const SUFFIX = "0123456789abcdef";

/**
 * Roles of other permission sets, and of others, whose names are close.
 *
 * @param made what is added to the name
 */
export function lookAlikesOf(arn: string, made: string): string[] {
  const [, role = "", , name] = ROLES.exec(arn) ?? [];
  if (name === undefined) return [];
  const before = representativeOf(arn).slice(0, -`AWSReservedSSO_${name}_${SUFFIX}`.length);
  return [
    `${before}AWSReservedSSO_${name}_${made}_${SUFFIX}`,
    `${before}AWSReservedSSO_${made}_${name}_${SUFFIX}`,
    `${role}/AWSReservedSSO_${name}_${SUFFIX}`,
  ];
}
