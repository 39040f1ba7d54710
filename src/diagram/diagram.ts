import type { Estate } from "../estate/estate";
import type { Description } from "../prove/check/description";
import type { Intents } from "../prove/proof/intents";
import { folded } from "./alike";
import { batchArrows } from "./batch-arrows";
import type { Format } from "./format";
import { mermaidOf } from "./mermaid";
import { pictureOf } from "./picture";
import { pngOf } from "./png";
import { svgOf } from "./svg";

export interface Drawn {
  readonly estate: Estate;
  readonly description: Description;
  /** Those of a topology. @default - none, as for Terraform that others wrote */
  readonly intents?: Intents;
}

/**
 * Draws accounts, buckets, keys and principals, and who can do what.
 *
 * @param name what the diagram is of
 */
export async function diagramOf(
  name: string,
  { estate, description, intents }: Drawn,
  format: Format,
): Promise<string | Uint8Array> {
  const jobs = intents && batchArrows(intents, description);
  const picture = folded(pictureOf(estate, description, jobs));
  if (format === "mermaid") return mermaidOf(picture);
  const svg = await svgOf(picture, name);
  return format === "png" ? pngOf(svg) : svg;
}
