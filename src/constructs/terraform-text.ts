import { expressionOf, partsOf, type Text } from "../topology/text";

/**
 * Text for Terraform's JSON, where `${` and `%{` begin an expression: of what is text they are doubled, so that it
 * stays text. Above all, the IAM policy variable `${aws:username}` would fail the plan. Tokens are left to CDKTF.
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

/** What a token looks like before CDKTF has resolved it is no text. */
const BEGINS_EXPRESSION = /(?!\$\{TfToken\[)[$%](?=\{)/g;

/** @param isBeforeExpression whose braces would make an escape sequence of a sign at the end */
function literal(text: string, isBeforeExpression: boolean): string {
  const escaped = text.replaceAll(BEGINS_EXPRESSION, (sign) => sign + sign);
  return isBeforeExpression ? escaped.replace(/[$%]$/, (sign) => `\${"${sign}"}`) : escaped;
}

/** `terraformText` of what may be left out. */
export function optionalText(text: Text | undefined): string | undefined {
  return text === undefined ? undefined : terraformText(text);
}

/** `terraformText` for tags; nothing if there are none. */
export function terraformTags(tags: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const entries = Object.entries(tags).map(([key, value]) => [terraformText(key), terraformText(value)]);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Record<string, string>);
}
