import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";

/** A rule of AWS that whatever is deployed has to keep. */
export type Rule = (estate: Estate) => readonly Flaw[];

const RULES: readonly Rule[] = [];

/** What is not well-formed, whatever was asked for. */
export function lint(estate: Estate): Flaw[] {
  return RULES.flatMap((rule) => rule(estate));
}
