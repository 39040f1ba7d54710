import type { AwsResources } from "./aws-resources";
import { isObject, type ResourceBlock } from "./terraform/configuration";
import { UNKNOWN } from "./values/terraform-values";

/** Whether an optional argument has text, be it known or not. */
export function isSet(aws: AwsResources, resource: ResourceBlock, argument: string): boolean {
  return isLate(resource, argument) || aws.arguments(resource).text(argument) !== undefined;
}

/** Whether an argument, or one of a block, is known only after apply. @param path the names of the blocks and the argument */
export function isLate(resource: ResourceBlock, ...path: readonly string[]): boolean {
  const values = path.reduce<readonly unknown[]>(
    (blocks, name) => blocks.flatMap((block) => (isObject(block) ? block[name] : block)),
    [resource.arguments],
  );
  return values.includes(UNKNOWN);
}
