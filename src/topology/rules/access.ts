import { isPartOf } from "../levels";
import { quote } from "../problem";
import { repeated, type Rule, text, texts } from "./draft";

/** One edge says all that a principal may do in one place. */
export const accessIsStatedOnce: Rule = (draft) =>
  repeated(
    draft.access.flatMap(([path, edge]) => {
      const [principal, bucket] = [text(edge, "principal"), text(edge, "bucket")];
      if (principal === undefined || bucket === undefined) return [];
      return [[path, JSON.stringify([principal, bucket, text(edge, "prefix") ?? ""])] as const];
    }),
    (first, id) => {
      const [principal, bucket] = JSON.parse(id) as [string, string];
      return `the access of ${principal} to ${bucket} is stated in line ${draft.yaml.line(first)} already; state it once, with a list in allow`;
    },
  );

/** A list says nothing twice. */
export const allowSaysNothingTwice: Rule = (draft) =>
  draft.access.flatMap(([path, edge]) => {
    const levels = texts(edge, "allow").map(([index, level]) => [[...path, "allow", index], level] as const);
    return [
      ...repeated(levels, (_, level) => `${quote(level)} is in the list already`),
      ...levels.flatMap(([place, level]) => {
        const container = levels.find(([, other]) => isPartOf(level, other));
        return container
          ? [{ path: place, message: `${quote(level)} is part of ${quote(container[1])}; leave it out` }]
          : [];
      }),
    ];
  });

/** The principals of a bucket's own account need no grant on the bucket's side, and the account's root has it all. */
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
    const message = `account ${owner} owns the bucket; its roles and users need identity policies only, so name one of them`;
    return [{ path: [...path, "principal"], message }];
  });
