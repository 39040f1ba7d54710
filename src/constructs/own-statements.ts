import type { Construct } from "constructs";
import { UsageError } from "../messages/user-error";
import { added, type EarlierPolicy, type PolicyDocument } from "../policy/document";
import type * as model from "../topology/model";
import type { PolicyShape, WrittenPolicy } from "../topology/policy-document";
import { readStatementsFile } from "../topology/policy-file";
import { formatProblem } from "../topology/problem";
import type { Text } from "../topology/text";
import { inTerraform, type PolicyJson } from "./existing-policy";
import { checkSids, type PolicyProperty } from "./policy-conflict";

/** Statements to add to a policy: a policy, a list of statements, or the path of a JSON file with one of them. */
export type StatementsProps = string | PolicyJson | readonly object[] | model.OwnStatements<Text>;

/**
 * @param path of the construct, for messages
 * @param shape of the policy
 * @throws UsageError if the file cannot be read, or has no statements
 */
export function ownStatements(
  path: string,
  props: StatementsProps | undefined,
  shape: PolicyShape = "resource",
): model.OwnStatements<Text> | undefined {
  if (props === undefined) return undefined;
  if (Array.isArray(props)) return { Version: "2012-10-17", Statement: props } as WrittenPolicy;
  if (typeof props !== "string") return props as model.OwnStatements<Text>;
  const file = readStatementsFile(props, shape);
  if (file.kind === "policy") return file.policy;
  const problem =
    file.kind === "unreadable"
      ? `${JSON.stringify(props)} cannot be read (${file.code})`
      : file.problems.map(formatProblem).join("; ");
  throw new UsageError(`${path}: ${shape === "trust" ? "trustStatements" : "statements"}: ${problem}`);
}

/** The path of a construct that is not created yet. */
export function pathIn(scope: Construct, id: string): string {
  return scope.node.path === "" ? id : `${scope.node.path}/${id}`;
}

/**
 * A document with the user's own statements.
 *
 * @throws PolicyConflict if two statements have the same Sid
 */
export function withAdded(
  at: PolicyProperty,
  statements: model.OwnStatements<Text> | undefined,
  document: PolicyDocument,
): PolicyDocument {
  if (statements === undefined) return document;
  const own = inTerraform(statements) as EarlierPolicy;
  checkSids(at, own, document);
  return added(document, own);
}
