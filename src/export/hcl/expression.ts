/** Expressions of HCL: the pieces that stand among values, and where one in a text ends. */
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

/** `${` or `%{`, or its escape: `{` after two or more of the same sign is text. */
const SEQUENCE = /(?:\$+|%+)\{/;

interface ScannedExpression {
  /** Where the `}` is that closes it, or the text's end. */
  readonly end: number;
  /** Whether a line ends in it outside of all brackets, where Terraform takes the expression to be over. */
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
  /** Behind the closing brace. */
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

/** What a template refers to, such as `local.partition` or `aws_kms_key.source.arn`, in its order. */
export function referencesIn(text: string): string[] {
  return scanSequences(text).flatMap(({ content }) => referencesOf(content));
}

/** A name with its attributes, or only attributes, such as those of an element of a list. */
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

/** Where the quote is that closes the string which begins at `from`. */
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
