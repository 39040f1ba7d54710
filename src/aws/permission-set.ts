/**
 * The roles that IAM Identity Center creates for a permission set, one in each account. Their names end with 16 characters that
 * change when the permission set is assigned to the account again, so policies name them by a pattern.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html */
export function permissionSetNameProblem(value: string): string | undefined {
  const named = permissionSetIn(value);
  if (named !== undefined)
    return `is the name of a role; write only the name of the permission set, ${JSON.stringify(named)}`;
  if (value.startsWith("arn:"))
    return "is an ARN; write the name of the permission set, which aws sso-admin describe-permission-set prints";
  if (value.length < 1 || value.length > 32) return `must be 1 to 32 characters long, found ${value.length}`;
  const stray = /[^A-Za-z0-9_+=,.@-]/u.exec(value)?.[0];
  if (stray === undefined) return undefined;
  const why = /[*?]/.test(stray) ? ": it is the name of one permission set, not a pattern" : "";
  return `can contain only letters, digits and _+=,.@-, found ${JSON.stringify(stray)}${why}`;
}

/**
 * The path of the roles. `*` stands for nothing or for any region, and cannot be in front of another name, because names
 * contain no slash and only IAM Identity Center creates roles below `/aws-reserved/`.
 *
 * @param region of IAM Identity Center
 */
export function permissionSetPath(region: string | undefined): string {
  if (region === undefined) return `${RESERVED}*/`;
  return region === "us-east-1" ? `${RESERVED}/` : `${RESERVED}/${region}/`;
}

const RESERVED = "/aws-reserved/sso.amazonaws.com";

/** What the names of the roles begin with. */
export const PERMISSION_SET_PREFIX = "AWSReservedSSO_";

/**
 * What the names of the roles end with. With `*`, the roles of a permission set whose name begins the same would match, such as
 * `Analyst_Admin` for `Analyst`.
 */
export const PERMISSION_SET_SUFFIX = `_${"?".repeat(16)}`;

/** The permission set in the name of such a role, or in a pattern for such names. */
export function permissionSetIn(roleName: string): string | undefined {
  const [, name] = /(?:^|\/)AWSReservedSSO_([^/*?]+?)(?:_(?:[0-9a-f]{16}|[*?]+))?$/i.exec(roleName) ?? [];
  return name;
}

/** The region in the path of such a role. Undefined if there is none, or a pattern. */
export function permissionSetRegionIn(path: string): string | undefined {
  return /^\/aws-reserved\/sso\.amazonaws\.com\/([a-z0-9-]+)\/$/.exec(path)?.[1];
}
