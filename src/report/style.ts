import pc from "picocolors";

/** Whether a report is coloured, as on a terminal. */
export interface TextOptions {
  readonly colour: boolean;
}

/** Ways to set a word apart; none of them does anything without colour. */
export type Style = Pick<ReturnType<typeof pc.createColors>, "bold" | "dim" | "green" | "red" | "yellow">;

export function styleOf({ colour }: TextOptions): Style {
  return pc.createColors(colour);
}
