/**
 * Text as comment lines. What a reader cannot see has no escape in a comment, so it becomes U+FFFD.
 * https://developer.hashicorp.com/terraform/language/style#comments
 */
export function renderComment(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) =>
      `# ${line}`.replaceAll(/[\p{Control}\p{Surrogate}\p{Bidi_Control}\uFEFF]/gu, "\uFFFD").trimEnd(),
    )
    .join("\n");
}
