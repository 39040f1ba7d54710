import type { Topology } from "./topology";

/** Whether a topology has statements of the user's own, or policies that s3porter merges with its own. */
export function hasOwnPolicies({ buckets, keys = {}, principals = {} }: Topology): boolean {
  const entries: readonly object[] = [buckets, keys, principals].flatMap((section) => Object.values(section));
  const bucketKeys = Object.values(buckets).map(({ key }) => key);
  return [...entries, ...bucketKeys].some(
    (entry) =>
      typeof entry === "object" &&
      ("statements" in entry ||
        "trust_statements" in entry ||
        ("policy" in entry && typeof entry.policy === "object")),
  );
}
