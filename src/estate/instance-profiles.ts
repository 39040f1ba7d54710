import type { AwsResources } from "./aws-resources";
import type { InstanceProfile } from "./estate";

export function readInstanceProfiles(aws: AwsResources): InstanceProfile[] {
  return aws.resources("aws_iam_instance_profile").flatMap((resource): InstanceProfile[] => {
    const account = aws.account(resource);
    const roleName = aws.arguments(resource).text("role");
    return account === undefined
      ? []
      : [{ address: resource.address, account, ...(roleName !== undefined && { roleName }) }];
  });
}
