/** The levels of `allow`, and the permissions that they stand for. */

/** `list` the bucket; `get` (read), `put` (write) and `delete` its objects. Each of them is also a level. */
const PERMISSIONS = ["list", "get", "put", "delete"] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Levels that stand for several permissions, or are another name for one. */
const COMBINED = {
  read: ["list", "get"],
  write: ["put"],
  read_write: ["list", "get", "put"],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

export type Level = keyof typeof COMBINED | Permission;

export const LEVELS: readonly Level[] = [
  ...(Object.keys(COMBINED) as (keyof typeof COMBINED)[]),
  ...PERMISSIONS,
];

/** The permissions that `allow` stands for, each once. */
export function permissionsOf(allow: Level | readonly Level[]): Permission[] {
  return [...new Set([allow].flat().flatMap(permissionsOfLevel))];
}

/** The fewest levels that stand for the permissions. */
export function levelsOf(permissions: readonly Permission[]): Level[] {
  const left = new Set(permissions);
  return WIDEST_FIRST.filter((level) => {
    const stoodFor = permissionsOfLevel(level);
    const isOne = stoodFor.every((permission) => left.has(permission));
    if (isOne) for (const permission of stoodFor) left.delete(permission);
    return isOne;
  });
}

const WIDEST_FIRST = [...LEVELS].sort((a, b) => permissionsOfLevel(b).length - permissionsOfLevel(a).length);

/** Whether a level is part of another one. */
export function isPartOf(level: string, other: string): boolean {
  if (!isLevel(level) || !isCombined(other) || level === other) return false;
  const whole = permissionsOfLevel(other);
  return permissionsOfLevel(level).every((permission) => whole.includes(permission));
}

function permissionsOfLevel(level: Level): readonly Permission[] {
  return isCombined(level) ? COMBINED[level] : [level];
}

function isCombined(level: string): level is keyof typeof COMBINED {
  return Object.hasOwn(COMBINED, level);
}

function isLevel(word: string): word is Level {
  return (LEVELS as readonly string[]).includes(word);
}
