import type { AwsResources } from "./aws-resources";
import { Claims } from "./claims";
import type { AccessPoint, Policy, Unmodelled } from "./estate";
import type { ResourceBlock } from "./terraform/configuration";
import { UNKNOWN } from "./values/terraform-values";

/** @param unmodelled collects all of them, because the proof evaluates the policies of buckets alone */
export function readAccessPoints(aws: AwsResources, unmodelled: Unmodelled[]): AccessPoint[] {
  const separate = separatePolicies(aws);
  const found = aws.resources("aws_s3_access_point").flatMap((resource): AccessPoint[] => {
    const { address } = resource;
    const account = aws.account(resource);
    const name = aws.name(resource);
    const bucketName = aws.name(resource, "bucket");
    const arn = aws.computed(resource, "arn");
    if (account === undefined || name === undefined || bucketName === undefined || arn === undefined)
      return [];
    unmodelled.push({ address, ...EFFECT });
    const vpcId = aws.arguments(resource).block("vpc_configuration").text("vpc_id");
    const other = separate.get(arn);
    const policy = other ? aws.policy(other) : ownPolicy(aws, resource);
    return [
      {
        address,
        name,
        arn,
        account,
        bucketName,
        ...(vpcId !== undefined && { vpcId }),
        ...(policy && { policy }),
      },
    ];
  });
  for (const { address } of separate.values()) unmodelled.push({ address, ...EFFECT });
  return found;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html */
const EFFECT = {
  reason:
    "an access point has a policy of its own, which allows what the bucket policy delegates to access points; explain and who-can judge requests on its ARN",
  canAllow: true,
};

/** Terraform removes the policy for `{}`. */
function ownPolicy(aws: AwsResources, resource: ResourceBlock): Policy | undefined {
  const isUnknown = resource.arguments.policy === UNKNOWN;
  const json = aws.arguments(resource).text("policy");
  return isUnknown || (json !== undefined && json !== "{}") ? aws.policy(resource) : undefined;
}

/** `aws_s3control_access_point_policy`, by the ARN of the access point. */
function separatePolicies(aws: AwsResources): Map<string, ResourceBlock> {
  const claims = new Claims(aws.problems);
  const policies = new Map<string, ResourceBlock>();
  for (const resource of aws.resources("aws_s3control_access_point_policy")) {
    const args = aws.arguments(resource);
    const arn = args.requiredText("access_point_arn", "set the ARN of the access point");
    if (arn === undefined) continue;
    const remedy = "they would overwrite each other, so merge them";
    if (claims.claim(`the policy of the access point ${arn}`, resource, remedy)) policies.set(arn, resource);
  }
  return policies;
}
