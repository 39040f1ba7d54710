/** Removes duplicates. Keeps the order of first appearance. */
export function distinct<T>(items: readonly T[]): readonly T[] {
  return items.length < 2 ? items : [...new Set(items)];
}
