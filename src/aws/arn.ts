/**
 * Who a trust policy may name: the root of an account, a role, a user, or a service. Groups are not principals, and
 * an ARN in a principal element takes no wildcard.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function trustedPrincipalProblem(value: string): string | undefined {
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(value)) return undefined;
  if (/^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+(?<!\/))$/.test(value)) return undefined;
  return 'must be the ARN of a role, a user or an account root, such as "arn:aws:iam::111122223333:role/Admin", or a service, such as "ec2.amazonaws.com"';
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function policyArnProblem(value: string): string | undefined {
  if (/^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+(?<!\/)$/.test(value)) return undefined;
  return 'must be the ARN of a policy, such as "arn:aws:iam::111122223333:policy/Boundary"';
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function roleArnProblem(value: string): string | undefined {
  if (/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+(?<!\/)$/.test(value)) return undefined;
  return 'must be the ARN of a role, such as "arn:aws:iam::111122223333:role/Deployer"';
}
