/** The levels of `allow` and the permissions of each. */

/** A permission on a bucket or its objects, such as `get`. */
export type Permission =
  | "list"
  | "get"
  | "put"
  | "delete"
  | "locate"
  | "list_uploads"
  | "list_versions"
  | "get_version"
  | "delete_version"
  | "get_annotations"
  | "put_annotations"
  | "initiate_replication"
  | "generate_manifest"
  | "update_encryption";

/** What each permission lets a principal do. Each permission is also a level. */
const PERMISSIONS = {
  list: { inWords: "list" },
  get: { inWords: "read objects in" },
  put: { inWords: "write objects to" },
  delete: { inWords: "delete objects in" },
  locate: { inWords: "ask for the Region of", ofWholeBucket: true },
  list_uploads: { inWords: "list the multipart uploads in", ofWholeBucket: true },
  list_versions: { inWords: "list object versions in" },
  get_version: { inWords: "read object versions in" },
  delete_version: { inWords: "permanently delete object versions in" },
  get_annotations: { inWords: "read the annotations of objects in" },
  put_annotations: { inWords: "write annotations of objects in" },
  initiate_replication: { inWords: "start the replication of objects in" },
  generate_manifest: { inWords: "have S3 list the objects for a job in", ofWholeBucket: true },
  update_encryption: { inWords: "re-encrypt objects in" },
} as const satisfies Readonly<Record<Permission, PermissionWords>>;

interface PermissionWords {
  /** Comes before "bucket `source`" in a sentence. */
  readonly inWords: string;
  /** Whether the permission is for the whole bucket even with a prefix: AWS has no condition key for one. */
  readonly ofWholeBucket?: true;
}

/** Levels with several permissions, and `write`, which is another name for `put`. */
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

/** What a level lets a principal do. Comes before "bucket `source`" in a sentence. */
export function levelInWords(level: Level): string {
  return isCombined(level) ? COMBINED[level].inWords : PERMISSIONS[level].inWords;
}

/** All permissions: the levels that are not combined. */
export const SINGLE_PERMISSIONS = Object.keys(PERMISSIONS) as Permission[];

/** Whether a permission is for the whole bucket, even if the access has a prefix. */
export function isOfWholeBucket(permission: Permission): boolean {
  const words: PermissionWords = PERMISSIONS[permission];
  return words.ofWholeBucket === true;
}

/** The permissions of `allow`, without duplicates. */
export function permissionsOf(allow: Level | readonly Level[]): Permission[] {
  return [...new Set([allow].flat().flatMap(permissionsOfLevel))];
}

/** The fewest levels that have exactly these permissions. */
export function levelsOf(permissions: readonly Permission[]): Level[] {
  const left = new Set(permissions);
  return WIDEST_FIRST.filter((level) => {
    const included = permissionsOfLevel(level);
    const fits = included.every((permission) => left.has(permission));
    if (fits) for (const permission of included) left.delete(permission);
    return fits;
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

/** Words that people write instead of a level: other words for it, and the S3 actions and operations that it allows. */
const MEANT: Readonly<Record<string, RegExp>> = {
  read: /^(readonly|download)$/,
  write: /^(writeonly|upload)$/,
  read_write: /^(rw|readandwrite)$/,
  "[read_write, delete]": /^(full|fullaccess|all|admin|owner)$/,
  list: /^(listbucket|listobjects(v2)?|headbucket|ls)$/,
  get: /^(get|head)object(tagging)?$/,
  put: /^(putobject(tagging)?|(create|complete|abort)multipartupload|uploadpart)$/,
  delete: /^(deleteobjects?|rm|remove)$/,
  locate: /^getbucketlocation$/,
  list_uploads: /^list(bucket)?multipartuploads?(parts)?$|^listparts$/,
  list_versions: /^list(bucket|object)versions$/,
  get_version: /^getobjectversion(tagging)?$/,
  delete_version: /^deleteobjectversion$/,
  get_annotations: /^(get|list)objectannotations?$/,
  put_annotations: /^putobjectannotations?$/,
  initiate_replication: /^(initiate|batch|getreplicationconfig)/,
  generate_manifest: /^(put|get)?(bucket)?inventory(configuration)?$|manifest/,
  update_encryption: /^(reencrypt|(update)?objectencryption)/,
};

/** The level for a word such as `s3:GetBucketLocation`, `get_bucket_location` or `read-only`. */
export function levelFor(word: string): string | undefined {
  const letters = word.replace(/^s3:/i, "").replaceAll(/[_-]/g, "").toLowerCase();
  return Object.entries(MEANT).find(([, words]) => words.test(letters))?.[0];
}
