/** Parts of messages that several rooms tell. */
import { closest, distance } from "fastest-levenshtein";

/** Comparing thousands of words with thousands of others takes seconds. */
const MOST_COMPARED = 200;

/** What was probably meant by a misspelt word, if anything is near enough. */
export function suggestionFor(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || known.length > MOST_COMPARED || word.length > 64) return undefined;
  const nearest = closest(word.toLowerCase(), [...known]);
  return distance(word.toLowerCase(), nearest.toLowerCase()) <= mostTypos(nearest) ? nearest : undefined;
}

/** More would be another word: `source_account` is not a misspelt `entire_account`. */
function mostTypos({ length }: string): number {
  if (length <= 3) return 1;
  return length <= 8 ? 2 : 3;
}

/** What was found, in quotes, and at most so many characters of it: a message is for reading. */
export function quote(value: unknown): string {
  if (typeof value === "string" && value.length > MOST_PRINTED) return JSON.stringify(truncate(value));
  return truncate(JSON.stringify(value) ?? String(value));
}

const MOST_PRINTED = 77;

/** At most as much as a line holds. */
export function truncate(text: string): string {
  return text.length <= MOST_PRINTED + 3 ? text : `${text.slice(0, MOST_PRINTED)}…`;
}

/** `; did you mean "read"?`, or nothing where nothing is near enough. */
export function didYouMean(text: string, known: readonly string[]): string {
  const suggestion = suggestionFor(text, known);
  return suggestion === undefined ? "" : `; did you mean ${JSON.stringify(suggestion)}?`;
}

/** `list, get and put` */
export function list(names: readonly string[], conjunction: "and" | "or"): string {
  if (names.length <= 1) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${conjunction} ${names.at(-1)}`;
}
