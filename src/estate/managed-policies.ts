import { awsManagedPolicy } from "./aws-managed-policies/aws-managed-policies";
import type { AwsResources } from "./aws-resources";
import { Claims } from "./claims";
import type { ManagedPolicy } from "./estate";
import { isSet } from "./is-set";

/** Those of this Terraform, and existing ones with a data source, unless AWS manages and s3porter knows them. */
export function readManagedPolicies(aws: AwsResources): ManagedPolicy[] {
  const created = createdPolicies(aws);
  const known = new Set(created.map(({ arn }) => arn));
  return [...created, ...existingPolicies(aws).filter(({ arn }) => !known.has(arn))];
}

function createdPolicies(aws: AwsResources): ManagedPolicy[] {
  const claims = new Claims(aws.problems);
  return aws.resources("aws_iam_policy").flatMap((resource): ManagedPolicy[] => {
    const account = aws.account(resource);
    const name = aws.name(resource);
    const arn = aws.computed(resource, "arn");
    const policy = aws.policy(resource);
    if (account === undefined || name === undefined || arn === undefined || policy === undefined) return [];
    const what = `the managed policy ${name} of account ${account.id}`;
    if (!claims.claim(what, resource, "a policy's name is unique in its account, so rename one")) return [];
    return [{ ...policy, name, path: aws.path(resource), arn, account }];
  });
}

function existingPolicies(aws: AwsResources): ManagedPolicy[] {
  const byArn = new Map<string, ManagedPolicy>();
  for (const source of aws.dataSources("aws_iam_policy")) {
    const account = aws.account(source);
    const arn = aws.computed(source, "arn");
    if (account === undefined || arn === undefined || awsManagedPolicy(arn, account.partition)) continue;
    const { address } = source;
    const policy = isSet(aws, source, "policy") ? aws.policy(source) : undefined;
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    byArn.set(arn, {
      ...(policy ?? { address, document: { Statement: [] }, unknown: "is not in this Terraform" }),
      existing: true,
      name,
      path: arn.slice(arn.indexOf("/"), arn.lastIndexOf("/") + 1),
      arn,
      account,
    });
  }
  return [...byArn.values()];
}
