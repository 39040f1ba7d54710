/**
 * The name of a role or a user.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function iamNameProblem(value: string): string | undefined {
  if (value.length < 1 || value.length > 64)
    return `must be 1 to 64 characters long, this has ${value.length}`;
  const stray = /[^A-Za-z0-9_+=,.@-]/u.exec(value)?.[0];
  if (stray === undefined) return undefined;
  return `may have letters, digits and any of _+=,.@- only, this has ${JSON.stringify(stray)}`;
}

/**
 * The path of a role or a user, which is part of its ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
 */
export function iamPathProblem(value: string): string | undefined {
  if (value.length > 512) return `must be at most 512 characters long, this has ${value.length}`;
  const special = /[*?]|[$%]\{/.exec(value)?.[0];
  if (special !== undefined)
    return `may not have ${JSON.stringify(special)}, which is more than text in a policy`;
  return /^\/([!-.0-~]+\/)*$/.test(value) ? undefined : 'must begin and end with "/", such as "/service/"';
}

/**
 * What a third party states to assume a role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function externalIdProblem(value: string): string | undefined {
  if (value.length < 2 || value.length > 1224)
    return `must be 2 to 1,224 characters long, this has ${value.length}`;
  const stray = /[^A-Za-z0-9_+=,.@:/-]/u.exec(value)?.[0];
  if (stray === undefined) return undefined;
  return `may have letters, digits and any of _+=,.@:/- only, this has ${JSON.stringify(stray)}`;
}
