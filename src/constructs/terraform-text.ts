import { Token } from "cdktf";

/**
 * Text for Terraform's JSON, where `${` and `%{` begin an expression: they are doubled, so that text stays text.
 * Above all, the IAM policy variable `${aws:username}` would fail the plan. Tokens are left to CDKTF.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function terraformText(text: string): string {
  return Token.isUnresolved(text) ? text : text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

/** `terraformText` for tags; nothing if there are none. */
export function terraformTags(tags: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const entries = Object.entries(tags).map(([key, value]) => [terraformText(key), terraformText(value)]);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Record<string, string>);
}
