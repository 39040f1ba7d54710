import { readAttachments } from "./attachments";
import { awsManagedPolicy, changesPolicies, whyUnknown } from "./aws-managed-policies/aws-managed-policies";
import type { AwsResources } from "./aws-resources";
import { removedBy } from "./rivals";
import type { ManagedPolicy, Unmodelled } from "./estate";
import type { Holders } from "./policy-holders";

/**
 * Gives roles, users and groups the managed policies that are attached to them.
 *
 * @param unmodelled collects policies that are not known, besides the principals that have them
 */
export function addManagedPolicies(
  aws: AwsResources,
  holders: Holders,
  managedPolicies: readonly ManagedPolicy[],
  unmodelled: Unmodelled[],
): void {
  const byArn = new Map(managedPolicies.map((policy) => [policy.arn, policy]));
  for (const { holder, arn, resource, detachedBy } of readAttachments(aws, holders)) {
    const isDetached = detachedBy !== undefined && removedBy(detachedBy);
    const { address: attachment } = resource;
    const { partition } = holder.account;
    const policy = byArn.get(arn ?? "");
    const ofAws = awsManagedPolicy(arn ?? "", partition);
    if (policy) {
      const { address, document, name, unknown } = policy;
      const known = { address, document, name, attachment };
      holder.identityPolicies.push({
        ...known,
        kind: "managed",
        ...(unknown !== undefined && { unknown }),
        ...isDetached,
      });
    } else if (ofAws && arn !== undefined && changesPolicies(arn)) {
      const reason = `attaches ${arn}, which allows changing every policy`;
      unmodelled.push({ address: attachment, reason, canAllow: true });
    } else if (ofAws === undefined) {
      const why = arn === undefined ? "a policy that is not known" : `${arn}, ${whyUnknown(arn, partition)}`;
      unmodelled.push({ address: attachment, reason: `attaches ${why}`, canAllow: true });
      holder.identityPolicies.push({
        address: attachment,
        document: { Statement: [] },
        unknown: `is not known, because ${attachment} attaches ${why}`,
        kind: "managed",
        name: arn?.split("/").pop() ?? resource.name,
        attachment,
      });
    } else if (ofAws.document.Statement.length > 0) {
      holder.identityPolicies.push({
        ...ofAws,
        address: attachment,
        kind: "AWS-managed",
        attachment,
        ...isDetached,
      });
    }
  }
}
