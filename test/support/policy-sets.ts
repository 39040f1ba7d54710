/** Parses JSON with its policies in a form in which they can be compared: AWS takes a list of texts for a set. */
export function parseWithSets(json: string): unknown {
  return JSON.parse(json, (_, value: unknown) =>
    Array.isArray(value) && value.every((item) => typeof item === "string") ? asSet(value) : value,
  );
}

/** AWS takes one text and a list of it for the same. */
function asSet(texts: readonly string[]): string | string[] {
  return texts.length === 1 ? (texts[0] as string) : [...texts].sort();
}
