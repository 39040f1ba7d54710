export type Outputs = Readonly<Record<string, unknown>>;

/** Outputs with documents instead of their texts. */
export function withDocuments(outputs: Outputs): Outputs {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      typeof value === "string" && value.startsWith("{") ? JSON.parse(value) : value,
    ]),
  );
}
