/** The order of the rules of replication between two buckets, which is not that of the file. */
import type * as model from "./model";

/** Sorts by prefix and tags, as a stack does. A module cannot: its caller chooses the prefixes. */
export function inRuleOrder(replications: readonly model.Replication[]): model.Replication[] {
  return replications
    .map((replication) => ({ replication, tags: tagsText(replication.settings.tags) }))
    .sort(
      (one, other) =>
        byText(one.replication.prefix, other.replication.prefix) || byText(one.tags, other.tags),
    )
    .map(({ replication }) => replication);
}

/** `copy=yes&team=data` */
export function tagsText(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join("&");
}

function byText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
