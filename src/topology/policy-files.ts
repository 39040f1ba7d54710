/** Replaces the names of policy files in a topology by the policies. */
import { dirname, join } from "node:path";
import { quote } from "../messages/wording";
import type { PolicyShape } from "./policy-document";
import { readPolicyFile, readStatementsFile } from "./policy-file";
import type { Problem } from "./problem";
import { Draft, type Entry, isEntry, text } from "./rules/draft";
import { fetchBucketPolicy, fetchKeyPolicy } from "./rules/fetch-policy";
import type { Finding, Path } from "./yaml-file";

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
  /** An entry with the statements of its file. */
  const withStatements = (
    path: Path,
    entry: Entry,
    field = "statements",
    shape: PolicyShape = "resource",
  ): Entry => {
    const named = text(entry, field);
    if (named === undefined) return entry;
    const file = join(dirname(draft.yaml.file), named);
    const found = readStatementsFile(file, shape);
    if (found.kind === "policy") return { ...entry, [field]: found.policy };
    if (found.kind === "invalid") problems.push(...found.problems);
    else
      findings.push({
        path: [...path, field],
        message: `${quote(file)} cannot be read (${found.code}); write a JSON file with a list of statements, and its path relative to the topology`,
      });
    return entry;
  };
  const withOwnStatements = (section: "buckets" | "keys", entries: Draft["buckets"]) =>
    new Map(
      [...entries].map(([name, entry]): [string, Entry] => {
        const path = [section, name];
        const { key } = entry;
        const own = isEntry(key) ? { ...entry, key: withStatements([...path, "key"], key) } : entry;
        return [name, withStatements(path, own)];
      }),
    );
  const read = (section: "buckets" | "keys", entries: Draft["buckets"]) =>
    Object.fromEntries(
      [...withOwnStatements(section, entries)].flatMap(([name, entry]): [string, Entry][] => {
        const policy = entry.policy as { merge?: unknown } | null | undefined;
        const named =
          typeof policy === "object" && policy !== null ? text({ ...policy }, "merge") : undefined;
        if (named === undefined) return entry === entries.get(name) ? [] : [[name, entry]];
        const path = join(dirname(draft.yaml.file), named);
        const file = readPolicyFile(path);
        if (file.kind === "policy") return [[name, { ...entry, policy: { merge: file.policy } }]];
        if (file.kind === "invalid") problems.push(...file.problems);
        else {
          const fetch =
            section === "buckets"
              ? fetchBucketPolicy(draft, name, named)
              : fetchKeyPolicy(draft, name, named);
          const none =
            section === "buckets"
              ? '; if the bucket has none, write { "Version": "2012-10-17", "Statement": [] }'
              : "";
          const message = `${quote(path)} cannot be read (${file.code}); this fetches the policy as it is today: ${fetch}${none}`;
          findings.push({ path: [section, name, "policy", "merge"], message });
        }
        return [];
      }),
    );
  const buckets = read("buckets", draft.buckets);
  const keys = read("keys", draft.keys);
  const principals = Object.fromEntries(
    [...draft.principals].flatMap(([name, entry]): [string, Entry][] => {
      const path = ["principals", name];
      const withOwn = withStatements(path, entry, "statements", "identity");
      const both = withStatements(path, withOwn, "trust_statements", "trust");
      return both === entry ? [] : [[name, both]];
    }),
  );
  if ([buckets, keys, principals].every((section) => Object.keys(section).length === 0))
    return { draft, findings, problems };
  const value = draft.value as { buckets?: object; keys?: object; principals?: object };
  const merged = {
    ...value,
    ...(value.keys && { keys: { ...value.keys, ...keys } }),
    ...(value.buckets && { buckets: { ...value.buckets, ...buckets } }),
    ...(value.principals && { principals: { ...value.principals, ...principals } }),
  };
  return { draft: new Draft(merged, draft.yaml), findings, problems };
}
