/** Multi-Region keys and their replicas. */
import { list, quote, suggestionFor } from "../../messages/wording";
import type { Finding } from "../yaml-file";
import { type Draft, type Entry, has, repeated, type Rule, text } from "./draft";

function replicas(draft: Draft): (readonly [string, Entry, string])[] {
  return [...draft.keys].flatMap(([name, key]) => {
    const primary = text(key, "replica_of");
    return primary === undefined ? [] : [[name, key, primary] as const];
  });
}

/**
 * A replica is of a multi-Region key that this stack creates, which is no replica itself.
 * https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export const replicasHavePrimaries: Rule = (draft) =>
  replicas(draft).flatMap(([name, key, primary]): Finding[] => {
    const path = ["keys", name, "replica_of"];
    const other = draft.keys.get(primary);
    const candidates = [...draft.keys].filter(([, each]) => each.multi_region === true).map(([each]) => each);
    if (other === undefined) {
      const there =
        candidates.length === 0
          ? "none has multi_region: true"
          : `there ${candidates.length === 1 ? "is" : "are"} ${list(candidates, "and")}`;
      return [
        {
          path,
          message: `${quote(primary)} is not a key in the section keys; ${there}`,
          suggestion: suggestionFor(primary, candidates),
        },
      ];
    }
    if (has(key, "multi_region"))
      return [
        {
          path: ["keys", name, "multi_region"],
          atKey: true,
          message:
            "has no effect on a replica, which is a multi-Region key like the key that it is a replica of; leave it out",
        },
      ];
    if (other.existing === true)
      return [
        {
          path,
          message: `${quote(primary)} exists already, and s3porter creates replicas only of keys that it creates; create the replica yourself and write existing: true here too`,
        },
      ];
    if (has(other, "replica_of"))
      return [
        {
          path,
          message: `${quote(primary)} is a replica itself; name the key that it is a replica of`,
          suggestion: text(other, "replica_of"),
        },
      ];
    return other.multi_region === true
      ? []
      : [
          {
            path,
            message: `${quote(primary)} is a single-Region key, which has no replicas and cannot become a multi-Region key; write multi_region: true there if it is not deployed yet`,
          },
        ];
  });

/** One key has a replica in each region at most, in its own account. */
export const replicasAreInOtherRegions: Rule = (draft) => {
  const placed = replicas(draft).flatMap(([name, key, primary]) => {
    const other = draft.keys.get(primary);
    const [own, ofPrimary] = [draft.accountOf(key), draft.accountOf(other)];
    return other && !has(other, "replica_of") && own && ofPrimary ? [{ name, primary, own, ofPrimary }] : [];
  });
  return [
    ...placed.flatMap(({ name, primary, own, ofPrimary }): Finding[] => {
      const path = ["keys", name, "account"];
      const [id, region] = [text(own, "id"), text(own, "region")];
      if (id !== text(ofPrimary, "id"))
        return [
          {
            path,
            message: `a replica is in the account of its key, and ${quote(primary)} is in account ${text(ofPrimary, "id")}; name an entry of accounts with that id and another region`,
          },
        ];
      return region === text(ofPrimary, "region")
        ? [
            {
              path,
              message: `a replica is in another region than its key, and ${quote(primary)} is in ${region} too; name an entry of accounts with the same id and another region`,
            },
          ]
        : [];
    }),
    ...repeated(
      placed.flatMap(({ name, primary, own }) => {
        const region = text(own, "region");
        return region === undefined ? [] : [[["keys", name, "replica_of"], `${primary} ${region}`] as const];
      }),
      (first, id) => {
        const [primary = "", region] = id.split(" ");
        return `keys.${String(first[1])} is the replica of ${quote(primary)} in ${region} already; leave one of them out`;
      },
    ),
  ];
};
