import { groupBy } from "./group-by";
import type { Need } from "./needs";
import { areLike } from "./patterns";

/**
 * What a principal needs for logs of CloudTrail, once for each key. With the context of a trail alone, a key cannot tell which
 * bucket has the log, so statements for several buckets would allow the same.
 */
export function withTrailsTogether(needs: readonly Need[]): readonly Need[] {
  const ofTrails = needs.filter(({ trails }) => trails);
  if (ofTrails.length < 2) return needs;
  const alike = groupBy(ofTrails, ({ principal, key, verb }) =>
    JSON.stringify([principal.name, key?.name, verb]),
  );
  const together = new Map(
    [...alike.values()].map((group) => [
      group[0],
      { ...group[0], trails: widest(group.flatMap(({ trails = [] }) => trails)) },
    ]),
  );
  return needs.flatMap((need) => (need.trails ? (together.get(need) ?? []) : [need]));
}

/** Without those that another one covers. */
function widest(trails: readonly string[]): string[] {
  const distinct = [...new Set(trails)];
  return distinct.filter((one) => !distinct.some((other) => other !== one && areLike([one], [other])));
}
