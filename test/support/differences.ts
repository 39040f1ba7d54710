/** Where two values differ, as paths such as `rule[0].status`. */
export function differences(before: unknown, after: unknown, path = ""): string[] {
  if (isTree(before) && isTree(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      differences(before[key], after[key], Array.isArray(after) ? `${path}[${key}]` : join(path, key)),
    );
  }
  return Object.is(before, after) ? [] : [path];
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
