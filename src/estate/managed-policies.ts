import type { AwsResources } from "./aws-resources";
import { Claims } from "./claims";
import type { ManagedPolicy } from "./estate";

export function readManagedPolicies(aws: AwsResources): ManagedPolicy[] {
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
