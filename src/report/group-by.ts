import { Multimap } from "../prove/multimap";

/** Those with the same key together, in the order in which the first of them are met. */
export function groupBy<T>(things: readonly T[], keyOf: (thing: T) => unknown): (readonly T[])[] {
  return [...new Multimap(things.map((thing) => [keyOf(thing), thing] as const)).all()];
}
