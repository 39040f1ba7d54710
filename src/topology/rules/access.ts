import { isPartOf } from "../levels";
import { quote } from "../../messages/wording";
import { repeated, type Rule, text, texts } from "./draft";

/** One entry has all the levels of a principal for a bucket and prefix. */
export const accessIsStatedOnce: Rule = (draft) =>
  repeated(
    draft.access.flatMap(([path, edge]) => {
      const [principal, bucket] = [text(edge, "principal"), text(edge, "bucket")];
      if (principal === undefined || bucket === undefined) return [];
      return [[path, JSON.stringify([principal, bucket, text(edge, "prefix") ?? ""])] as const];
    }),
    (first, id) => {
      const [principal, bucket] = JSON.parse(id) as [string, string];
      return `the access of ${principal} to ${bucket} is already stated on line ${draft.yaml.line(first)}; state it once, with a list in allow`;
    },
  );

/** A list has no duplicates. */
export const allowSaysNothingTwice: Rule = (draft) =>
  draft.access.flatMap(([path, edge]) => {
    const levels = texts(edge, "allow").map(([index, level]) => [[...path, "allow", index], level] as const);
    return [
      ...repeated(levels, (_, level) => `${quote(level)} is already in the list; leave it out`),
      ...levels.flatMap(([place, level]) => {
        const container = levels.find(([, other]) => isPartOf(level, other));
        return container
          ? [{ path: place, message: `${quote(level)} is part of ${quote(container[1])}; leave it out` }]
          : [];
      }),
    ];
  });

/** An entire account must not be the bucket's own: its principals do not need the bucket policy, and its root has full access. */
export const ownAccountIsNotGranted: Rule = (draft) =>
  draft.access.flatMap(([path, edge]) => {
    const principal = draft.principals.get(text(edge, "principal") ?? "");
    const bucket = draft.buckets.get(text(edge, "bucket") ?? "");
    const owner = text(draft.accountOf(bucket), "id");
    if (
      principal?.entire_account !== true ||
      owner === undefined ||
      text(draft.accountOf(principal), "id") !== owner
    )
      return [];
    const message = `account ${owner} owns the bucket; its roles and users need only identity policies, so name one of them instead`;
    return [{ path: [...path, "principal"], message }];
  });

/** `/in/` is not the folder `in/`: object keys usually begin without a slash. */
export const keysBeginWithoutSlash: Rule = (draft) =>
  [...draft.access, ...draft.replication].flatMap(([path, edge]) => {
    const prefix = text(edge, "prefix");
    if (!prefix?.startsWith("/")) return [];
    const message = `${quote(prefix)} only matches keys that begin with a slash, which is unusual; write ${quote(prefix.replace(/^\/+/, ""))} for s3://<bucket>${prefix}`;
    return [{ path: [...path, "prefix"], message }];
  });

/**
 * The action has no condition key for a prefix.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const uploadsAreListedWithoutPrefix: Rule = (draft) =>
  draft.access.flatMap(([path, edge]) => {
    const levels = [text(edge, "allow"), ...texts(edge, "allow").map(([, level]) => level)];
    if (!text(edge, "prefix") || !levels.includes("list_uploads")) return [];
    const message = `AWS cannot limit "list_uploads" to a prefix: it shows the keys of all uploads in progress in the bucket; if you want that, allow it in a separate entry without prefix`;
    return [{ path: [...path, "allow"], message }];
  });
