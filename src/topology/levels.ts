import type { LEVELS } from "./topology";

type Level = (typeof LEVELS)[number];

/** What each level of `allow` stands for. */
export const PERMISSIONS = {
  read: ["list", "get"],
  write: ["put"],
  read_write: ["list", "get", "put"],
  list: ["list"],
  get: ["get"],
  put: ["put"],
  delete: ["delete"],
} as const satisfies Record<Level, readonly string[]>;

/** What `allow` stands for, each permission once. */
export function permissionsOf(allow: Level | readonly Level[]): (typeof PERMISSIONS)[Level][number][] {
  return [...new Set([allow].flat().flatMap((level: Level) => PERMISSIONS[level]))];
}
