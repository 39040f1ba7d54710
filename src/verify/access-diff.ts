import type { Estate } from "../estate/estate";
import { describe } from "../prove/check/describe";
import { type Fact, factsOf } from "../prove/check/facts";
import { groupBy } from "../prove/multimap";

/** How two versions differ in who can do what. */
export interface AccessDiff {
  readonly gains: readonly Change[];
  readonly losses: readonly Change[];
}

/** What somebody can do with one thing in one version, and not in the other. */
export interface Change extends Pick<Fact, "who" | "on" | "state"> {
  readonly what: readonly string[];
}

/** What is known of one version: one estate for each stack. */
export type Version = readonly Estate[];

export function accessDiff(before: Version, after: Version): AccessDiff {
  const [old, now] = [factsIn(before), factsIn(after)];
  return { gains: changes(missingIn(old, now)), losses: changes(missingIn(now, old)) };
}

function factsIn(version: Version): ReadonlyMap<string, Fact> {
  const facts = version.flatMap((estate) => factsOf(estate, describe(estate)));
  return new Map(facts.map((fact) => [fact.id, fact]));
}

/** The facts of one version that the other does not have. */
function missingIn(other: ReadonlyMap<string, Fact>, one: ReadonlyMap<string, Fact>): readonly Fact[] {
  return [...one.values()].filter(({ id }) => !other.has(id));
}

function changes(facts: readonly Fact[]): readonly Change[] {
  return groupBy(facts, ({ who, on, state }) => JSON.stringify([who, on, state])).map((group) => {
    const [{ who, on, state }] = group as [Fact];
    return { who, on, state, what: group.map(({ what }) => what) };
  });
}
