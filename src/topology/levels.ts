/** The levels of `allow`, and the permissions that they stand for. */

/** What each permission lets a principal do, before the words "bucket `source`". Each permission is also a level. */
const PERMISSIONS = {
  list: "list",
  get: "read objects in",
  put: "write objects to",
  delete: "delete objects in",
} as const;

export type Permission = keyof typeof PERMISSIONS;

/** Levels that stand for several permissions, or are another name for one. */
const COMBINED = {
  read: { permissions: ["list", "get"], inWords: "read from" },
  write: { permissions: ["put"], inWords: "write to" },
  read_write: { permissions: ["list", "get", "put"], inWords: "read from and write to" },
} as const satisfies Readonly<
  Record<string, { readonly permissions: readonly Permission[]; readonly inWords: string }>
>;

export type Level = keyof typeof COMBINED | Permission;

export const LEVELS: readonly Level[] = [
  ...(Object.keys(COMBINED) as (keyof typeof COMBINED)[]),
  ...(Object.keys(PERMISSIONS) as Permission[]),
];

/** What a level lets a principal do, before the words "bucket `source`". */
export function levelInWords(level: Level): string {
  return isCombined(level) ? COMBINED[level].inWords : PERMISSIONS[level];
}

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
  return isCombined(level) ? COMBINED[level].permissions : [level];
}

function isCombined(level: string): level is keyof typeof COMBINED {
  return Object.hasOwn(COMBINED, level);
}

function isLevel(word: string): word is Level {
  return (LEVELS as readonly string[]).includes(word);
}
