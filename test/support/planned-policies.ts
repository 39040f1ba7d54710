import type { Plan } from "./terraform";

/** Stands for what Terraform knows only after the apply. */
export const UNKNOWN = "(known after apply)";

/** The policy documents of a plan by the resource that is to write them; the bucket itself only reads its policy. */
export function plannedPolicies({ changes }: Plan): Record<string, unknown> {
  const policies = changes.flatMap(({ address, type, change }) => {
    if (type === "aws_s3_bucket") return [];
    const policy = change.after?.policy ?? change.after?.assume_role_policy;
    if (typeof policy === "string") return [[address, JSON.parse(policy)]];
    const isUnknown = change.after_unknown.policy ?? change.after_unknown.assume_role_policy;
    return isUnknown ? [[address, UNKNOWN]] : [];
  });
  return Object.fromEntries(policies);
}
