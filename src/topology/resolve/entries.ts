/** What the entries of a section stand for, by their names, in the order of the file. */
export type ByName<T> = ReadonlyMap<string, T>;

export function mapEntries<T, U>(
  section: Readonly<Record<string, T>> = {},
  map: (name: string, entry: T) => U,
): ByName<U> {
  return new Map(Object.entries(section).map(([name, entry]) => [name, map(name, entry)]));
}

/** @throws Error if the topology is not valid */
export function find<T>(things: ByName<T>, name: string): T {
  const thing = things.get(name);
  if (thing === undefined)
    throw new Error(`the topology has no ${name}; load it with loadTopology, which reports the place`);
  return thing;
}
