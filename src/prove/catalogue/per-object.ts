import type { Authorization, CalledObject } from "./authorization";

/** Asked for the same object again, a call answers with the same authorizations, which many operations share. */
export function perObject(
  call: (object: CalledObject) => readonly Authorization[],
): (object: CalledObject) => readonly Authorization[] {
  return once(call);
}

/** Asked about the same thing again, it gives the same answer. */
export function once<Thing extends object, Answer>(
  answer: (thing: Thing) => Answer,
): (thing: Thing) => Answer {
  const known = new WeakMap<Thing, Answer>();
  return (thing) => {
    const before = known.get(thing);
    if (before !== undefined) return before;
    const made = answer(thing);
    known.set(thing, made);
    return made;
  };
}
