import { UsageError } from "../messages/user-error";
import { type EarlierPolicy, mergedInto, type PolicyDocument } from "../policy/document";
import type * as model from "../topology/model";
import type { WrittenPolicy } from "../topology/policy-document";
import { readPolicyFile } from "../topology/policy-file";
import { formatProblem } from "../topology/problem";
import { isExpression, type Text } from "../topology/text";
import { checkSids, nothingMerged, type PolicyProperty } from "./policy-conflict";
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
 * @throws PolicyConflict if two statements have the same Sid, or there is none
 */
export function merged(
  at: Omit<PolicyProperty, "property">,
  policy: model.ExistingPolicy<Text> | undefined,
  document: PolicyDocument,
): PolicyDocument {
  if (policy?.kind !== "merge") return document;
  const property = { ...at, property: "policy.merge" } as const;
  const earlier = inTerraform(policy.document) as EarlierPolicy;
  checkSids(property, earlier, document);
  const result = mergedInto(earlier, document);
  if (result.Statement.length === 0) throw nothingMerged(property);
  return result;
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
