import type { AwsResources } from "./aws-resources";
import type { ResourceBlock } from "./terraform/configuration";
import { UNKNOWN } from "./values/terraform-values";

/** Whether an optional argument has text, be it known or not. */
export function isSet(aws: AwsResources, resource: ResourceBlock, argument: string): boolean {
  return resource.arguments[argument] === UNKNOWN || aws.arguments(resource).text(argument) !== undefined;
}
