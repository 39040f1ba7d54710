export type Outputs = Readonly<Record<string, unknown>>;

/** Outputs with documents instead of their texts, at any depth. */
export function withDocuments<T>(value: T): T {
  if (typeof value === "string" && value.startsWith("{")) return JSON.parse(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => withDocuments(each)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withDocuments(each)])) as T;
}
