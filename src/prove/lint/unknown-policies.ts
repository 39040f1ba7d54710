import type { Estate, Principal } from "../../estate/estate";
import { once } from "../once";

/** Whether principals may have unknown policies, from a group or from another Terraform. */
export const hasUnknownPolicies = once(({ unmodelled }: Estate): boolean =>
  unmodelled.some(({ address, canAllow }) => canAllow && /^aws_iam_|^module\./.test(address)),
);

/** Whether a role or user may have other policies than the estate says: an existing one, or one with an unknown policy. */
export function mayHaveMore({ address, identityPolicies }: Principal, estate: Estate): boolean {
  return (
    address === undefined ||
    /(^|\.)data\./.test(address) ||
    identityPolicies.some(({ unknown }) => unknown !== undefined) ||
    hasUnknownPolicies(estate)
  );
}
