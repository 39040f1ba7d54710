/** Groups things with the same id, in the order in which each id first occurs. */
export function groupBy<T>(things: readonly T[], idOf: (thing: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const thing of things) {
    const id = idOf(thing);
    const group = groups.get(id);
    if (group) group.push(thing);
    else groups.set(id, [thing]);
  }
  return groups;
}
