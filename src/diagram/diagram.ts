import type { Estate } from "../estate/estate";
import type { Description } from "../prove/check/description";
import { folded } from "./alike";
import type { Format } from "./format";
import { mermaidOf } from "./mermaid";
import { pictureOf } from "./picture";
import { pngOf } from "./png";
import { svgOf } from "./svg";

/**
 * Draws accounts, buckets, keys and principals, and who can do what.
 *
 * @param name what the diagram is of
 */
export async function diagramOf(
  name: string,
  { estate, description }: { readonly estate: Estate; readonly description: Description },
  format: Format,
): Promise<string | Uint8Array> {
  const picture = folded(pictureOf(estate, description));
  if (format === "mermaid") return mermaidOf(picture);
  const svg = await svgOf(picture, name);
  return format === "png" ? pngOf(svg) : svg;
}
