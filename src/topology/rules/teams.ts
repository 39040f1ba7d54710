/** Principals of one account or organization that differ in the tags of their roles and users. */
import type { Finding } from "../yaml-file";
import { type Entry, has, isManaged, keysOf, type Rule, text } from "./draft";

/** A key and a value. IAM ignores the case of keys. */
type Tag = readonly [string, unknown];

/** The tags that roles and users must have, in the same order for the same tags. */
export function tagsOf(principal: Entry): readonly Tag[] {
  const tags = principal.principal_tags as Entry | undefined;
  return keysOf(principal, "principal_tags")
    .map((key): Tag => [key.toLowerCase(), tags?.[key]])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Whether everyone who has the tags of the second has those of the first. */
export function includesTeam(wide: Entry, narrow: Entry): boolean {
  const tags = new Map(tagsOf(narrow));
  return tagsOf(wide).every(([key, value]) => tags.has(key) && tags.get(key) === value);
}

/** In words: `team=red, env=prod`. */
export function tagsInWords(principal: Entry): string {
  const tags = principal.principal_tags as Entry | undefined;
  return keysOf(principal, "principal_tags")
    .map((key) => `${key}=${String(tags?.[key])}`)
    .join(", ");
}

/** The hand-over would ask for tags, and in the same breath let the administrators choose without. */
export const teamsAreNotTheWholeAccount: Rule = (draft) => {
  const idOf = (principal: Entry) => text(draft.accountOf(principal), "id");
  const chosen = [...draft.principals].filter(
    ([, principal]) => principal.entire_account === true && !isManaged(draft.accountOf(principal)),
  );
  return chosen.flatMap(([name, principal]): Finding[] => {
    const whole = chosen.find(
      ([, other]) => !has(other, "principal_tags") && idOf(other) === idOf(principal),
    );
    if (whole === undefined || !has(principal, "principal_tags")) return [];
    const message = `is a part of account ${idOf(principal)}, which is principals.${whole[0]} as a whole: its administrators could choose anyone, with the tags and without; write principal_tags for ${whole[0]} too, or leave out one of the two`;
    return [{ path: ["principals", name, "entire_account"], message }];
  });
};
