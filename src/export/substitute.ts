import { mapTexts } from "./map-texts";

/**
 * Replaces made-up names in Terraform JSON by what a module says instead of them.
 *
 * @param replacements made-up text → text of a Terraform string, which may hold references
 * @returns the same JSON with the replacements made in every text but those of tags, which are the topology's own, and
 *   with ARNs of whatever partition the module is used in
 */
export function substitute<T>(json: T, replacements: ReadonlyMap<string, string>): T {
  // The longest first, for one made-up name may begin with another.
  const names = [...replacements.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp([...names.map(escaped), "arn:aws:"].join("|"), "g");
  const replace = (text: string) =>
    text.replace(pattern, (found) => replacements.get(found) ?? "arn:${local.partition}:");
  return mapTexts(json, replace, "tags");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
