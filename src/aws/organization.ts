/**
 * The path of an organization's root or of an OU, as AWS compares it. A `*` at its end includes all OUs below.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
 */
export function organizationPathProblem(value: string): string | undefined {
  if (/^o-[a-z0-9]{10,32}\/r-[0-9a-z]{4,32}\/(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}\/)*\*?$/.test(value))
    return undefined;
  return 'must be the path of an OU that ends with "/" or, with the OUs below it, with "/*", such as "o-abcde12345/r-ab12/ou-ab12-11111111/*"';
}
