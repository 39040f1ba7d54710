import { LEVELS } from "./topology";

type Level = (typeof LEVELS)[number];

/** What each level of `allow` stands for. */
const PERMISSIONS = {
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
