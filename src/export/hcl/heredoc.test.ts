import { heredoc } from "./heredoc";
import { hclOf } from "./expression";

test.each([
  ["a\nb\n", "<<-EOT\n  a\n  b\nEOT"],
  ['# "${var.a}"\n\n  cp \\\n$${HOME}', 'chomp(<<-EOT\n  # "${var.a}"\n\n    cp \\\n  $${HOME}\nEOT\n)'],
])("%j is one", (text, hcl) => expect(hclOf(heredoc(text))).toBe(hcl));

test.each([
  ["one line", "a"],
  ["one line and a line break", "a\n"],
  ["the end marker", "a\n EOT\n"],
  ["a margin, which Terraform removes", "  a\n\n  b"],
  ["a line of spaces, of which Terraform would keep the margin", "a\n \nb"],
  ["a tab", "a\n\tb"],
  ["an expression of several lines", "a\n${f(\nx)}\nb"],
  ["an expression at the end, from whose value chomp would take line breaks", "a\n${b}"],
])("%s is none", (_, text) => expect(hclOf(heredoc(text))).toMatch(/^".*"$/s));
