/** Computes the answer for each input once. Inputs never change. */
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
