/** Text in HCL: strings, heredocs, comments and names. */
import { invalidName } from "./errors";
import {
  type Expression,
  hclExpression,
  renderExpression,
  type ScannedSequence,
  scanSequences,
} from "./expression";
import { indent } from "./layout";

/**
 * A string of Terraform's JSON syntax as HCL. A string that is a single `${…}` becomes a bare expression, any other a
 * quoted template. `$${` and `%%{` stand for `${` and `%{`.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function renderString(text: string): string {
  const whole = wholeExpression(text);
  return whole === undefined ? quote(text) : renderExpression(whole);
}

/** A quoted template. Escapes the text, but not the content of `${…}` and `%{…}`. */
export function quote(text: string): string {
  let quoted = "";
  let from = 0;
  for (const sequence of scanSequences(text)) {
    quoted += escape(text.slice(from, sequence.start)) + renderSequence(sequence);
    from = sequence.end;
  }
  return `"${quoted}${escape(text.slice(from))}"`;
}

/** The content of `${…}`, if that is the whole text. Strip markers have no effect there. */
function wholeExpression(text: string): string | undefined {
  if (!text.startsWith("${")) return undefined;
  const [{ content, end } = { content: "", end: 0 }] = scanSequences(text);
  return end === text.length ? content.replace(/^~|~$/g, "") : undefined;
}

/** https://developer.hashicorp.com/terraform/language/expressions/strings#whitespace-stripping */
function renderSequence({ marker, content }: ScannedSequence): string {
  const [, left = "", expression = "", right = ""] = /^(~?)(.*?)(~?)$/s.exec(content) ?? [];
  renderExpression(expression);
  return `${marker}${left}${expression.trim()}${right}}`;
}

/**
 * Characters that a reviewer cannot see: controls, line separators, the byte order mark and changes of direction.
 * https://trojansource.codes
 */
const UNSEEN = String.raw`[\p{Control}\p{Line_Separator}\p{Paragraph_Separator}\p{Bidi_Control}\uFEFF]`;
/** Characters that join the one before them. They must not join the syntax around the text. */
const JOINING = String.raw`[\p{Mark}\p{Grapheme_Extend}\p{Emoji_Modifier}\u200D]`;
const ESCAPED = new RegExp(String.raw`["\\]|${UNSEEN}|(?<=^|["\\$%{]|${UNSEEN})${JOINING}+`, "gu");

/** https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function escape(text: string): string {
  return text.replaceAll(ESCAPED, (characters) =>
    [...characters].map((character) => ESCAPES.get(character) ?? codePoint(character)).join(""),
  );
}

function codePoint(character: string): string {
  const hexadecimal = character.codePointAt(0)?.toString(16) ?? "";
  return hexadecimal.length <= 4
    ? `\\u${hexadecimal.padStart(4, "0")}`
    : `\\U${hexadecimal.padStart(8, "0")}`;
}

/** Whether a line of text must be escaped. */
function needsEscape(line: string): boolean {
  return new RegExp(`${UNSEEN}|^${JOINING}`, "u").test(line);
}

/**
 * A string of several lines, such as a runbook, as a heredoc, which is easier to read. If a heredoc would change the
 * text, it becomes a quoted string.
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
  // Terraform removes the common indentation of all lines, but not from lines of spaces.
  if (lines.every((line) => /^\s/.test(line)) || lines.some((line) => line.trim() === "")) return false;
  if (lines.some((line) => line.trim() === "EOT")) return false;
  const sequences = scanSequences(text);
  // The indentation would change what is in braces, and `chomp` would remove line breaks from a value at the end.
  return sequences.every(({ content, end }) => !content.includes("\n") && end < text.length);
}

/**
 * Text as comment lines. Comments have no escapes, so invisible characters become U+FFFD.
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

/**
 * Checks the name of a resource, a variable or the like. Unlike Terraform, accepts only ASCII letters, because a reviewer
 * could not tell a Cyrillic letter from a Latin one.
 * https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers
 */
export function checkName(kind: string, name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name)) throw invalidName(kind, name);
  return name;
}
