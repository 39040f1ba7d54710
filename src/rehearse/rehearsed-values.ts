import { type ResourceValues, UNKNOWN } from "../estate/values/terraform-values";
import { isGuess, UNKNOWN_CALLER } from "./identities";
import { isMadeUpNested, marker, type Overrides, type Values } from "./overrides";
import type { Tags } from "./provider-settings";
import type { Instance } from "./state";

export interface Rehearsed {
  readonly resources: readonly ResourceValues[];
  /** Made-up values that policies or other arguments contain. */
  readonly assumptions: readonly string[];
}

/**
 * The values of each resource of AWS after a rehearsal.
 *
 * @param first the state of the run in which Terraform made up every computed value
 * @param providerKey the key of the provider of a resource
 * @param defaultTags of the providers, by key
 */
export function rehearsedValues(
  last: readonly Instance[],
  first: readonly Instance[],
  overrides: Overrides,
  providerKey: (instance: Instance) => string | undefined,
  defaultTags: ReadonlyMap<string, Tags> = new Map(),
): Rehearsed {
  const origins = originsOf(last, overrides);
  const own = textsIn(overrides);
  const before = new Map(first.map(({ address, values }) => [address, values]));
  const used = new Map<string, string>();
  const resources = last
    .filter(({ provider_name }) => provider_name.endsWith("/hashicorp/aws"))
    .map((instance): ResourceValues => {
      const { address, mode, type, name, depends_on = [] } = instance;
      const values = Object.entries(instance.values).flatMap(([attribute, value]) => {
        if (value === marker(address, attribute)) return mode === "data" ? [[attribute, UNKNOWN]] : [];
        const isOwn = overrides.get(address)?.[attribute] === value;
        const context = { own, origins: isOwn ? new Map<string, string>() : origins, used };
        const known = cleaned(value, before.get(address)?.[attribute], context);
        return known === undefined ? [] : [[attribute, known]];
      });
      return {
        address,
        mode,
        type,
        name,
        providerKey: providerKey(instance),
        values: {
          ...(Object.fromEntries(values) as Values),
          ...withDefaults(instance, defaultTags.get(providerKey(instance) ?? "")),
        },
        dependencies: depends_on,
      };
    })
    .sort((one, other) => (one.address < other.address ? -1 : 1));
  return { resources, assumptions: [...new Set(used.values())].sort() };
}

/** The provider computes this, which Terraform does not let it do in a rehearsal. */
function withDefaults({ mode, values }: Instance, defaults: Tags | undefined): Values {
  if (mode === "data" || defaults === undefined || !Object.hasOwn(values, "tags_all")) return {};
  return { tags_all: { ...defaults, ...(values.tags as Tags | null) } };
}

/** Where each made-up text comes from, by the text. */
function originsOf(instances: readonly Instance[], overrides: Overrides): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const { address, mode, type } of instances) {
    for (const [attribute, value] of Object.entries(overrides.get(address) ?? {})) {
      if (typeof value !== "string") continue;
      if (value !== marker(address, attribute) && !isGuess(type, mode, attribute)) continue;
      const assumption = `${address}.${attribute} is made up: ${JSON.stringify(value)}${remedy(mode, address, attribute)}`;
      origins.set(value, assumption);
      // Configurations turn the ARN of a session into that of its role.
      if (type === "aws_caller_identity" && value.includes(UNKNOWN_CALLER))
        origins.set(UNKNOWN_CALLER, assumption);
    }
  }
  return origins;
}

function remedy(mode: string, address: string, attribute: string): string {
  return mode === "data"
    ? `; say what it is with --set ${address}.${attribute}=…`
    : ", because AWS chooses it";
}

/** Names and ids can look like text that Terraform makes up. */
function textsIn(overrides: Overrides): ReadonlySet<string> {
  const texts = [...overrides.values()].flatMap((values) => Object.values(values));
  return new Set(texts.filter((text) => typeof text === "string"));
}

interface Cleaning {
  /** The attributes that this program gave resources. */
  readonly own: ReadonlySet<string>;
  readonly origins: ReadonlyMap<string, string>;
  readonly used: Map<string, string>;
}

/** @returns undefined for what is not set */
function cleaned(value: unknown, before: unknown, context: Cleaning): unknown {
  if (typeof value === "string") {
    const { own, origins, used } = context;
    if (isMadeUpNested(value, before) && !own.has(value)) return undefined;
    for (const [text, assumption] of origins) if (value.includes(text)) used.set(text, assumption);
    return origins.has(value) && value.startsWith("unset-") ? UNKNOWN : value;
  }
  if (Array.isArray(value)) {
    const list = Array.isArray(before) && before.length === value.length ? before : [];
    return value.map((each, index) => cleaned(each, list[index], context) ?? null);
  }
  if (typeof value !== "object" || value === null) return value;
  const object = typeof before === "object" && before !== null ? (before as Values) : {};
  const entries = Object.entries(value).map(([name, each]) => [name, cleaned(each, object[name], context)]);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined)) as Values;
}
