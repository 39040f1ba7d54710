/** Functions for the text of messages. */
import { closest, distance } from "fastest-levenshtein";

/** Limits the work: a file can have thousands of names. */
const MOST_COMPARED = 200;

/** The known word that is most similar to a misspelt one. Undefined if none is similar enough. */
export function suggestionFor(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || known.length > MOST_COMPARED || word.length > 64) return undefined;
  const nearest = closest(word.toLowerCase(), [...known]);
  return distance(word.toLowerCase(), nearest.toLowerCase()) <= mostTypos(nearest) ? nearest : undefined;
}

/** With more typos it is another word: `source_account` is not a misspelling of `entire_account`. */
function mostTypos({ length }: string): number {
  if (length <= 3) return 1;
  return length <= 8 ? 2 : 3;
}

/** A value in quotes, shortened to fit on a line. */
export function quote(value: unknown): string {
  if (typeof value === "string" && value.length > MOST_PRINTED) return JSON.stringify(truncate(value));
  return truncate(JSON.stringify(value) ?? String(value));
}

const MOST_PRINTED = 77;

/** Shortens a text to fit on a line. */
export function truncate(text: string): string {
  return text.length <= MOST_PRINTED + 3 ? text : `${text.slice(0, MOST_PRINTED)}…`;
}

/** `; did you mean "read"?`, or empty if no known word is similar enough. */
export function didYouMean(text: string, known: readonly string[]): string {
  const suggestion = suggestionFor(text, known);
  return suggestion === undefined ? "" : `; did you mean ${JSON.stringify(suggestion)}?`;
}

/** `list, get and put` */
export function list(names: readonly string[], conjunction: "and" | "or"): string {
  if (names.length <= 1) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${conjunction} ${names.at(-1)}`;
}
