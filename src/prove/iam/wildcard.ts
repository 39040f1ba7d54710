/**
 * A pattern is a list of UTF-16 code units and wildcards. A literal `*`, written as `${*}` or from a policy variable,
 * is therefore distinct from a wildcard.
 */
export type Pattern = readonly number[];

/** Any number of characters, including none. */
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

/**
 * On a mismatch, goes back to the last `*` and extends it by one character: linear except for pathological patterns.
 */
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

/** Whether text in a policy has wildcards or policy variables, so that it can match several values. */
export function isPattern(text: string): boolean {
  return text.includes("*") || text.includes("?") || text.includes("${");
}

/**
 * Some text that a pattern without policy variables matches.
 *
 * @param any what takes the place of each `*`
 */
export function instanceOf(text: string, any: string): string {
  return text.replaceAll("*", any).replaceAll("?", "x");
}

/** Whether text in a policy can match another text. Policy variables can have any value. */
export function mayMatch(text: string, value: string): boolean {
  if (text === value) return true;
  return isPattern(text) && matches(pattern(withoutVariables(text)), value);
}

/** With `*` in place of each policy variable. */
export function withoutVariables(text: string): string {
  return text.includes("${") ? text.replaceAll(/\$\{[^}]*\}/g, "*") : text;
}
