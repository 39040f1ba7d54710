import type { Permission } from "./model";
import { LEVELS } from "./topology";

export type Level = (typeof LEVELS)[number];

/** What each level of `allow` stands for. */
const PERMISSIONS = {
  read: ["list", "get"],
  write: ["put"],
  read_write: ["list", "get", "put"],
  list: ["list"],
  get: ["get"],
  put: ["put"],
  delete: ["delete"],
} as const satisfies Record<Level, readonly Permission[]>;

/** What `allow` stands for, each permission once. */
export function permissionsOf(allow: Level | readonly Level[]): Permission[] {
  return [...new Set([allow].flat().flatMap((level: Level): readonly Permission[] => PERMISSIONS[level]))];
}

/** The widest first, so that the fewest are found. */
const WIDEST_FIRST = [
  "read_write",
  "read",
  "write",
  "list",
  "get",
  "delete",
] as const satisfies readonly Level[];

/** The fewest levels that stand for the permissions. */
export function levelsOf(permissions: readonly Permission[]): Level[] {
  const left = new Set(permissions);
  return WIDEST_FIRST.filter((level) => {
    const stoodFor: readonly Permission[] = PERMISSIONS[level];
    const isOne = stoodFor.every((permission) => left.has(permission));
    if (isOne) for (const permission of stoodFor) left.delete(permission);
    return isOne;
  });
}

/** Whether a level is part of another, which stands for several permissions or for one by another name. */
export function isPartOf(level: string, other: string): boolean {
  if (!isLevel(level) || !isLevel(other) || level === other) return false;
  const whole: readonly string[] = PERMISSIONS[other];
  const isOnePermission = whole.includes(other);
  return !isOnePermission && PERMISSIONS[level].every((permission) => whole.includes(permission));
}

function isLevel(word: string): word is Level {
  return (LEVELS as readonly string[]).includes(word);
}
