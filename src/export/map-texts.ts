/** Maps every text of a JSON value to a text or another value. Keeps the names of members. */
export function mapTexts<T>(json: T, map: (text: string) => unknown): T {
  const visit = (value: unknown): unknown => {
    if (typeof value === "string") return map(value);
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, visit(each)]));
  };
  return visit(json) as T;
}

/** Every text of a JSON value, without names of members. */
export function textsIn(json: unknown): string[] {
  if (typeof json === "string") return [json];
  return typeof json === "object" && json !== null ? Object.values(json).flatMap(textsIn) : [];
}
