/**
 * A pattern is a list of UTF-16 code units and of wildcards, so that a literal `*`, written `${*}` or brought in by a
 * policy variable, stays apart from a wildcard.
 */
export type Pattern = readonly number[];

/** Any number of characters, none included. */
export const ANY = -1;
/** Exactly one character. */
export const ONE = -2;

export function literal(text: string): number[] {
  const units = new Array<number>(text.length);
  for (let index = 0; index < text.length; index++) units[index] = text.charCodeAt(index);
  return units;
}

/** Text in which every `*` and `?` is a wildcard. */
export function pattern(text: string): number[] {
  return literal(text).map((unit) => (unit === STAR ? ANY : unit === QUESTION ? ONE : unit));
}

/** On a mismatch it goes back to the last `*` and lets that take one more character: linear but for pathological patterns. */
export function matches(wanted: Pattern, value: string): boolean {
  let at = 0;
  let token = 0;
  let lastAny = -1;
  let resumeAt = 0;
  while (at < value.length) {
    const expected = wanted[token];
    if (expected === ANY) {
      lastAny = token++;
      resumeAt = at;
    } else if (expected === ONE || expected === value.charCodeAt(at)) {
      token++;
      at++;
    } else if (lastAny >= 0) {
      token = lastAny + 1;
      at = ++resumeAt;
    } else {
      return false;
    }
  }
  while (wanted[token] === ANY) token++;
  return token === wanted.length;
}

const STAR = "*".charCodeAt(0);
const QUESTION = "?".charCodeAt(0);

/** Whether a text of a policy has wildcards or policy variables, and so may stand for several things. */
export function isPattern(text: string): boolean {
  return text.includes("*") || text.includes("?") || text.includes("${");
}

/** Whether a text of a policy, in which policy variables may be anything, matches another. */
export function mayMatch(text: string, value: string): boolean {
  if (text === value) return true;
  return isPattern(text) && matches(pattern(withoutVariables(text)), value);
}

/** With `*` for each policy variable. */
export function withoutVariables(text: string): string {
  return text.includes("${") ? text.replaceAll(/\$\{[^}]*\}/g, "*") : text;
}
