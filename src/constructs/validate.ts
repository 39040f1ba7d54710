import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { isReference, type Reference, type Text } from "../topology/text";
import { iamTagKeyProblem, iamTagValueProblem } from "../aws/iam-tag";
import { invalidProperty } from "./errors";

/**
 * Applies a check of `src/aws` to a property. Skips properties that are not set, and Terraform expressions, whose values are
 * not known here.
 *
 * @throws UsageError if the check finds a problem
 */
export function validate(
  scope: IConstruct,
  property: string,
  value: Text | undefined,
  problemOf: (value: string) => string | undefined,
): void {
  if (typeof value !== "string" || Token.isUnresolved(value)) return;
  const problem = problemOf(value);
  if (problem !== undefined) throw invalidProperty(scope.node.path, property, value, problem);
}

/** Checks the tags of a role or a user. */
export function validateTags(scope: IConstruct, tags: Readonly<Record<string, string>> | Reference): void {
  if (isReference(tags)) return;
  for (const [key, value] of Object.entries(tags)) {
    validate(scope, "tags", key, iamTagKeyProblem);
    validate(scope, "tags", value, iamTagValueProblem);
  }
}
