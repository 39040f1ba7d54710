export type Outputs = Readonly<Record<string, unknown>>;

/** A module quotes in its commands what a variable contains, even if this value does not need it. */
export function withoutNeedlessQuotes(outputs: unknown): unknown {
  const text = JSON.stringify(outputs).replaceAll(/'([\w.:/@-]+)'/g, "$1");
  return JSON.parse(text);
}

/** Outputs with documents instead of their texts, at any depth. */
export function withDocuments<T>(value: T): T {
  if (typeof value === "string" && value.startsWith("{")) return JSON.parse(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => withDocuments(each)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withDocuments(each)])) as T;
}
