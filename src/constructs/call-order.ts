/** The order in which an app grants access and replicates, which its constructs keep by bucket. */
const numbers = new WeakMap<object, number>();
let calls = 0;

/** Remembers that an edge is next. */
export function called<T extends object>(edge: T): T {
  numbers.set(edge, calls++);
  return edge;
}

export function inCallOrder<T extends object>(edges: readonly T[]): T[] {
  const numberOf = (edge: T) => numbers.get(edge) ?? 0;
  return [...edges].sort((a, b) => numberOf(a) - numberOf(b));
}
