/** Where two files of Terraform differ, by names that stay when something is added or left out before them. */
type Json = Readonly<Record<string, unknown>>;

/** Paths such as `locals.source_bucket_policy.GetForPorter.Action`: of statements their Sids, and of lists as a whole. */
export function differingPlaces(before: unknown, after: unknown): string[] {
  return places(before, after, []).map((path) => path.join("."));
}

function places(before: unknown, after: unknown, path: readonly string[]): string[][] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [a, b] = [byName(before), byName(after)];
  if (a === undefined || b === undefined) return [[...path]];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].flatMap((name) =>
    places(a[name], b[name], name === "Statement" ? path : [...path, name]),
  );
}

/** What is in an object, or in a list of objects. */
function byName(value: unknown): Json | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (!Array.isArray(value)) return value as Json;
  const items = value as unknown[];
  if (!items.every((item): item is Json => typeof item === "object" && item !== null)) return undefined;
  return Object.fromEntries(items.map((item, index) => [String(item.Sid ?? item.alias ?? index), item]));
}
