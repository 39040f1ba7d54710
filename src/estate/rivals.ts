/** What is not known of policies that another resource takes away. */
import type { Policy } from "./estate";
import { isSameDocument } from "./policy-document";

/**
 * A policy that two resources define: the one that is applied last replaces the other. After a refresh, a state has what is there
 * in both.
 */
export function withRival(policy: Policy, rival: Policy | undefined): Policy {
  if (rival === undefined || isSameDocument(policy.document, rival.document)) return policy;
  return { ...policy, unknown: `may be replaced by ${rival.address}, which also defines it` };
}

/** Why it is not known whether somebody has a policy. */
export function removedBy(address: string): Pick<Policy, "unknown" | "isContested"> {
  return { unknown: `may be removed by ${address}, which does not list it`, isContested: true };
}
