/** Parts of a model by the names that the topology gives them. */
export type ByName<Part> = ReadonlyMap<string, Part>;

interface Named {
  readonly name: string;
}

export function byName<Part extends Named>(parts: readonly Part[]): ByName<Part> {
  return new Map(parts.map((part) => [part.name, part]));
}

/** The part that stands in the model of a module for one of the original model. */
export function get<Part>(parts: ByName<Part>, { name }: Named): Part {
  const part = parts.get(name);
  if (part === undefined) throw new Error(`the model refers to ${name}, which it does not have`);
  return part;
}
