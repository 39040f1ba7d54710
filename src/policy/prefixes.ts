/** Whether `prefixes` cover every object key that begins with `prefix`. */
export function isCovered(prefix: string, prefixes: readonly string[]): boolean {
  return prefixes.some((other) => prefix.startsWith(other));
}

/** The fewest prefixes that cover the same object keys, sorted. */
export function simplify(prefixes: readonly string[]): string[] {
  if (prefixes.length < 2) return [...prefixes];
  return [...new Set(prefixes)]
    .sort()
    .reduce<string[]>((kept, prefix) => (isCovered(prefix, kept) ? kept : [...kept, prefix]), []);
}
