/** Whether two names differ in one letter: missing, wrong, extra or swapped with the next one. */
export function isOneEditApart(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < SHORTEST || long.length - short.length > 1) return false;
  if (long.length === SHORTEST) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  const [a, b] = [short.slice(at), long.slice(at)];
  if (short.length < long.length) return a === b.slice(1);
  return a.slice(1) === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}

/** Shorter names are too similar to each other. Of this length, two names with one different letter are, such as `ecs` and `eks`. */
const SHORTEST = 3;
