import type { Estate } from "../../estate/estate";

/** Whether somebody may have policies besides those of the estate: of AWS, of a group, of another Terraform. */
export function hasUnknownPolicies({ unmodelled }: Estate): boolean {
  return unmodelled.some(({ address }) => /^aws_iam_|^module\./.test(address));
}
