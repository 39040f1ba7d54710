import type { AwsResources } from "./aws-resources";
import { type Holder, type HolderKind, type Holders, HOLDERS } from "./policy-holders";
import type { ResourceBlock } from "./terraform/configuration";

/** A managed policy that a role, a user or a group has. */
export interface Attachment {
  readonly holder: Holder;
  /** Of the policy. Absent if it is not known. */
  readonly arn?: string;
  readonly resource: ResourceBlock;
  /** The address of what detaches it. */
  detachedBy?: string;
}

/** By arguments of roles or by resources. Several of the same policy are one. */
export function readAttachments(aws: AwsResources, holders: Holders): Attachment[] {
  const byArgument = accepted(aws, managedPolicyArns(aws, holders));
  const byResource = accepted(aws, [
    ...exclusiveAttachments(aws, holders),
    ...policyAttachments(aws, holders),
    ...HOLDERS.flatMap((kind) => singleAttachments(aws, kind, holders)),
  ]);
  reportDetached(aws, aws.isRefreshed ? byResource : [...byArgument, ...byResource], holders);
  if (!aws.isRefreshed) reportDetachedByRoles(aws, byArgument, byResource);
  const attached = new Map(
    [...byArgument, ...byResource].map((each) => {
      const { holder, arn = each.resource.address } = each;
      return [`${holder.kind} ${holder.account.id} ${holder.name} ${arn}`, each];
    }),
  );
  return [...attached.values()];
}

/** The provider lets an empty ARN pass, as from an optional variable. IAM does not, so nothing is attached. */
function accepted(aws: AwsResources, attachments: readonly Attachment[]): Attachment[] {
  return attachments.filter(({ arn, resource: { address, arguments: args } }) => {
    if (arn === "") aws.problems.add({ address, path: [] }, "has an empty policy ARN; remove it");
    // A required argument is reported where it is read.
    return arn !== "" && args.policy_arn !== "";
  });
}

function singleAttachments(aws: AwsResources, kind: HolderKind, holders: Holders): Attachment[] {
  return aws.resources(`aws_iam_${kind}_policy_attachment`).flatMap((resource): Attachment[] => {
    const account = aws.account(resource);
    const args = aws.arguments(resource);
    const name = args.requiredText(kind, `set the name of the ${kind}`);
    const arn = args.requiredText("policy_arn", "set the ARN of the policy");
    if (account === undefined || name === undefined) return [];
    const holder = holders.getOrAdd(kind, account, name, resource.address);
    return [{ holder, resource, ...(arn !== undefined && { arn }) }];
  });
}

function managedPolicyArns(aws: AwsResources, holders: Holders): Attachment[] {
  return aws.resources("aws_iam_role").flatMap((resource): Attachment[] => {
    const [account, name] = [aws.account(resource), aws.name(resource)];
    const holder = account && name && holders.get("role", account, name);
    const arns = aws.arguments(resource).texts("managed_policy_arns");
    return holder ? arns.map((arn) => ({ holder, arn, resource })) : [];
  });
}

/** `aws_iam_policy_attachment`, which attaches a policy to several, and detaches it from all others. */
function policyAttachments(aws: AwsResources, holders: Holders): Attachment[] {
  return aws.resources("aws_iam_policy_attachment").flatMap((resource) => {
    const account = aws.account(resource);
    const args = aws.arguments(resource);
    const arn = args.requiredText("policy_arn", "set the ARN of the policy");
    if (account === undefined) return [];
    return HOLDERS.flatMap((kind) =>
      args.texts(`${kind}s`).map((name): Attachment => {
        const holder = holders.getOrAdd(kind, account, name, resource.address);
        return { holder, resource, ...(arn !== undefined && { arn }) };
      }),
    );
  });
}

/** `aws_iam_role_policy_attachments_exclusive` and the like, which attach policies to one, and detach all others. */
function exclusiveAttachments(aws: AwsResources, holders: Holders): Attachment[] {
  return HOLDERS.flatMap((kind) =>
    aws.resources(exclusive(kind)).flatMap((resource): Attachment[] => {
      const account = aws.account(resource);
      const name = aws.name(resource, `${kind}_name`);
      if (account === undefined || name === undefined) return [];
      const holder = holders.getOrAdd(kind, account, name, resource.address);
      return aws
        .arguments(resource)
        .texts("policy_arns")
        .map((arn) => ({ holder, arn, resource }));
    }),
  );
}

/** Attachments that another resource removes, or they remove each other's. */
function reportDetached(aws: AwsResources, attachments: readonly Attachment[], holders: Holders): void {
  for (const resource of aws.resources("aws_iam_policy_attachment")) {
    const account = aws.account(resource);
    const args = aws.arguments(resource);
    const arn = args.text("policy_arn");
    const isListed = ({ kind, name }: Holder) => args.texts(`${kind}s`).includes(name);
    report(
      aws,
      resource,
      attachments.filter(
        (other) =>
          arn !== undefined &&
          other.arn === arn &&
          other.holder.account.id === account?.id &&
          !isListed(other.holder),
      ),
      "list it there, or use an attachment for each role, user and group",
    );
  }
  for (const kind of HOLDERS) {
    for (const resource of aws.resources(exclusive(kind))) {
      const account = aws.account(resource);
      const name = aws.name(resource, `${kind}_name`);
      const holder = account && name && holders.get(kind, account, name);
      const listed = aws.arguments(resource).texts("policy_arns");
      report(
        aws,
        resource,
        attachments.filter((other) => other.holder === holder && !listed.includes(other.arn ?? "")),
        "list it there",
      );
    }
  }
}

/** `managed_policy_arns` of a role detaches what it does not list. After a refresh, it lists everything. */
function reportDetachedByRoles(
  aws: AwsResources,
  byArgument: readonly Attachment[],
  byResource: readonly Attachment[],
): void {
  for (const { holder, resource } of new Map(byArgument.map((each) => [each.holder, each])).values()) {
    const listed = aws.arguments(resource).texts("managed_policy_arns");
    const others = byResource.filter((other) => other.holder === holder && !listed.includes(other.arn ?? ""));
    report(aws, resource, others, "list it there");
  }
}

function report(aws: AwsResources, by: ResourceBlock, detached: readonly Attachment[], remedy: string): void {
  for (const each of detached) {
    const { holder, arn = "a policy", resource } = each;
    if (resource.address === by.address) continue;
    each.detachedBy = by.address;
    const problem = `attaches ${arn} to the ${holder.kind} ${holder.name}, but ${by.address} detaches what it does not list`;
    aws.problems.addClash(
      { address: resource.address, path: [] },
      { id: "exclusive-attachments", problem, remedy },
    );
  }
}

function exclusive(kind: HolderKind): string {
  return `aws_iam_${kind}_policy_attachments_exclusive`;
}
