/** Replaces the names of policy files in a topology by the policies. */
import { dirname, join } from "node:path";
import { quote } from "../messages/wording";
import { readPolicyFile } from "./policy-file";
import type { Problem } from "./problem";
import { Draft, text } from "./rules/draft";
import { fetchBucketPolicy, fetchKeyPolicy } from "./rules/fetch-policy";
import type { Finding } from "./yaml-file";

/** A topology with its policies, and what is wrong with their files. */
interface WithPolicies {
  readonly draft: Draft;
  /** At the places that name the files. */
  readonly findings: readonly Finding[];
  /** In the files. */
  readonly problems: readonly Problem[];
}

/** The paths of the files are relative to the topology. */
export function withPolicies(draft: Draft): WithPolicies {
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  const read = (section: "buckets" | "keys", entries: Draft["buckets"]) =>
    Object.fromEntries(
      [...entries].flatMap(([name, entry]) => {
        const policy = entry.policy as { merge?: unknown } | null | undefined;
        const named =
          typeof policy === "object" && policy !== null ? text({ ...policy }, "merge") : undefined;
        if (named === undefined) return [];
        const path = join(dirname(draft.yaml.file), named);
        const file = readPolicyFile(path);
        if (file.kind === "policy") return [[name, { ...entry, policy: { merge: file.policy } }]];
        if (file.kind === "invalid") problems.push(...file.problems);
        else {
          const fetch = section === "buckets" ? fetchBucketPolicy(draft, name) : fetchKeyPolicy(draft, name);
          const none =
            section === "buckets"
              ? '; if the bucket has none, write { "Version": "2012-10-17", "Statement": [] }'
              : "";
          const message = `${quote(path)} cannot be read (${file.code}); this fetches the policy as it is today: ${fetch} > ${path}${none}`;
          findings.push({ path: [section, name, "policy", "merge"], message });
        }
        return [];
      }),
    );
  const buckets = read("buckets", draft.buckets);
  const keys = read("keys", draft.keys);
  if (Object.keys(buckets).length + Object.keys(keys).length === 0) return { draft, findings, problems };
  const value = draft.value as { buckets?: object; keys?: object };
  const merged = {
    ...value,
    ...(value.keys && { keys: { ...value.keys, ...keys } }),
    ...(value.buckets && { buckets: { ...value.buckets, ...buckets } }),
  };
  return { draft: new Draft(merged, draft.yaml), findings, problems };
}
