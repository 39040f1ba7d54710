import { UsageError } from "../messages/user-error";
import { collisionsWith, type EarlierPolicy, mergedInto, type PolicyDocument } from "../policy/document";
import type * as model from "../topology/model";
import type { WrittenPolicy } from "../topology/policy-document";
import { readPolicyFile } from "../topology/policy-file";
import { formatProblem } from "../topology/problem";
import { isExpression, type Text } from "../topology/text";
import { terraformText } from "./terraform-text";

/**
 * Who changes the policy of a bucket or key that exists already. A policy has one owner.
 *
 * - `{ merge }`: the stack. It keeps the statements that the policy has today and adds its own. `merge` is the path of a JSON file
 *   with the policy as it is today, or the policy itself.
 * - `"handover"`: its administrators. They get the statements to add, as an output and as files beside `cdk.tf.json`.
 */
export type ExistingPolicyProps = "handover" | { readonly merge: string | PolicyJson };

/** A policy document, as AWS returns it. */
export interface PolicyJson {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: object;
}

/** @param path of the construct, for messages */
export function existingPolicy(path: string, props: ExistingPolicyProps): model.ExistingPolicy<Text> {
  if (props === "handover") return { kind: "handover" };
  const { merge } = props;
  if (typeof merge !== "string") return { kind: "merge", document: merge as WrittenPolicy };
  const file = readPolicyFile(merge);
  if (file.kind === "policy") return { kind: "merge", document: file.policy };
  const problem =
    file.kind === "unreadable"
      ? `${JSON.stringify(merge)} cannot be read (${file.code})`
      : file.problems.map(formatProblem).join("; ");
  throw new UsageError(`${path}: policy.merge: ${problem}`);
}

/**
 * The policy of an existing bucket or key with the statements of a document.
 *
 * @param what the policy in words: `the policy of bucket lake`
 * @throws UsageError if two statements have the same Sid
 */
export function merged(
  what: string,
  policy: model.ExistingPolicy<Text> | undefined,
  document: PolicyDocument,
): PolicyDocument {
  if (policy?.kind !== "merge") return document;
  const earlier = inTerraform(policy.document) as EarlierPolicy;
  const [collision] = collisionsWith(earlier, document);
  if (collision) throw sidTaken(what, collision, earlier);
  const result = mergedInto(earlier, document);
  if (result.Statement.length === 0)
    throw new UsageError(
      `${what} would have no statements, and AWS rejects such a policy; write policy: handover, which changes nothing`,
    );
  return result;
}

function sidTaken(what: string, collision: { readonly Sid: string }, earlier: EarlierPolicy): UsageError {
  const { Sid } = collision;
  const theirs = [earlier.Statement].flat().find((statement) => statement.Sid === Sid);
  const remedy =
    JSON.stringify(theirs) === JSON.stringify(collision)
      ? "s3porter wrote it at an earlier deployment, so remove it from the policy that is merged"
      : "Sids are unique within a policy, so give it another Sid in the policy that is merged";
  return new UsageError(`${what} already has a statement ${JSON.stringify(Sid)}; ${remedy}`);
}

/** Every text in a value as text for Terraform. */
export function inTerraform(value: unknown): unknown {
  if (typeof value === "string") return terraformText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inTerraform);
  if (isExpression(value)) return terraformText(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [terraformText(key), inTerraform(each)]),
  );
}
