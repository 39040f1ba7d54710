/** Each once, in the order in which they are met; most lists have nothing twice. */
export function distinct<T>(items: readonly T[]): readonly T[] {
  return items.length < 2 ? items : [...new Set(items)];
}
