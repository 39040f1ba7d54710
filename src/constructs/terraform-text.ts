import { type IResolvable, Token } from "cdktf";
import type { Tags } from "../topology/model";
import { expressionOf, isReference, partsOf, type Reference, type Text } from "../topology/text";

/**
 * Text for Terraform's JSON, in which `${` and `%{` begin an expression. In strings, the sign is doubled: otherwise Terraform
 * would try to evaluate the IAM policy variable `${aws:username}`. Tokens stay as they are, because CDKTF resolves them.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function terraformText(text: Text): string {
  const parts = partsOf(text);
  return parts
    .map((part, index) =>
      typeof part === "string" ? literal(part, index < parts.length - 1) : `\${${expressionOf(part)}}`,
    )
    .join("");
}

/** Leaves CDKTF's unresolved tokens alone. */
const BEGINS_EXPRESSION = /(?!\$\{TfToken\[)[$%](?=\{)/g;

/** @param isBeforeExpression whether `${` follows: a sign at the end would escape it */
function literal(text: string, isBeforeExpression: boolean): string {
  const escaped = text.replaceAll(BEGINS_EXPRESSION, (sign) => sign + sign);
  return isBeforeExpression ? escaped.replace(/[$%]$/, (sign) => `\${"${sign}"}`) : escaped;
}

/**
 * The text that Terraform will make of `terraformText`. Undefined if only Terraform knows it, because it contains an expression
 * or a token.
 */
export function plainText(text: string): string | undefined {
  const plain = text.replaceAll(/([$%])\1(?=\{)/g, (_, sign: string) => `${sign}\0`);
  return /[$%]\{/.test(plain) || Token.isUnresolved(text) ? undefined : plain.replaceAll("\0", "");
}

/** Whether a text is known now: it has no Terraform expression and no token of CDKTF. */
export function isKnown(text: Text): text is string {
  return typeof text === "string" && !Token.isUnresolved(text);
}

/** Text for Terraform as an expression. */
export function expressionFor(text: string): string {
  return /^\$\{([^{}]*)\}$/.exec(text)?.[1] ?? JSON.stringify(text);
}

/** `terraformText` of an optional text. */
export function optionalText(text: Text | undefined): string | undefined {
  return text === undefined ? undefined : terraformText(text);
}

/** A number for a CDKTF property, which does not accept text. */
export function terraformNumber(number: number | Reference): number {
  return typeof number === "number" ? number : Token.asNumber(terraformText(number));
}

export function terraformBoolean(
  boolean: boolean | Reference | undefined,
): boolean | IResolvable | undefined {
  return typeof boolean === "object" ? Token.asAny(terraformText(boolean)) : boolean;
}

/** `terraformText` for tags. Undefined if there are none. */
export function terraformTags(tags: Tags | Reference): Record<string, string> | undefined {
  if (isReference(tags)) return Token.asStringMap(terraformText(tags));
  const entries = Object.entries(tags).map(([key, value]) => [terraformText(key), terraformText(value)]);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Record<string, string>);
}
