import type { Estate } from "../../estate/estate";

/** Whether principals may have unknown policies, from a group or from another Terraform. */
export function hasUnknownPolicies({ unmodelled }: Estate): boolean {
  return unmodelled.some(({ address, canAllow }) => canAllow && /^aws_iam_|^module\./.test(address));
}
