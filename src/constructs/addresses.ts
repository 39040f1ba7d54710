import { type TerraformElement, type TerraformResource, TerraformStack } from "cdktf";
import { terraformNameProblem } from "../aws/terraform-name";
import { addressTaken } from "./errors";
import { validate } from "./validate";

const addresses = new WeakMap<TerraformStack, Map<string, string>>();

/**
 * Gives an element the name that a reader expects, `aws_s3_bucket.source`, where CDKTF would append a hash.
 * CDKTF merges two elements of one address without a word, hence the check.
 *
 * @param type what the address begins with; that of the resource, unless the element is none
 * @throws if Terraform takes no such name, or if another element of the stack has the address
 */
export function claimAddress<T extends TerraformElement>(
  element: T,
  name: string,
  type = resourceType(element),
): T {
  validate(element, "id", name, terraformNameProblem);
  const stack = TerraformStack.of(element);
  const taken = addresses.get(stack) ?? new Map<string, string>();
  addresses.set(stack, taken);
  const address = `${type}.${name}`;
  const takenBy = taken.get(address);
  if (takenBy !== undefined) throw addressTaken(address, element.node.path, takenBy);
  taken.set(address, element.node.path);
  element.overrideLogicalId(name);
  return element;
}

/** Whether an element of the stack has claimed an address. */
export function isClaimed(stack: TerraformStack, address: string): boolean {
  return addresses.get(stack)?.has(address) ?? false;
}

/** Lets another element have the address of one that is removed. */
export function releaseAddress(element: TerraformElement): void {
  const taken = addresses.get(TerraformStack.of(element));
  for (const [address, path] of taken ?? []) if (path === element.node.path) taken?.delete(address);
}

function resourceType(element: TerraformElement): string {
  return (element as Partial<TerraformResource>).terraformResourceType ?? "";
}

/** Makes Terraform create `addresses` before the resource, sorted, whichever was asked for first. */
export function waitFor(resource: TerraformResource, ...addresses: readonly string[]): void {
  resource.dependsOn = [...new Set([...(resource.dependsOn ?? []), ...addresses])].sort();
}
