import type { Unmodelled } from "./estate";
import { type ModelledType, modelledType } from "./modelled";
import { effectOf } from "./unmodelled-types";
import { type Configuration, isObject, type ResourceBlock } from "./terraform/configuration";
import type { ResourceValues } from "./values/terraform-values";

/** Arguments that every resource can have. `count` and the like are refused elsewhere. */
const META = new Set(["//", "provider", "depends_on", "lifecycle", "count", "for_each", "dynamic"]);

/** What can change who can do what, but is not read. */
export function findUnmodelled({ resources, modules }: Configuration): Unmodelled[] {
  return [
    ...modules.map((address) => ({
      address,
      reason: "the resources of a module are not read",
      canAllow: true,
    })),
    ...[...resources.values()].flatMap(unmodelledIn),
  ];
}

/** The same among the values of a state, a plan or a rehearsal. A data source changes nothing. */
export function findUnmodelledValues(resources: readonly ResourceValues[]): Unmodelled[] {
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ address, type, name, values }) => unmodelledIn({ address, type, name, arguments: values }));
}

function unmodelledIn(resource: ResourceBlock): Unmodelled[] {
  if (modelledType(resource.type)) return unmodelledArguments(resource);
  const { address, type } = resource;
  const effect = effectOf(resource);
  return effect === undefined
    ? []
    : [{ address, ...effect, reason: `${type} is not read: ${effect.reason}` }];
}

function unmodelledArguments({ address, type, arguments: args }: ResourceBlock): Unmodelled[] {
  const model = modelledType(type);
  if (model === undefined) return [];
  const unknown = unknownIn(args, "", model);
  // Most resources have none.
  if (unknown.length === 0) return [];
  return [...new Set(unknown)].map((argument) => ({
    address,
    argument,
    reason: `the effects of ${argument} in ${type} are not read`,
    canAllow: !model.settings.has(argument),
  }));
}

/** The paths of the arguments that are not known, more than once if several blocks have them. */
function unknownIn(block: Readonly<Record<string, unknown>>, prefix: string, model: ModelledType): string[] {
  const { known, blocks, harmless } = model;
  return Object.keys(block).flatMap((name) => {
    const value = block[name];
    const path = `${prefix}${name}`;
    if (known.has(path) || META.has(name) || isNothing(value)) return [];
    if (Object.hasOwn(harmless, path) && [value].flat().every((each) => isOneOf(each, harmless[path])))
      return [];
    if (!blocks.has(path)) return path;
    const inner = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isObject);
    return inner.flatMap((each) => unknownIn(each, `${path}.`, model));
  });
}

/** A state has every attribute, also those that nobody set. */
function isNothing(value: unknown): boolean {
  if (isObject(value)) return Object.values(value).every(isNothing);
  return value === null || value === "" || (Array.isArray(value) && value.every(isNothing));
}

/** Terraform converts text to numbers and booleans. */
function isOneOf(value: unknown, values: readonly unknown[] = []): boolean {
  return values.some((each) => String(each) === String(value));
}
