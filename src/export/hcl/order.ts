import type { ValueMap } from "./value";

/** The same entries with those that are named first, in that order. */
export function inOrder(names: readonly string[], values: ValueMap): ValueMap {
  const position = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  return Object.fromEntries(Object.entries(values).sort(([one], [other]) => position(one) - position(other)));
}
