import pc from "picocolors";
import type { PlaceOf } from "../verify/place";

/** How a report is printed. */
export interface TextOptions {
  /** Whether the text is for a terminal with colours. @default false */
  readonly colour?: boolean;
  /** Where a Terraform address comes from. @default - addresses have no place */
  readonly placeOf?: PlaceOf;
}

/** Ways to highlight text. Without colour they have no effect. */
export type Style = Pick<ReturnType<typeof pc.createColors>, "bold" | "dim" | "green" | "red" | "yellow">;

export function styleOf({ colour = false }: TextOptions): Style {
  return pc.createColors(colour);
}
