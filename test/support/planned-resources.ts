import { parseWithSets } from "./policy-sets";
import type { Attributes, Plan } from "./terraform";

/**
 * What a plan is to create, by address in its module, in a form in which two plans can be compared.
 *
 * @param module what the addresses of the module begin with
 */
export function plannedResources(
  { changes }: Plan,
  module = "",
): Record<string, { after: unknown; unknown: unknown }> {
  return Object.fromEntries(
    changes
      .filter(({ address }) => address.startsWith(module))
      .map(({ address, change }) => [
        address.slice(module.length),
        { after: comparable(change.after ?? {}), unknown: comparable(change.after_unknown) },
      ]),
  );
}

/** No tags are none, however they are said, and a policy's lists are sets. */
function comparable(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== null && !isEmpty(value))
      .map(([name, value]) => [
        name,
        typeof value === "string" && value.startsWith("{") ? parseWithSets(value) : value,
      ]),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
