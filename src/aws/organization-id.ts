/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export function organizationIdProblem(value: string): string | undefined {
  return /^o-[a-z0-9]{10,32}$/.test(value)
    ? undefined
    : "must be the id of an organization, such as o-a1b2c3d4e5; aws organizations describe-organization prints it";
}
