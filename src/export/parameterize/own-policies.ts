/** Statements that the user wrote, and policies that are there already. */
import type { ExistingPolicy, OwnStatements } from "../../topology/model";
import { isExpression, text, type Text } from "../../topology/text";

/** An earlier policy, in which the ARN of its bucket or key follows from a variable. */
export function policyWithArn(policy: ExistingPolicy, arn: string, by: Text): ExistingPolicy<Text> {
  return policy.kind === "handover"
    ? policy
    : { kind: "merge", document: statementsWithArn(policy.document, arn, by) };
}

/** Replaces the ARN of a bucket or key, and the beginning of the ARNs of its objects. */
export function statementsWithArn(document: OwnStatements<Text>, arn: string, by: Text): OwnStatements<Text> {
  const replace = (value: unknown): unknown => {
    if (typeof value === "string") {
      if (value !== arn && !value.startsWith(`${arn}/`)) return value;
      return text<Text>`${by}${value.slice(arn.length)}`;
    }
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== "object" || value === null || isExpression(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replace(each)]));
  };
  return replace(document) as OwnStatements<Text>;
}
