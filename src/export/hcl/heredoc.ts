import { type Expression, hclExpression } from "./expression";
import { indent } from "./layout";
import { scanSequences } from "./scan";
import { needsEscape, renderString } from "./string";

/**
 * A string of Terraform's JSON syntax that has several lines, such as a runbook, as a heredoc, in which a person can
 * read it; as any other string if a heredoc would not hold exactly that.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#heredoc-strings
 */
export function heredoc(text: string): Expression {
  if (!fits(text)) return hclExpression(renderString(text));
  if (text.endsWith("\n")) return hclExpression(`<<-EOT\n${indent(text)}EOT`);
  // A heredoc always ends with a line break.
  return hclExpression(`chomp(<<-EOT\n${indent(text)}\nEOT\n)`);
}

function fits(text: string): boolean {
  const lines = text.split("\n").filter((line) => line !== "");
  if (lines.length < 2 || lines.some(needsEscape)) return false;
  // Terraform takes away the margin that all lines have in common, but not from lines that have nothing else.
  if (lines.every((line) => /^\s/.test(line)) || lines.some((line) => line.trim() === "")) return false;
  if (lines.some((line) => line.trim() === "EOT")) return false;
  const sequences = scanSequences(text);
  // Of what stands in braces the margin would become part, and from its value `chomp` would take line breaks.
  return sequences.every(({ content, end }) => !content.includes("\n") && end < text.length);
}
