/**
 * The roles of a permission set, which policies name by a pattern. IAM Identity Center ends their names with 16 hexadecimal digits,
 * and puts them below its region, except for us-east-1.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
import { isRoleOrUser } from "../evaluator/caller";

const ROLES =
  /^(arn:[\w-]+:iam::\d{12}:role)(\/aws-reserved\/sso\.amazonaws\.com[^:]*\/)AWSReservedSSO_([^/:]+)_\?{16}$/;

/** Whether it is the pattern of the roles of one permission set. */
export function isPermissionSet(arn: string): boolean {
  return ROLES.test(arn);
}

/** Whether it is the ARN of one role or user, or the pattern of a permission set. */
export function isRoleUserOrPermissionSet(arn: string): boolean {
  return isRoleOrUser(arn) || isPermissionSet(arn);
}

/** The name of the permission set; undefined for the ARNs of others. */
export function permissionSetOf(arn: string): string | undefined {
  return ROLES.exec(arn)?.[3];
}

/** One of the roles; other ARNs as they are. */
export function representativeOf(arn: string): string {
  if (!isPermissionSet(arn)) return arn;
  return arn.replace(/\?{16}$/, SUFFIX).replace("sso.amazonaws.com*/", "sso.amazonaws.com/eu-west-1/");
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
