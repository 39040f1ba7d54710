import { mapTexts } from "./map-texts";

/**
 * Replaces placeholders in Terraform JSON by references. Tags stay as they are, because they are the topology's own. ARNs
 * get the partition of the caller's provider.
 *
 * @param replacements placeholder → Terraform string, which can have references
 */
export function substitute<T>(json: T, replacements: ReadonlyMap<string, string>): T {
  // The longest first, because one placeholder can begin with another.
  const names = [...replacements.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp([...names.map(escaped), "arn:aws:"].join("|"), "g");
  const replace = (text: string) =>
    text.replace(pattern, (found) => replacements.get(found) ?? "arn:${local.partition}:");
  return mapTexts(json, replace, "tags");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
