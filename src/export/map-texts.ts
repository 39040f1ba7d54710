/**
 * Maps every text of a JSON value to a text or another value. Names of members stay.
 *
 * @param except the name of members whose values stay
 */
export function mapTexts<T>(json: T, map: (text: string) => unknown, except?: string): T {
  const visit = (value: unknown): unknown => {
    if (typeof value === "string") return map(value);
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, key === except ? each : visit(each)]),
    );
  };
  return visit(json) as T;
}
