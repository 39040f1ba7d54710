import { BoundedCache } from "../bounded-cache";
import { distinct } from "../distinct";
import type { Statement } from "../iam/statement";
import { actionNames, actionsOn, matchingActions, type ResourceKind } from "../iam-data/iam-data";

type ActionLists = Pick<Statement, "actions" | "notActions">;

/** The actions of S3, KMS and STS that a statement covers. */
function actionsOf({ actions, notActions }: ActionLists): readonly string[] {
  if (actions.length > 0) return distinct(actions.flatMap(matchingActions));
  const excluded = new Set(notActions.flatMap(matchingActions));
  return actionNames().filter((action) => !excluded.has(action));
}

type PerKind = Readonly<Record<ResourceKind, readonly string[]>>;

/** The same, by resource. */
export function actionsPerKind({ actions, notActions }: ActionLists): PerKind {
  return lists.of(JSON.stringify({ actions, notActions }));
}

/** Cached by their JSON, because most policies contain the same few lists of actions. */
const lists = new BoundedCache((json: string): PerKind => {
  const actions = actionsOf(JSON.parse(json) as ActionLists);
  return {
    bucket: onKind(actions, "bucket"),
    object: onKind(actions, "object"),
    key: onKind(actions, "key"),
    role: onKind(actions, "role"),
    none: onKind(actions, "none"),
  };
});

/** The actions on one kind of resource. */
function onKind(actions: readonly string[], kind: ResourceKind): readonly string[] {
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
