/** Conditions on what a service assumes a role for. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */

export function sourceArnProblem(value: string): string | undefined {
  const [arn, partition, service, , account, ...resource] = value.split(":");
  if (arn !== "arn" || resource.join(":") === "" || !partition?.startsWith("aws"))
    return 'must be an ARN, such as "arn:aws:ecs:eu-west-1:111122223333:*"';
  if (!/^[a-z0-9-]+$/.test(service ?? "") || /[*?]/.test(account ?? ""))
    return "must name the service and the account without wildcards, because other accounts match otherwise";
  return undefined;
}

/**
 * Whether AWS documents that the service sends `aws:SourceAccount` and `aws:SourceArn` when it assumes a role. If one that does
 * not send them must, it cannot assume the role.
 */
export function sendsSource(service: string): boolean {
  return SENDING.has(service.replace(/\.amazonaws\.com(\.cn)?$/, ""));
}

/** The pages of these services show a trust policy with the conditions. */
const SENDING: ReadonlySet<string> = new Set([
  // https://docs.aws.amazon.com/appstream2/latest/developerguide/example-fleet-machine.html
  "appstream",
  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/cross-service-confused-deputy-prevention.html
  "autoscaling",
  // https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy.html
  "codedeploy",
  // https://docs.aws.amazon.com/datasync/latest/userguide/cross-service-confused-deputy-prevention.html
  "datasync",
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
  "ecs-tasks",
  // https://docs.aws.amazon.com/iot/latest/developerguide/cross-service-confused-deputy-prevention.html
  "iot",
  // https://docs.aws.amazon.com/personalize/latest/dg/cross-service-confused-deputy-prevention.html
  "personalize",
  // https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
  "rolesanywhere",
  // https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
  "sagemaker",
  // https://docs.aws.amazon.com/transcribe/latest/dg/security-iam-confused-deputy.html
  "transcribe",
]);
