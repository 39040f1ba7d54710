import { type TerraformElement, type TerraformResource, TerraformStack } from "cdktf";
import { terraformNameProblem } from "../aws/terraform-name";
import { addressTaken } from "./errors";
import { validate } from "./validate";

const addresses = new WeakMap<TerraformStack, Map<string, TerraformElement>>();
const claimed = new WeakMap<TerraformElement, string>();

/**
 * Gives an element a short Terraform name, such as `aws_s3_bucket.source`. CDKTF would append a hash. CDKTF also merges two
 * elements with the same address silently, so this function checks that the address is free.
 *
 * @param type the first part of the address: for a resource its type, which is the default
 * @throws UsageError if the name is not a valid Terraform name, or if another element of the stack has the address
 */
export function claimAddress<T extends TerraformElement>(
  element: T,
  name: string,
  type = resourceType(element),
): T {
  validate(element, "id", name, terraformNameProblem);
  const stack = TerraformStack.of(element);
  const taken = addresses.get(stack) ?? new Map<string, TerraformElement>();
  addresses.set(stack, taken);
  const address = `${type}.${name}`;
  const takenBy = taken.get(address);
  if (takenBy !== undefined) throw addressTaken(address, element.node.path, takenBy.node.path);
  taken.set(address, element);
  claimed.set(element, address);
  element.overrideLogicalId(name);
  return element;
}

/** Whether an element of the stack has claimed an address. */
export function isClaimed(stack: TerraformStack, address: string): boolean {
  return addresses.get(stack)?.has(address) ?? false;
}

/** Lets another element have the address of one that is removed. */
export function releaseAddress(element: TerraformElement): void {
  const address = claimed.get(element);
  if (address !== undefined) addresses.get(TerraformStack.of(element))?.delete(address);
  claimed.delete(element);
}

function resourceType(element: TerraformElement): string {
  return (element as Partial<TerraformResource>).terraformResourceType ?? "";
}

/** Makes Terraform create `addresses` before the resource. Sorted, so that the order of the calls does not matter. */
export function waitFor(resource: TerraformResource, ...addresses: readonly string[]): void {
  resource.dependsOn = [...new Set([...(resource.dependsOn ?? []), ...addresses])].sort();
}
