/** Reads the JSON files with policies that a topology names. */
import { parseJsonTree } from "./json-tree";
import { POLICY_SHAPES, policyDocument, type PolicyShape, type WrittenPolicy } from "./policy-document";
import type { Problem } from "./problem";
import { shapeFindingsOf } from "./shape";
import { YamlFile } from "./yaml-file";
import { readText } from "./read-text";

/** The policy in a file, or why there is none. */
export type PolicyFile =
  | { readonly kind: "policy"; readonly policy: WrittenPolicy }
  /** The code of the operating system, such as `ENOENT`. */
  | { readonly kind: "unreadable"; readonly code: string }
  /** Each has its place in the file. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** @param file its path, as messages name it */
export function readPolicyFile(file: string): PolicyFile {
  return read(file, (json) => problemsOf(json, policyDocument));
}

/**
 * Reads statements to add to a policy: a policy, or a list of statements.
 *
 * @param file its path, as messages name it
 * @param shape of the policy
 */
export function readStatementsFile(file: string, shape: PolicyShape = "resource"): PolicyFile {
  const { document, list } = POLICY_SHAPES[shape];
  const found = read(file, (json) =>
    Array.isArray(json.value)
      ? shapeFindingsOf(list, json).map((finding) => json.locate(finding))
      : problemsOf(json, document),
  );
  if (found.kind !== "policy" || !Array.isArray(found.policy)) return found;
  return { kind: "policy", policy: { Version: "2012-10-17", Statement: found.policy } };
}

function read(file: string, problemsIn: (json: YamlFile) => readonly Problem[]): PolicyFile {
  let json: YamlFile;
  try {
    json = jsonFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { kind: "unreadable", code };
  }
  const problems = [...json.problems, ...(json.problems.length > 0 ? [] : problemsIn(json))];
  if (problems.length > 0) return { kind: "invalid", problems };
  return { kind: "policy", policy: json.value as WrittenPolicy };
}

/** A JSON file with the place of every value. */
export function jsonFile(file: string): YamlFile {
  return new YamlFile(file, readText(file), parseJsonTree);
}

function problemsOf(json: YamlFile, shape: typeof policyDocument): Problem[] {
  const answer = answerOfCli(json.value);
  if (answer !== undefined) return [json.locate({ path: [], message: answer, id: "policy-files" })];
  if (typeof json.value !== "object" || json.value === null || Array.isArray(json.value))
    return [
      json.locate({
        path: [],
        message: "is not a policy; it must be a JSON object with Statement",
        id: "policy-files",
      }),
    ];
  return shapeFindingsOf(shape, json).map((finding) => json.locate(finding));
}

/** The AWS CLI answers with an object around the policy, which is text in it. */
function answerOfCli(value: unknown): string | undefined {
  const { Policy: policy } = (value ?? {}) as { Policy?: unknown };
  if (typeof policy !== "string") return undefined;
  return "has the policy as text, as the AWS CLI answers; fetch it again with --query Policy --output text";
}
