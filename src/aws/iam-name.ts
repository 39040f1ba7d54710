import { permissionSetIn, permissionSetRegionIn } from "./permission-set";

/**
 * The name of a role or a user.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function iamNameProblem(value: string): string | undefined {
  const more = nameWithMore(value);
  if (more !== undefined) return more;
  if (value.length < 1 || value.length > 64) return `must be 1 to 64 characters long, found ${value.length}`;
  const stray = /[^A-Za-z0-9_+=,.@-]/u.exec(value)?.[0];
  if (stray === "*" || stray === "?")
    return `must be a whole name: policies here name single roles and users; for those whose names change, write entire_account: true, with principal_tags to choose among them`;
  if (stray !== undefined)
    return `can contain only letters, digits and _+=,.@-, found ${JSON.stringify(stray)}`;
  if (/\.amazonaws\.com(\.cn)?$/.test(value))
    return "is the name of an AWS service, not of a role or user; services cannot be principals";
  return undefined;
}

/** An ARN, or a part of one, in place of the name at its end. */
function nameWithMore(value: string): string | undefined {
  const [, role] = /:assumed-role\/([^/]+)/.exec(value) ?? [];
  if (role !== undefined)
    return `is the ARN of a session; write only the name of the role, ${JSON.stringify(role)}`;
  const [, before = "", name] = /^(.*\/)([^/]+)$/s.exec(value) ?? [];
  if (name === undefined) return undefined;
  const what = value.startsWith("arn:") ? "is an ARN" : "is more than a name";
  const path = before.replace(/^(?:.*:)?(?:(?:role|user)(?=\/))?/s, "").replace(/^(?!\/)/, "/");
  const itsPath = path === "/" ? "" : `, and its path separately: ${JSON.stringify(path)}`;
  return `${what}; write only the name, ${JSON.stringify(name)}${itsPath}`;
}

/**
 * The path of a role or a user, which is part of its ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
 */
export function iamPathProblem(value: string): string | undefined {
  if (value.length > 512) return `must be at most 512 characters long, found ${value.length}`;
  const special = /[*?]|[$%]\{/.exec(value)?.[0];
  if (special !== undefined)
    return `must not contain ${JSON.stringify(special)}, which has a special meaning in a policy`;
  return /^\/([!-.0-~]+\/)*$/.test(value) ? undefined : 'must begin and end with "/", such as "/service/"';
}

/** A role that only an AWS service can change. */
export interface ReservedRole {
  /** Why the role cannot be changed. */
  readonly reason: string;
  /** What to do instead. */
  readonly instead: string;
}

/**
 * Roles that only an AWS service can create and change. IAM rejects all other changes with `UnmodifiableEntity`.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export function reservedRole(roleName: string, path = "/"): ReservedRole | undefined {
  if (/^AWSReservedSSO_/i.test(roleName) || path.startsWith("/aws-reserved/")) {
    return {
      reason: "is a role of IAM Identity Center, and only IAM Identity Center can change it",
      instead: `put the policy into ${permissionSetIn(roleName) === undefined ? "its permission set" : `the permission set ${permissionSetIn(roleName)}`}`,
    };
  }
  if (/^AWSServiceRoleFor/i.test(roleName) || path.startsWith("/aws-service-role/")) {
    return {
      reason: "is a service-linked role, and only its service can change it",
      instead: "grant the access to a new role that the service can assume",
    };
  }
  return undefined;
}

/** Why an existing role cannot get a policy, or why no role can be created with this name or path. */
export function reservedRoleProblem(
  roleName: string,
  path: string | undefined,
  { existing }: { readonly existing: boolean },
): string | undefined {
  const reserved = reservedRole(roleName, path);
  if (reserved === undefined) return undefined;
  const permissionSet = permissionSetIn(roleName);
  if (permissionSet !== undefined) {
    const region = permissionSetRegionIn(path ?? "/");
    const fields = `permission_set: ${permissionSet}${region === undefined ? "" : `, region: ${region}`}`;
    const why = existing
      ? reserved.reason
      : "cannot be created: only IAM Identity Center creates such a role";
    return `${why}; for the people of the permission set, write ${fields} instead (in TypeScript, an AccessPermissionSet), and s3porter writes what to put into the permission set`;
  }
  return existing
    ? `${reserved.reason}; ${reserved.instead}`
    : "cannot be created: only AWS services create roles with such a name or path; choose another one";
}

/** The name of a role that is not reserved. `reservedRoleProblem` reports reserved ones, whatever else is wrong with them. */
export function roleNameProblem(value: string): string | undefined {
  return reservedRole(value) === undefined ? iamNameProblem(value) : undefined;
}

/**
 * The external id that a third party sends to assume a role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function externalIdProblem(value: string): string | undefined {
  if (value.length < 2 || value.length > 1224)
    return `must be 2 to 1,224 characters long, found ${value.length}`;
  const stray = /[^A-Za-z0-9_+=,.@:/-]/u.exec(value)?.[0];
  if (stray === undefined) return undefined;
  return `can contain only letters, digits and _+=,.@:/-, found ${JSON.stringify(stray)}`;
}
