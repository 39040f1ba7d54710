import { text, type Text } from "../topology/text";

/** Where a service provides the credentials of a role. */
export interface ServicePlace {
  /** Completes the sentence "run these commands …". */
  readonly place: Text;
  /**
   * The `credential_source` of an AWS CLI profile that uses these credentials. Undefined if the CLI has none for the service.
   * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-role.html
   */
  readonly credentialSource?: string;
  /** What to set up there, as lines of the runbook. */
  readonly setup?: readonly Text[];
}

/** A role that services can assume. */
interface ServiceRole {
  readonly roleName: Text;
  readonly roleArn: Text;
}

/** Whether a service has the name, such as `ec2` for `ec2.amazonaws.com.cn`. */
export function isServiceNamed(name: string, service: string): boolean {
  return nameOf(service) === name;
}

function nameOf(service: string): string {
  return service.replace(/\.amazonaws\.com(\.cn)?$/, "");
}

export function placeOf(service: string, { roleName, roleArn }: ServiceRole): ServicePlace {
  switch (nameOf(service)) {
    case "ec2":
      return {
        place: text`on an EC2 instance with the instance profile ${roleName}`,
        credentialSource: "Ec2InstanceMetadata",
      };
    case "ecs-tasks":
      return { place: text`in an ECS task with the task role ${roleArn}`, credentialSource: "EcsContainer" };
    case "lambda":
      return { place: text`in a Lambda function with the execution role ${roleArn}` };
    case "pods.eks":
      return { place: text`in a pod whose service account has a Pod Identity association with ${roleArn}` };
    case "rolesanywhere":
      return { place: text`with a certificate and a profile of IAM Roles Anywhere for ${roleArn}` };
    default:
      return { place: text`where ${service} uses the role ${roleArn}` };
  }
}
