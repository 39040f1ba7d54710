import { isObject } from "../terraform/configuration";
import { sortedByAddress, withInstances } from "./addresses";
import { isAwsProvider, type Json, object, objects, text } from "./json";
import { type ConfiguredResource, PlanConfiguration } from "./plan-configuration";
import { resourcesIn } from "./shown-state";
import { type Reference, type ResourceValues, type TerraformValues, UNKNOWN } from "./terraform-values";

/**
 * Reads `terraform show -json` of a plan: what will exist after it is applied, as far as Terraform knows.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function readPlan(plan: Json): TerraformValues {
  const prior = object(object(object(plan.prior_state).values).root_module);
  const changes = objects(plan.resource_changes).filter(willExist);
  const known = resourcesIn(prior).filter(({ mode }) => mode === "data");
  const addresses = [...changes, ...known].map(({ address }) => text(address));
  const configuration = new PlanConfiguration(plan, addresses);
  const changed = new Set(changes.map(({ address }) => address));
  const resources = [
    ...changes.map((change) => readChange(change, configuration)),
    ...known.filter(({ address }) => !changed.has(address)),
  ].map((resource): ResourceValues => {
    const { providerKey, dependencies = [] } = configuration.resource(resource.address) ?? {};
    return { ...resource, ...(providerKey !== undefined && { providerKey }), dependencies };
  });
  return {
    from: "plan",
    providers: configuration.providers(),
    resources: sortedByAddress(withInstances(resources)),
    ...(plan.complete === false && {
      incomplete: "covers a part of the configuration, because it was made with -target or defers changes",
    }),
  };
}

/** What Terraform removes from its state by `forget` stays in AWS. A change of a deposed object destroys it. */
function willExist({ provider_name: provider, change, deposed }: Json): boolean {
  const { actions } = object(change);
  const isDeleted = Array.isArray(actions) && actions.length === 1 && actions[0] === "delete";
  return isAwsProvider(provider) && deposed === undefined && !isDeleted;
}

function readChange(resource: Json, configuration: PlanConfiguration): ResourceValues {
  const { address, mode, type, name } = resource;
  const change = object(resource.change);
  const isForgotten = change.after === null;
  const reader = new ChangeReader(text(address), configuration);
  const values = isForgotten
    ? object(change.before)
    : reader.block(change.after, change.after_unknown, configuration.resource(text(address)));
  return {
    address: text(address),
    mode: mode === "data" ? "data" : "managed",
    type: text(type),
    name: text(name),
    values,
    dependencies: [],
    ...(reader.references.size > 0 && { references: reader.references }),
  };
}

/** Puts UNKNOWN where `after_unknown` is true, and leaves out what is only computed. */
class ChangeReader {
  readonly references = new Map<string, readonly Reference[]>();

  constructor(
    private readonly address: string,
    private readonly configuration: PlanConfiguration,
  ) {}

  /** @param configured the block in the configuration, if it is there: `dynamic` blocks are not */
  block(
    after: unknown,
    unknown: unknown,
    configured: Pick<ConfiguredResource, "expressions"> | undefined,
    path = "",
  ): Json {
    const [values, unknowns] = [object(after), object(unknown)];
    const names = new Set([...Object.keys(values), ...Object.keys(unknowns)]);
    const entries = [...names].flatMap((name): [string, unknown][] => {
      const expression = configured?.expressions[name];
      // A computed attribute that is not set. A dynamic block of unknown length looks the same.
      if (unknowns[name] === true && configured !== undefined && expression === undefined) return [];
      const inner = path === "" ? name : `${path}.${name}`;
      return [[name, this.value(values[name], unknowns[name], expression, inner)]];
    });
    return Object.fromEntries(entries);
  }

  private value(after: unknown, unknown: unknown, expression: unknown, path: string): unknown {
    if (unknown === true) {
      this.note(expression, path);
      return UNKNOWN;
    }
    if (Array.isArray(unknown)) return this.list(after, unknown, expression, path);
    if (isObject(unknown) && Object.keys(unknown).length > 0)
      return this.block(after, unknown, undefined, path);
    return after;
  }

  private list(after: unknown, unknown: readonly unknown[], expression: unknown, path: string): unknown[] {
    const values = Array.isArray(after) ? (after as unknown[]) : [];
    // The references of an argument, which is an object, are those of all of its elements together.
    if (!Array.isArray(expression) && unknown.includes(true)) this.note(expression, path);
    const length = Math.max(values.length, unknown.length);
    return Array.from({ length }, (_, index) => {
      const [value, isUnknown] = [values[index], unknown[index]];
      if (isUnknown === true) return UNKNOWN;
      if (!isObject(value) && !isObject(isUnknown)) return value;
      const configured = Array.isArray(expression) ? blockOf(value, objects(expression), length) : undefined;
      return this.block(value, isUnknown, configured && { expressions: configured }, `${path}[${index}]`);
    });
  }

  private note(expression: unknown, path: string): void {
    const references = this.configuration.references(expression, this.address);
    if (references !== undefined && references.length > 0) this.references.set(path, references);
  }
}

/**
 * Of several blocks, the only one whose constants are those of the planned block. Sets have another order.
 *
 * @param planned one of the planned blocks
 * @param count how many there are: more than those of the configuration come from `dynamic` blocks, which it leaves out
 */
function blockOf(planned: unknown, blocks: readonly Json[], count: number): Json | undefined {
  if (blocks.length !== count) return undefined;
  if (blocks.length === 1) return blocks[0];
  const values = object(planned);
  const same = blocks.filter((block) =>
    Object.entries(block).every(
      ([name, expression]) =>
        !isObject(expression) ||
        !Object.hasOwn(expression, "constant_value") ||
        JSON.stringify(expression.constant_value) === JSON.stringify(values[name]),
    ),
  );
  return same.length === 1 ? same[0] : undefined;
}
