import type { RawStatement } from "../../estate/policy-document";
import { BoundedCache } from "../bounded-cache";
import { actionNames, actionsOn, matchingActions, type ResourceKind } from "../iam-data/iam-data";

/** The actions of S3, KMS and STS that a statement is about. */
export function actionsOf({ Action, NotAction }: Partial<RawStatement>): readonly string[] {
  if (Action !== undefined) return unique([Action].flat().flatMap(matchingActions));
  const excluded = new Set([NotAction ?? []].flat().flatMap(matchingActions));
  return actionNames().filter((action) => !excluded.has(action));
}

type PerKind = Readonly<Record<ResourceKind, readonly string[]>>;

/** The same, by what they are authorized on. */
export function actionsPerKind({ Action, NotAction }: Partial<RawStatement>): PerKind {
  return lists.of(JSON.stringify({ Action, NotAction }));
}

/** By their JSON, for the same few lists of actions recur in most policies. */
const lists = new BoundedCache((json: string): PerKind => {
  const actions = actionsOf(JSON.parse(json) as Partial<RawStatement>);
  return {
    bucket: onKind(actions, "bucket"),
    object: onKind(actions, "object"),
    key: onKind(actions, "key"),
    role: onKind(actions, "role"),
    none: onKind(actions, "none"),
  };
});

/** Those of them that are authorized on such a resource. */
export function onKind(actions: readonly string[], kind: ResourceKind): readonly string[] {
  const all = setOf(kind);
  return actions.filter((action) => all.has(action));
}

const sets = new Map<ResourceKind, ReadonlySet<string>>();

function setOf(kind: ResourceKind): ReadonlySet<string> {
  const before = sets.get(kind);
  if (before) return before;
  const set = new Set(actionsOn(kind));
  sets.set(kind, set);
  return set;
}

function unique(actions: readonly string[]): readonly string[] {
  return actions.length < 2 ? actions : [...new Set(actions)];
}
