import { emptyExpression, notOneExpression } from "./errors";
import { scanExpression } from "./scan";

const HCL = Symbol("HCL");

/** A piece of HCL, to stand among values: what Terraform's JSON syntax has no value for. */
export interface Expression {
  readonly [HCL]: string;
}

/** @param hcl as `terraform fmt` would have it at the left margin */
export function hclExpression(hcl: string): Expression {
  return { [HCL]: hcl };
}

export function isExpression(value: object): value is Expression {
  return HCL in value;
}

export function hclOf(expression: Expression): string {
  return expression[HCL];
}

/**
 * An expression such as `aws.source`, `list(string)` or `length(var.x) > 1` from somebody else, proved to be one and no
 * more. An attribute ends with its line, so one that has line breaks outside of brackets is bracketed, as
 * `terraform fmt` does.
 *
 * @throws if it would end before its text does, or has a comment or a heredoc
 */
export function renderExpression(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw emptyExpression(text);
  const { end, isBroken } = scanExpression(trimmed, 0);
  if (end < trimmed.length) throw notOneExpression(text);
  return isBroken ? `(${trimmed})` : trimmed;
}
