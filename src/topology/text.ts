/**
 * Text of the model. In a stack it is a string. In a module it can be an expression, whose value only the caller knows.
 * Code that cuts or searches an expression does not compile, and only emitters turn it into text.
 */
export type Text = string | Expression;

export type Expression = Reference | Local | Template;

/** A value that is not text. Like text, it is a reference where only the caller of a module knows it. */
export type ValueOr<Value, T extends Text> = Value | Extract<T, Reference>;

/** A reference to something in a module. */
export interface Reference {
  readonly kind: "reference";
  /** In HCL, such as `var.source_bucket_name`. */
  readonly expression: string;
  /** Whether a shell reads every possible value as one word without quotes. */
  readonly isWord: boolean;
}

/** A local value of a module. */
export interface Local {
  readonly kind: "local";
  readonly name: string;
  readonly value: Text;
}

export interface Template {
  readonly kind: "template";
  readonly parts: readonly Part[];
}

export type Part = string | Reference | Local;

export function reference(expression: string, { isWord = true } = {}): Reference {
  return { kind: "reference", expression, isWord };
}

export function local(name: string, value: Text): Local {
  return { kind: "local", name, value };
}

/** Composes text: a string if all parts are strings, otherwise an expression. */
export function text(strings: TemplateStringsArray, ...texts: readonly string[]): string;
export function text<T extends Text>(strings: TemplateStringsArray, ...texts: readonly (T | string)[]): T;
export function text(strings: TemplateStringsArray, ...texts: readonly Text[]): Text {
  return concatenated(strings.flatMap((string, index) => [string, texts[index] ?? ""]));
}

export function joined(texts: readonly Text[], separator: string): Text {
  return concatenated(texts.flatMap((each, index) => (index === 0 ? [each] : [separator, each])));
}

export function partsOf(text: Text): readonly Part[] {
  if (typeof text === "string") return [text];
  return text.kind === "template" ? text.parts : [text];
}

/** Maps each part of a text. */
export function mapped(text: Text, map: (part: Part) => Text): Text {
  return concatenated(partsOf(text).map(map));
}

/** Replaces a character: in strings at once, in expressions with a call of Terraform's `replace`. */
export function replaced<T extends Text>(text: T, character: string, by: string): T;
export function replaced(text: Text, character: string, by: string): Text {
  return mapped(text, (part) => {
    if (typeof part === "string") return part.replaceAll(character, () => by);
    const call = `replace(${expressionOf(part)}, ${JSON.stringify(character)}, ${JSON.stringify(by)})`;
    return reference(call, { isWord: false });
  });
}

/** Replaces local values by what they stand for. */
export function inlined(text: Text): Text {
  return mapped(text, (part) =>
    typeof part === "object" && part.kind === "local" ? inlined(part.value) : part,
  );
}

export function isExpression(value: object): value is Expression {
  return (
    isReference(value) || ("kind" in value && Object.hasOwn(value, OWN_MEMBER[String(value.kind)] ?? ""))
  );
}

/** What tags that have a `kind` do not have. */
const OWN_MEMBER: Readonly<Record<string, string>> = { local: "value", template: "parts" };

/** Tags are not references, even tags that are called like the members of one: their values are strings. */
export function isReference(value: unknown): value is Reference {
  return (
    typeof value === "object" && value !== null && "isWord" in value && typeof value.isWord === "boolean"
  );
}

/** In HCL. */
export function expressionOf(part: Reference | Local): string {
  return part.kind === "local" ? `local.${part.name}` : part.expression;
}

function concatenated(texts: readonly Text[]): Text {
  const parts: Part[] = [];
  for (const part of texts.flatMap(partsOf)) {
    const last = parts.at(-1);
    if (part === "") continue;
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  const [only = "", ...more] = parts;
  return more.length === 0 ? only : { kind: "template", parts };
}
