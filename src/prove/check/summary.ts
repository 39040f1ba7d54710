import { PERMISSIONS, type Permission } from "../catalogue/permissions";
import { groupBy } from "../multimap";
import { matches, pattern } from "../iam/wildcard";
import type { Connection, DescribedOperation } from "./description";

/** What a principal can do with a bucket, by the permissions of a topology. */
export interface Summary {
  /** What it can do with all of its variants. */
  readonly can: readonly GrantedPermission[];
  /** Permissions that work with some of the calls that they are for, and were not meant to work with the others. */
  readonly some: readonly Permission[];
  /** Permissions that were granted only in part, which is almost always a mistake. */
  readonly half: readonly Permission[];
  /** Permissions that depend on what was not read. */
  readonly unknown: readonly Permission[];
  /** Parts of the objects of the others, such as a folder that a Deny names, with which they do not work, or perhaps not. */
  readonly except: readonly GrantedPermission[];
  /** Those of `unknown` that hang on nothing but other policies of a role or user that exists already. */
  readonly byOtherPolicies: readonly Permission[];
  /** How many permissions were asked about. */
  readonly asked: number;
}

export interface GrantedPermission {
  readonly permission: Permission;
  /** Patterns of the objects. All objects: `*`. */
  readonly keys: readonly string[];
}

/** A permission covers several operations of the catalogue. */
const PERMISSION_OF: ReadonlyMap<string, Permission> = new Map(
  (Object.keys(PERMISSIONS) as Permission[]).flatMap((permission) =>
    PERMISSIONS[permission].operations.map(({ title }): [string, Permission] => [title, permission]),
  ),
);

/** Sums up the operations of a connection. What it does not name is refused. */
export function summaryOf({ operations }: Pick<Connection, "operations">): Summary {
  const can: GrantedPermission[] = [];
  const some: Permission[] = [];
  const half: Permission[] = [];
  const unknown: Permission[] = [];
  const except: GrantedPermission[] = [];
  const byOtherPolicies: Permission[] = [];
  const asked = groupBy(
    operations.flatMap((operation) => {
      const permission = PERMISSION_OF.get(operation.title);
      return permission ? [{ ...operation, permission }] : [];
    }),
    ({ permission }) => permission,
  );
  for (const whole of asked) {
    const { permission } = whole[0] as { permission: Permission };
    const parts = partsOf(whole);
    const group = whole.filter((each) => !parts.includes(each));
    const left = [...new Set(parts.flatMap(({ keys }) => keys))];
    if (left.length > 0) except.push({ permission, keys: left });
    const answers = new Set(group.map(({ answer }) => answer));
    const keys = [...new Set(group.flatMap((each) => (each.answer === "can" ? each.keys : [])))];
    if (answers.has("half")) half.push(permission);
    else if (answers.has("unknown")) {
      unknown.push(permission);
      const why = group.flatMap((each) => (each.answer === "unknown" ? each.unknown : []));
      if (why.every(({ kind }) => kind === "other policies")) byOtherPolicies.push(permission);
    } else if (answers.has("can") && !keys.includes("*")) can.push({ permission, keys });
    else if (answers.has("can") && answers.has("cannot")) {
      const whole = worksWholly(group);
      if (whole.length > 0) can.push({ permission, keys: whole });
      some.push(permission);
    } else if (answers.has("can")) can.push({ permission, keys: ["*"] });
  }
  return { can, some, half, unknown, except, byOtherPolicies, asked: asked.length };
}

/** The patterns of the objects with which all of the operations work. */
function worksWholly(operations: readonly DescribedOperation[]): readonly string[] {
  const calls = groupBy(operations, ({ title, variant }) => JSON.stringify([title, variant]));
  const works = (key: string) =>
    calls.every((same) =>
      same.some(({ answer, keys }) => answer === "can" && keys.some((wide) => matches(pattern(wide), key))),
    );
  return [...new Set(operations.flatMap(({ keys }) => keys))].filter(works);
}

/** The operations that do not work with a part of the objects with which they work. */
function partsOf<Operation extends DescribedOperation>(
  operations: readonly Operation[],
): readonly Operation[] {
  const works = (title: string, variant: string | undefined, key: string) =>
    operations.some(
      (other) =>
        other.title === title &&
        other.variant === variant &&
        other.answer === "can" &&
        other.keys.some((wide) => wide !== key && matches(pattern(wide), key)),
    );
  return operations.filter(
    ({ title, variant, keys, answer }) => answer !== "can" && keys.every((key) => works(title, variant, key)),
  );
}
