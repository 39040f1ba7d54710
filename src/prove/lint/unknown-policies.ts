import type { Estate } from "../../estate/estate";

/** Whether principals may have policies outside the estate: of AWS, of a group, of another Terraform. */
export function hasUnknownPolicies({ unmodelled }: Estate): boolean {
  return unmodelled.some(({ address }) => /^aws_iam_|^module\./.test(address));
}
