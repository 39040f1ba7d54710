const NONE: readonly never[] = [];

/** Several values for each key, in the order of insertion. */
export class Multimap<K, V> {
  private readonly lists = new Map<K, V[]>();

  constructor(entries: Iterable<readonly [K, V]> = []) {
    for (const [key, value] of entries) this.add(key, value);
  }

  add(key: K, value: V): void {
    const list = this.lists.get(key);
    if (list) list.push(value);
    else this.lists.set(key, [value]);
  }

  get(key: K): readonly V[] {
    return this.lists.get(key) ?? NONE;
  }

  /** The values of each key. */
  all(): IterableIterator<readonly V[]> {
    return this.lists.values();
  }
}

/** The groups with the same key, in the order of their first members. */
export function groupBy<T>(things: readonly T[], keyOf: (thing: T) => unknown): (readonly T[])[] {
  return [...new Multimap(things.map((thing) => [keyOf(thing), thing] as const)).all()];
}
