import type { Estate } from "../../estate/estate";

/** Whether principals may have policies that are not known: of a group, of another Terraform. */
export function hasUnknownPolicies({ unmodelled }: Estate): boolean {
  return unmodelled.some(({ address, canAllow }) => canAllow && /^aws_iam_|^module\./.test(address));
}
