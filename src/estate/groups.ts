import type { AwsResources } from "./aws-resources";
import { Claims } from "./claims";
import type { IdentityPolicy, Unmodelled } from "./estate";
import type { Holder, Holders } from "./policy-holders";
import type { ResourceBlock } from "./terraform/configuration";

/** Adds groups, before they get policies. */
export function addGroups(aws: AwsResources, holders: Holders): void {
  const claims = new Claims(aws.problems);
  for (const resource of aws.resources("aws_iam_group")) {
    const account = aws.account(resource);
    const name = aws.name(resource);
    if (account === undefined || name === undefined) continue;
    const what = `the group ${name} of account ${account.id}`;
    if (claims.claim(what, resource, "a group's name is unique in its account, so rename one"))
      holders.add({ kind: "group", name, account, namedBy: resource.address, identityPolicies: [] });
  }
}

interface Membership {
  readonly user: Holder;
  /** The name of the group. */
  readonly group: string;
  readonly resource: ResourceBlock;
}

/**
 * Gives users the policies of their groups.
 *
 * @param unmodelled collects groups outside this Terraform, because their policies are not known
 */
export function addPoliciesOfGroups(aws: AwsResources, holders: Holders, unmodelled: Unmodelled[]): void {
  const exclusive = memberships(aws, holders);
  const single = userMemberships(aws, holders);
  reportRemoved(aws, exclusive, single);
  const known = new Set(aws.resources("aws_iam_group").map(({ address }) => address));
  const joined = new Map(
    [...exclusive, ...single].map((each) => [
      `${each.user.account.id} ${each.user.name} ${each.group}`,
      each,
    ]),
  );
  for (const { user, group: name, resource } of joined.values()) {
    const group = holders.get("group", user.account, name);
    for (const policy of group?.identityPolicies ?? [])
      user.identityPolicies.push({ ...policy, group: name });
    if (group && known.has(group.namedBy)) continue;
    const { address } = resource;
    const unknown = `is not known, because the group ${name} is not in this Terraform`;
    unmodelled.push({
      address,
      reason: "users have the policies of their groups",
      canAllow: true,
    });
    user.identityPolicies.push({ ...UNKNOWN_POLICY, address, unknown, name, group: name });
  }
}

const UNKNOWN_POLICY: Pick<IdentityPolicy, "kind" | "document"> = {
  kind: "managed",
  document: { Statement: [] },
};

/** `aws_iam_group_membership` has the whole membership of one group. */
function memberships(aws: AwsResources, holders: Holders): Membership[] {
  return aws.resources("aws_iam_group_membership").flatMap((resource) => {
    const account = aws.account(resource);
    const group = aws.name(resource, "group");
    if (account === undefined || group === undefined) return [];
    return aws
      .arguments(resource)
      .texts("users")
      .map((name) => ({ user: holders.getOrAdd("user", account, name, resource.address), group, resource }));
  });
}

/** `aws_iam_user_group_membership` has some groups of one user. */
function userMemberships(aws: AwsResources, holders: Holders): Membership[] {
  return aws.resources("aws_iam_user_group_membership").flatMap((resource) => {
    const account = aws.account(resource);
    const name = aws.name(resource, "user");
    if (account === undefined || name === undefined) return [];
    const user = holders.getOrAdd("user", account, name, resource.address);
    return aws
      .arguments(resource)
      .texts("groups")
      .map((group) => ({ user, group, resource }));
  });
}

function reportRemoved(
  aws: AwsResources,
  exclusive: readonly Membership[],
  single: readonly Membership[],
): void {
  for (const resource of aws.resources("aws_iam_group_membership")) {
    const [account, group] = [aws.account(resource), aws.name(resource, "group")];
    const users = exclusive
      .filter((member) => member.resource.address === resource.address)
      .map(({ user }) => user);
    for (const member of [...single, ...exclusive]) {
      const { user, resource: other } = member;
      if (other.address === resource.address || member.group !== group || user.account.id !== account?.id)
        continue;
      if (users.includes(user)) continue;
      aws.problems.addClash(
        { address: other.address, path: [] },
        {
          id: "exclusive-attachments",
          problem: `puts the user ${user.name} into the group ${group}, but ${resource.address} removes users that it does not list`,
          remedy: "list it there",
        },
      );
    }
  }
}
