/**
 * The supported part of Terraform's expression language: literals, references, templates, objects, lists and calls. The
 * evaluator reports operators, conditions and loops.
 * https://developer.hashicorp.com/terraform/language/expressions
 */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "reference"; readonly text: string; readonly steps: readonly Step[] }
  | { readonly kind: "template"; readonly parts: readonly Part[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "not-understood" };

export type Step = string | number;

/** Text, or an expression with its `${` and `}`. */
export type Part = string | { readonly text: string; readonly expression: Expression };

const NOT_UNDERSTOOD: Expression = { kind: "not-understood" };
const DEEPEST = 32;

/** Whether Terraform would interpret the text. */
export function isTemplate(text: string): boolean {
  return nextMarker(text, 0) !== undefined;
}

/**
 * The parts of a string in Terraform's JSON syntax, where `$${` and `%%{` stand for `${` and `%{`, and a backslash is
 * literal.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function parseTemplate(text: string): readonly Part[] {
  return templateParts(text, (literal) => literal, 0);
}

function templateParts(text: string, unescape: (literal: string) => string, depth: number): Part[] {
  const parts: Part[] = [];
  let literal = "";
  let from = 0;
  for (let index = nextMarker(text, 0); index !== undefined; index = nextMarker(text, from)) {
    const isEscaped = index > from && text[index - 1] === text[index];
    if (isEscaped) {
      literal += text.slice(from, index - 1) + text.slice(index, index + 2);
      from = index + 2;
      continue;
    }
    const end = depth < DEEPEST ? endOfInterpolation(text, index + 2, depth) : undefined;
    const whole = text.slice(index, end === undefined ? undefined : end + 1);
    literal += text.slice(from, index);
    if (literal !== "") parts.push(unescape(literal));
    literal = "";
    from = index + whole.length;
    const isDirective = text[index] === "%";
    const expression =
      isDirective || end === undefined
        ? NOT_UNDERSTOOD
        : parseExpression(text.slice(index + 2, end), depth + 1);
    parts.push({ text: whole, expression });
  }
  literal += text.slice(from);
  if (literal !== "") parts.push(unescape(literal));
  return parts;
}

/** The position of the next `${` or `%{`. */
function nextMarker(text: string, from: number): number | undefined {
  for (let brace = text.indexOf("{", from + 1); brace > 0; brace = text.indexOf("{", brace + 1)) {
    const before = text[brace - 1];
    if (before === "$" || before === "%") return brace - 1;
  }
  return undefined;
}

/** The position of the `}` that closes an interpolation whose content begins at `from`. */
function endOfInterpolation(text: string, from: number, depth: number): number | undefined {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    const comment = commentAt(text, at);
    if (comment !== undefined) at += comment.length - 1;
    else if (character === "{") open++;
    else if (character === "}" && --open === 0) return at;
    else if (character === '"') {
      const end = endOfQuoted(text, at + 1, depth);
      if (end === undefined) return undefined;
      at = end;
    }
  }
  return undefined;
}

/** Until the end of the line, or of the comment. */
const COMMENT = /(?:#|\/\/)[^\n]*|\/\*[^]*?\*\//y;

function commentAt(text: string, at: number): string | undefined {
  if (text[at] !== "#" && text[at] !== "/") return undefined;
  COMMENT.lastIndex = at;
  return COMMENT.exec(text)?.[0];
}

/** The position of the quote that closes a string whose content begins at `from`. */
function endOfQuoted(text: string, from: number, depth: number): number | undefined {
  if (depth >= DEEPEST) return undefined;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '"') return at;
    if (character === "\\") at++;
    else if (character === "$" || character === "%") {
      if (text[at + 1] === character && text[at + 2] === "{") at += 2;
      else if (text[at + 1] === "{") {
        const end = endOfInterpolation(text, at + 2, depth + 1);
        if (end === undefined) return undefined;
        at = end;
      }
    }
  }
  return undefined;
}

/** Most expressions are only a reference in ASCII: `aws_s3_bucket.source.arn`. */
const PLAIN_REFERENCE = /^(?!(?:true|false|null)\.)[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+$/;

function parseExpression(text: string, depth: number): Expression {
  if (PLAIN_REFERENCE.test(text)) return { kind: "reference", text, steps: text.split(".") };
  try {
    return new Parser(text, depth).whole();
  } catch (error) {
    if (error === NOT_UNDERSTOOD) return NOT_UNDERSTOOD;
    throw error;
  }
}

const CONSTANTS: ReadonlyMap<string, Expression> = new Map([
  ["true", { kind: "literal", value: true }],
  ["false", { kind: "literal", value: false }],
  ["null", { kind: "literal", value: null }],
]);

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const INDEX = /\d+/y;
const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const NAME_OF_ENTRY = /[\p{L}_][\p{L}\p{N}_-]*(?=\s*[=:])/uy;
const SPACE = new RegExp(`(?:\\s|${COMMENT.source})+`, "y");

/** Throws NOT_UNDERSTOOD on unknown syntax. */
class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private depth: number,
  ) {}

  whole(): Expression {
    const expression = this.expression();
    if (this.at < this.text.length) throw NOT_UNDERSTOOD;
    return expression;
  }

  private expression(): Expression {
    if (++this.depth > DEEPEST) throw NOT_UNDERSTOOD;
    this.space();
    const expression = this.term();
    this.space();
    this.depth--;
    return expression;
  }

  private term(): Expression {
    if (this.accept("(")) return this.until(")", this.expression());
    if (this.accept("{")) return { kind: "object", entries: this.list("}", () => this.entry()) };
    if (this.accept("[")) return { kind: "list", items: this.list("]", () => this.expression()) };
    if (this.accept('"')) return this.quoted();
    const number = this.match(NUMBER);
    if (number !== undefined) return { kind: "literal", value: Number(number) };
    return this.name();
  }

  private name(): Expression {
    const from = this.at;
    const name = this.identifier();
    const constant = CONSTANTS.get(name);
    if (constant) return constant;
    if (this.accept("(")) return { kind: "call", name, args: this.list(")", () => this.expression()) };
    const steps: Step[] = [name];
    for (;;) {
      if (this.accept(".")) steps.push(this.match(INDEX) ?? this.identifier());
      else if (this.accept("[")) steps.push(this.until("]", this.index()));
      else return { kind: "reference", text: this.text.slice(from, this.at), steps };
    }
  }

  private index(): Step {
    const index = this.expression();
    if (index.kind !== "literal") throw NOT_UNDERSTOOD;
    if (typeof index.value !== "string" && typeof index.value !== "number") throw NOT_UNDERSTOOD;
    return index.value;
  }

  private entry(): readonly [Expression, Expression] {
    this.space();
    const name = this.match(NAME_OF_ENTRY);
    const key: Expression = name === undefined ? this.expression() : { kind: "literal", value: name };
    this.space();
    if (!this.accept("=") && !this.accept(":")) throw NOT_UNDERSTOOD;
    return [key, this.expression()];
  }

  private list<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    for (this.space(); !this.accept(end); this.space()) {
      items.push(item());
      // Line breaks also separate the entries of an object, and count as space here.
      if (!this.accept(",") && this.text[this.at] !== end && end !== "}") throw NOT_UNDERSTOOD;
    }
    return items;
  }

  private quoted(): Expression {
    const end = endOfQuoted(this.text, this.at, this.depth);
    if (end === undefined) throw NOT_UNDERSTOOD;
    const parts = templateParts(this.text.slice(this.at, end), unescapeQuoted, this.depth);
    this.at = end + 1;
    if (parts.length === 0) return { kind: "literal", value: "" };
    const [only] = parts;
    return parts.length === 1 && typeof only === "string"
      ? { kind: "literal", value: only }
      : { kind: "template", parts };
  }

  private identifier(): string {
    const identifier = this.match(IDENTIFIER);
    if (identifier === undefined) throw NOT_UNDERSTOOD;
    return identifier;
  }

  private until<T>(end: string, value: T): T {
    if (!this.accept(end)) throw NOT_UNDERSTOOD;
    return value;
  }

  private accept(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private space(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string | undefined {
    const from = this.at;
    pattern.lastIndex = from;
    if (!pattern.test(this.text)) return undefined;
    this.at = pattern.lastIndex;
    return this.text.slice(from, this.at);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences */
function unescapeQuoted(literal: string): string {
  return literal.replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.?))/gs,
    (_, short?: string, long?: string, letter?: string) => {
      const code = Number.parseInt(short ?? long ?? "", 16);
      const text = letter === undefined ? codePoint(code) : ESCAPES[letter];
      if (text === undefined) throw NOT_UNDERSTOOD;
      return text;
    },
  );
}

function codePoint(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
