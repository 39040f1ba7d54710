import type { AwsResources } from "./aws-resources";
import { Claims } from "./claims";
import { removedBy } from "./rivals";
import { type Holder, type Holders, HOLDERS } from "./policy-holders";
import type { ResourceBlock } from "./terraform/configuration";

/**
 * Gives roles, users and groups their inline policies. After a refresh, a role in a state lists all of its policies, also
 * those of separate resources.
 */
export function addInlinePolicies(aws: AwsResources, holders: Holders): void {
  const claims = new Claims(aws.problems);
  for (const kind of HOLDERS) {
    for (const resource of aws.resources(`aws_iam_${kind}_policy`)) {
      const account = aws.account(resource);
      const holderName = aws.arguments(resource).requiredText(kind, `set the name of the ${kind}`);
      const name = aws.name(resource);
      const policy = aws.policy(resource);
      if (account === undefined || holderName === undefined) continue;
      const holder = holders.getOrAdd(kind, account, holderName, resource.address);
      if (name === undefined || policy === undefined) continue;
      const what = `the inline policy ${name} of the ${kind} ${holder.name} of account ${account.id}`;
      if (!claims.claim(what, resource, "they would overwrite each other, so rename one")) continue;
      holder.identityPolicies.push({ ...policy, kind: "inline", name });
    }
  }
  for (const resource of aws.resources("aws_iam_role")) addBlocks(aws, resource, holders);
  reportRemoved(aws, holders);
}

/** `inline_policy` of a role. */
function addBlocks(aws: AwsResources, resource: ResourceBlock, holders: Holders): void {
  const [account, roleName] = [aws.account(resource), aws.name(resource)];
  const role = account && roleName && holders.get("role", account, roleName);
  if (!role) return;
  for (const block of aws.arguments(resource).blocks("inline_policy")) {
    const name = block.text("name");
    // An empty block removes the policies of the role.
    if (name === undefined) continue;
    const policy = aws.policyIn(block);
    const isSeparate = role.identityPolicies.some((other) => other.name === name);
    if (policy && !isSeparate) role.identityPolicies.push({ ...policy, kind: "inline", name });
  }
}

/** `aws_iam_role_policies_exclusive` and the like remove inline policies that they do not list. */
function reportRemoved(aws: AwsResources, holders: Holders): void {
  for (const kind of HOLDERS) {
    for (const resource of aws.resources(`aws_iam_${kind}_policies_exclusive`)) {
      const account = aws.account(resource);
      const name = aws.name(resource, `${kind}_name`);
      const holder = account && name && holders.get(kind, account, name);
      if (!holder) continue;
      reportUnlisted(aws, holder, resource, aws.arguments(resource).texts("policy_names"));
    }
  }
  // After a refresh, blocks say nothing about what Terraform sets.
  for (const resource of aws.isRefreshed ? [] : aws.resources("aws_iam_role")) {
    const [account, name] = [aws.account(resource), aws.name(resource)];
    const role = account && name && holders.get("role", account, name);
    const blocks = aws.arguments(resource).blocks("inline_policy");
    const names = blocks.flatMap((block) => block.text("name") ?? []);
    if (role && blocks.length > 0) reportUnlisted(aws, role, resource, names);
  }
}

function reportUnlisted(
  aws: AwsResources,
  { kind, name, identityPolicies }: Holder,
  { address: by }: ResourceBlock,
  listed: readonly string[],
): void {
  for (const [index, policy] of identityPolicies.entries()) {
    if (policy.kind !== "inline" || policy.address === by || listed.includes(policy.name)) continue;
    if (isRepeated(aws, policy.address)) continue;
    identityPolicies[index] = { ...policy, ...removedBy(by) };
    aws.problems.addClash(
      { address: policy.address, path: [] },
      {
        id: "exclusive-attachments",
        problem: `defines the inline policy ${policy.name} of the ${kind} ${name}, but ${by} removes what it does not list`,
        remedy: "list it there",
      },
    );
  }
}

/** Whether the policy is from a role in a state, which can list what is removed meanwhile. */
function isRepeated(aws: AwsResources, address: string): boolean {
  return aws.isRefreshed && aws.resources("aws_iam_role").some((role) => role.address === address);
}
