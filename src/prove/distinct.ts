/** Each once, in the order of first appearance. Most lists have no duplicates. */
export function distinct<T>(items: readonly T[]): readonly T[] {
  return items.length < 2 ? items : [...new Set(items)];
}
