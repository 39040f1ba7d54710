import { isSame, MADE_UP, type Overrides, overridesFor, type Overriding } from "./overrides";
import type { Instance } from "./state";

/** A chain of names that come from names. What is longer shows in another run. */
const MOST_ROUNDS = 5;

/**
 * The overrides of the second run. An argument of the first run can hold a made-up text, the id of a bucket for example,
 * for which the second run has an override: other overrides follow from it at once, so that a third run is rarely needed.
 */
export function foreseenOverrides(first: readonly Instance[], about: Overriding): Overrides {
  let overrides = overridesFor(first, undefined, about);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = overridesFor(foreseen(first, overrides, about), overrides, about);
    if (isSame(next, overrides)) break;
    overrides = next;
  }
  return overrides;
}

/** The state as it probably is after a run with the overrides. */
function foreseen(first: readonly Instance[], overrides: Overrides, about: Overriding): Instance[] {
  const replaced = replacements(first, overrides, about);
  const replace = (text: string) =>
    replaced.get(text) ?? text.replaceAll(MADE_UP_PART, (part) => replaced.get(part) ?? part);
  return first.map((instance) => {
    const override = overrides.get(instance.address) ?? {};
    const values = Object.entries(instance.values).map(([name, value]) => {
      if (Object.hasOwn(override, name) && !about.isArgument(instance, name)) return [name, override[name]];
      return [name, typeof value === "string" ? replace(value) : value];
    });
    return { ...instance, values: Object.fromEntries(values) as Instance["values"] };
  });
}

/** What Terraform made up, or the account that stands for an unknown one. */
const MADE_UP_PART = new RegExp(`\\d{12}|${MADE_UP.source.slice(1, -1)}`, "g");

/** What stands in the second run for the texts that the first made up. Nothing for a text that could be any of several. */
function replacements(
  first: readonly Instance[],
  overrides: Overrides,
  about: Overriding,
): ReadonlyMap<string, string> {
  const found = { attributes: new Map<string, Set<string>>(), arguments: new Map<string, Set<string>>() };
  const literals = new Set<unknown>();
  for (const instance of first) {
    for (const [name, value] of Object.entries(instance.values))
      if (about.isLiteral(instance, name)) literals.add(value);
    for (const [name, override] of Object.entries(overrides.get(instance.address) ?? {})) {
      const text = instance.values[name];
      if (typeof text !== "string" || typeof override !== "string" || text === override) continue;
      const texts = about.isArgument(instance, name) ? found.arguments : found.attributes;
      texts.set(text, (texts.get(text) ?? new Set()).add(override));
    }
  }
  // A made-up text in an argument comes from an attribute of another resource, unless the argument is null.
  const all = new Map([...found.arguments, ...found.attributes]);
  return new Map(
    [...all].flatMap(([text, [only, ...others]]) =>
      only !== undefined && others.length === 0 && !literals.has(text) ? [[text, only]] : [],
    ),
  );
}
