/** Expressions of HCL: as values, and where they end in a text. */
import {
  brokenString,
  emptyExpression,
  notBalanced,
  notClosed,
  notInExpressions,
  notOneExpression,
  notUnicode,
} from "./errors";

const HCL = Symbol("HCL");

/** HCL in place of a value, for what Terraform's JSON syntax cannot express. */
export interface Expression {
  readonly [HCL]: string;
}

/** @param hcl formatted as `terraform fmt` does, at the left margin */
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
 * Checks that a text from outside is exactly one expression, such as `aws.source`, `list(string)` or `length(var.x) > 1`.
 * Adds parentheses around line breaks outside of brackets, where Terraform would end the attribute.
 *
 * @throws if the expression ends before the text, or has a comment or a heredoc
 */
export function renderExpression(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw emptyExpression(text);
  const { end, isBroken } = scanExpression(trimmed, 0);
  if (end < trimmed.length) throw notOneExpression(text);
  return isBroken ? `(${trimmed})` : trimmed;
}

/** `${` or `%{`, or its escape: `{` after two or more of the same sign is text. */
const SEQUENCE = /(?:\$+|%+)\{/;

interface ScannedExpression {
  /** The position of the `}` that closes it, or the end of the text. */
  readonly end: number;
  /** Whether it has a line break outside of all brackets, where Terraform would end the expression. */
  readonly isBroken: boolean;
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

/**
 * Finds the end of the expression that begins at `from`.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export function scanExpression(text: string, from: number): ScannedExpression {
  const awaited: string[] = [];
  let isBroken = false;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    const closing = CLOSING.get(character);
    if (character === '"') at = endOfQuoted(text, at + 1);
    else if (closing !== undefined) awaited.push(closing);
    else if (character === awaited.at(-1)) awaited.pop();
    else if (character === "}" && awaited.length === 0) return { end: at, isBroken };
    else if (")]}".includes(character)) throw notBalanced(text.slice(from), character);
    else if (character === "\n" && awaited.length === 0) isBroken = true;
    else {
      const found = match(/#|\/\/|\/\*|<</y, text, at);
      if (found) throw notInExpressions(text.slice(from), found[0]);
    }
  }
  const [open] = awaited;
  if (open !== undefined) throw notBalanced(text.slice(from), open);
  return { end: text.length, isBroken };
}

export interface ScannedSequence {
  readonly marker: "${" | "%{";
  /** Without the braces. */
  readonly content: string;
  readonly start: number;
  /** The position after the closing brace. */
  readonly end: number;
}

/** Every `${…}` and `%{…}` of a template. */
export function scanSequences(text: string): ScannedSequence[] {
  if (/\p{Surrogate}/u.test(text)) throw notUnicode(text);
  const sequences: ScannedSequence[] = [];
  const pattern = new RegExp(SEQUENCE, "g");
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const { 0: marker, index: start } = found;
    if (marker !== "${" && marker !== "%{") continue;
    const inside = start + marker.length;
    const { end } = scanExpression(text, inside);
    if (end === text.length) throw notClosed(text, marker);
    sequences.push({ marker, content: text.slice(inside, end), start, end: end + 1 });
    pattern.lastIndex = end + 1;
  }
  return sequences;
}

/** The references in a template, such as `local.partition` or `aws_kms_key.source.arn`, in its order. */
export function referencesIn(text: string): string[] {
  return scanSequences(text).flatMap(({ content }) => referencesOf(content));
}

/** A name with its attributes, or attributes alone, such as those after the index of a list. */
const NAMES = /\.?[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*/y;

function referencesOf(expression: string): string[] {
  const references: string[] = [];
  for (let at = 0; at < expression.length; at++) {
    const [names] = match(NAMES, expression, at) ?? [];
    if (names !== undefined) {
      if (names.includes(".", 1) && !names.startsWith(".")) references.push(names);
      at += names.length - 1;
    } else if (expression.charAt(at) === '"') {
      const end = endOfQuoted(expression, at + 1);
      references.push(...referencesIn(expression.slice(at + 1, end)));
      at = end;
    }
  }
  return references;
}

/** The position of the quote that closes the string that begins at `from`. */
function endOfQuoted(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') return at;
    if (character === "\n") break;
    if (character === "\\") at++;
    else {
      const sequence = match(new RegExp(SEQUENCE, "y"), text, at)?.[0] ?? character;
      at += sequence.length - 1;
      if (sequence === "${" || sequence === "%{") at = scanExpression(text, at + 1).end;
    }
  }
  throw brokenString(text);
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
