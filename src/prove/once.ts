/** Asked about the same thing again, it gives the same answer. Things are data that nobody changes. */
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
