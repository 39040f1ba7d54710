/** Tasks of AWS DataSync. */
import { dataSyncArn } from "../../aws/data-sync";
import { partitionOf } from "../../aws/region";
import { list, quote } from "../../messages/wording";
import { levelsOf, permissionsOf, type Level, LEVELS, type Permission } from "../levels";
import type { Finding, Path } from "../yaml-file";
import { type Draft, type Entry, isManaged, type Rule, text, texts, trustedServices } from "./draft";

const ENDS = {
  from: ["list", "get", "locate", "list_uploads"],
  to: ["list", "get", "put", "delete", "locate", "list_uploads"],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

type End = keyof typeof ENDS;

interface Granted {
  readonly permissions: readonly Permission[];
  readonly prefix: string;
}

/** The entries of access that a role has to a bucket. */
function grantsOf({ access }: Draft, role: string, bucket: string): Granted[] {
  return access
    .filter(([, edge]) => text(edge, "principal") === role && text(edge, "bucket") === bucket)
    .map(([, edge]) => {
      const levels = [text(edge, "allow") ?? [], ...texts(edge, "allow").map(([, level]) => level)].flat();
      return {
        permissions: permissionsOf(levels.filter((level): level is Level => isLevel(level))),
        prefix: text(edge, "prefix") ?? "",
      };
    });
}

/** What AWS cannot limit to a folder can stand in an entry of its own, and so can `list`. */
function isOfWholeBucket({ permissions, prefix }: Granted): boolean {
  return prefix === "" && permissions.every((permission) => OF_BUCKETS.includes(permission));
}

const OF_BUCKETS: readonly Permission[] = ["list", "locate", "list_uploads"];

function isLevel(word: string): word is Level {
  return (LEVELS as readonly string[]).includes(word);
}

/** DataSync assumes the role, and only for tasks of its account. */
export const dataSyncAssumesItsRole: Rule = (draft) =>
  [...draft.datasync].flatMap(([name, task]): Finding[] => {
    const path = ["datasync", name, "role"];
    const role = text(task, "role") ?? "";
    const principal = draft.principals.get(role);
    if (!principal) return [];
    const account = draft.accountOf(principal);
    const isNew = text(principal, "role") !== undefined && principal.existing !== true;
    if (!isNew || !isManaged(account))
      return [
        {
          path,
          message: `${role} must be a new role in an account that is deployed to; write role and assumed_by in its entry of principals`,
        },
      ];
    if (trustedServices(principal).some(([, service]) => service.startsWith("datasync."))) return [];
    const [id, region] = [text(account, "id") ?? "", text(account, "region") ?? ""];
    const arn = dataSyncArn(partitionOf(region) ?? "aws", region, id);
    return [
      {
        path,
        message: `DataSync cannot assume ${role}; write assumed_by: [{ service: datasync.amazonaws.com, source_account: ${text(principal, "account") ?? ""}, source_arn: ${quote(arn)} }] in its entry of principals`,
      },
    ];
  });

/** Each end has one entry of access, with everything that DataSync needs. */
export const dataSyncRolesHaveAccess: Rule = (draft) =>
  ends(draft).flatMap(({ path, role, end, bucket }): Finding[] => {
    const all = grantsOf(draft, role, bucket);
    const grants = all.length > 1 ? all.filter((grant) => !isOfWholeBucket(grant)) : all;
    const granted = all.flatMap(({ permissions }) => permissions);
    const needed: readonly Permission[] = ENDS[end];
    const entry = (permissions: readonly Permission[]) =>
      `{ principal: ${role}, bucket: ${bucket}, allow: [${levelsOf(permissions).join(", ")}] }`;
    const [grant] = grants;
    if (grant === undefined)
      return [{ path, message: `${role} has no access to ${bucket}; add ${entry(needed)} to access` }];
    if (grants.length > 1)
      return [
        {
          path,
          message: `${role} has ${grants.length} entries of access to ${bucket}, and a task copies under one prefix; write one entry`,
        },
      ];
    const missing = needed.filter((permission) => !granted.includes(permission));
    if (missing.length > 0)
      return [
        {
          path,
          message: `DataSync also needs ${list(missing, "and")} on ${bucket}, to copy ${end === "from" ? "from" : "to"} it; write ${entry([...new Set([...granted, ...needed])])}`,
        },
      ];
    if (grant.prefix !== "" && (!grant.prefix.endsWith("/") || /[$*?]/.test(grant.prefix)))
      return [
        {
          path,
          message: `the prefix ${quote(grant.prefix)} of the access of ${role} to ${bucket} is not a folder, and DataSync copies folders; end it with a slash, and use no variables`,
        },
      ];
    return [];
  });

/**
 * Warning. UNVERIFIED: AWS says that DataSync lists what begins with the folder, and names an error of HeadBucket, which has no prefix.
 * https://docs.aws.amazon.com/datasync/latest/userguide/troubleshooting-datasync-locations-tasks.html
 */
export const dataSyncMayListTheBucket: Rule = (draft) =>
  ends(draft).flatMap(({ path, role, bucket }): Finding[] => {
    const grants = grantsOf(draft, role, bucket);
    const [folder] = grants.filter(({ prefix }) => prefix !== "");
    const listsAll = grants.some(({ permissions, prefix }) => prefix === "" && permissions.includes("list"));
    if (folder === undefined || listsAll) return [];
    const message = `UNVERIFIED: ${role} lists ${quote(folder.prefix)} of ${bucket} alone, and AWS does not say whether DataSync also sends HeadBucket, which needs list without a prefix; if the task fails with an error of HeadBucket, add { principal: ${role}, bucket: ${bucket}, allow: list } to access`;
    return [{ path, message }];
  });

/** A location is in the Region of its bucket. AWS does not say of which Regions the two of a task can be. */
export const dataSyncStaysInItsRegion: Rule = (draft) =>
  [...draft.datasync].flatMap(([name, task]): Finding[] => {
    const [from, to] = [text(task, "from") ?? "", text(task, "to") ?? ""];
    if (from === to)
      return [
        {
          path: ["datasync", name, "to"],
          message: `${quote(to)} is also from; a task copies to another bucket`,
        },
      ];
    const regionOf = (entry: Entry | undefined) => text(draft.accountOf(entry), "region");
    const region = regionOf(draft.principals.get(text(task, "role") ?? ""));
    return (
      [
        ["from", from],
        ["to", to],
      ] as const
    ).flatMap(([end, bucket]) => {
      const other = regionOf(draft.buckets.get(bucket));
      if (region === undefined || other === undefined || other === region) return [];
      const message = `${bucket} is in ${other}, and the role and its task are in ${region}; s3porter writes tasks within one Region, so replicate or copy with Batch Operations between Regions`;
      return [{ path: ["datasync", name, end], message }];
    });
  });

/**
 * Warning. Whoever creates the location of a bucket of another account needs to list it.
 * https://docs.aws.amazon.com/datasync/latest/userguide/tutorial_s3-s3-cross-account-transfer.html
 */
export const dataSyncLocationsCanBeCreated: Rule = (draft) =>
  ends(draft).flatMap(({ path, role, bucket }): Finding[] => {
    const idOf = (entry: Entry | undefined) => text(draft.accountOf(entry), "id");
    const own = idOf(draft.principals.get(role));
    if (own === undefined || idOf(draft.buckets.get(bucket)) === own) return [];
    const canList = draft.access.some(([, edge]) => {
      const name = text(edge, "principal") ?? "";
      return (
        name !== role &&
        text(edge, "bucket") === bucket &&
        idOf(draft.principals.get(name)) === own &&
        grantsOf(draft, name, bucket).some(({ permissions }) => permissions.includes("list"))
      );
    });
    if (canList) return [];
    const message = `AWS checks that whoever creates a location can list its bucket, and ${bucket} is in another account; add the role that deploys account ${own} to principals with existing: true, and { principal: <its name>, bucket: ${bucket}, allow: list } to access`;
    return [{ path, message }];
  });

function ends(draft: Draft) {
  return [...draft.datasync].flatMap(([name, task]) =>
    (Object.keys(ENDS) as End[]).flatMap((end) => {
      const [role, bucket] = [text(task, "role") ?? "", text(task, end) ?? ""];
      const path: Path = ["datasync", name, end];
      return draft.principals.has(role) && draft.buckets.has(bucket) ? [{ path, role, end, bucket }] : [];
    }),
  );
}
