/** Folds similar resources in a report. The JSON of a proof lists all of them. */
import { listOf } from "../prove/flaws/wording";
import { Multimap } from "../prove/multimap";
import { wrap } from "./wrap";

/** The options of `prove` that show everything. */
export const ALL_OF_THEM = "--full --json";

/** Few similar things are easier to read in full. */
const MOST_ALIKE = 3;

/** A thing to show, and the similar ones that it stands for. */
interface Folded<T> {
  readonly shown: T;
  readonly others: readonly T[];
}

/** If more than three things are similar, the first stands for all. */
export function fold<T>(things: readonly T[], shapeOf: (thing: T) => string): Folded<T>[] {
  const shapes = new Map(things.map((thing) => [thing, shapeOf(thing)]));
  const alike = new Multimap([...shapes].map(([thing, shape]) => [shape, thing]));
  return things.flatMap((shown) => {
    const [first, ...others] = alike.get(shapes.get(shown) ?? "");
    if (others.length < MOST_ALIKE) return { shown, others: [] };
    return shown === first ? { shown, others } : [];
  });
}

/**
 * `likewise porter-1, porter-2, porter-3, and 96 more (see --json)`
 *
 * @param first the beginning of the line: an indentation and `likewise`
 * @param all the options that show them all
 */
export function likewise(names: readonly string[], first: string, all = "--json"): string[] {
  if (names.length === 0) return [];
  const hint = names.length > MOST_ALIKE ? ` (see ${all})` : "";
  return wrap(listOf(names, MOST_ALIKE) + hint, first, `${/^ */.exec(first)?.[0]}  `);
}
