import { sortedByAddress, withInstances } from "./addresses";
import { isAwsProvider, type Json, object, objects, text, texts } from "./json";
import type { ResourceValues, TerraformValues } from "./terraform-values";

/**
 * Reads `terraform show -json` of a state. It names no providers.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#state-representation
 */
export function readShownState(state: Json): TerraformValues {
  return {
    from: "state",
    providers: [],
    resources: sortedByAddress(withInstances(resourcesIn(object(object(state.values).root_module)))),
  };
}

/** The resources of `hashicorp/aws` in a module of a values representation, and in the modules that it calls. */
export function resourcesIn(module: Json): ResourceValues[] {
  const own = objects(module.resources).flatMap((resource): ResourceValues[] => {
    const { address, mode, type, name, provider_name: provider, values, depends_on: before } = resource;
    // Terraform keeps deposed objects only until it has destroyed them.
    if (!isAwsProvider(provider) || resource.deposed_key !== undefined) return [];
    return [
      {
        address: text(address),
        mode: mode === "data" ? "data" : "managed",
        type: text(type),
        name: text(name),
        values: object(values),
        dependencies: texts(before),
      },
    ];
  });
  return [...own, ...objects(module.child_modules).flatMap(resourcesIn)];
}
