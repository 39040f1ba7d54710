/** What buckets refuse, whatever policies allow. */
import type { Rule } from "./draft";

/** An upload with SSE-C is one with another key. */
export const requiredKeysDenySseC: Rule = (draft) =>
  [...draft.buckets]
    .filter(([, bucket]) => bucket.require_key === true && bucket.deny_sse_c === false)
    .map(([name]) => ({
      path: ["buckets", name, "deny_sse_c"],
      message: '"require_key" denies uploads with SSE-C, too; leave out "deny_sse_c" or "require_key"',
    }));
