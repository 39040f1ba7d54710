/**
 * Text of the model. In a stack it is a string. In a module it can be an expression, because its value depends on the caller
 * of the module. String operations on an expression do not compile. Only code that writes Terraform turns it into a string.
 */
export type Text = string | Expression;

/** A Terraform expression, or text that contains some. */
export type Expression = Reference | Local | Template;

/** A number, boolean or mapping. Like text, it can be a reference in a module. */
export type ValueOr<Value, T extends Text> = Value | Extract<T, Reference>;

/** A Terraform expression, such as a reference to a variable of a module. */
export interface Reference {
  readonly kind: "reference";
  /** The expression in HCL, such as `var.source_bucket_name`. */
  readonly expression: string;
  /** Whether a shell reads every possible value as one word, without quotes. */
  readonly isWord: boolean;
}

/** A local value of a module. */
export interface Local {
  readonly kind: "local";
  readonly name: string;
  readonly value: Text;
}

/** Text with references or locals in it. */
export interface Template {
  readonly kind: "template";
  readonly parts: readonly Part[];
}

/** A part of a text. */
export type Part = string | Reference | Local;

export function reference(expression: string, { isWord = true } = {}): Reference {
  return { kind: "reference", expression, isWord };
}

export function local(name: string, value: Text): Local {
  return { kind: "local", name, value };
}

/** Template tag that composes text: a string if all parts are strings, otherwise an expression. */
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

/** Replaces a character: directly in strings, with Terraform's `replace` function in expressions. */
export function replaced<T extends Text>(text: T, character: string, by: string): T;
export function replaced(text: Text, character: string, by: string): Text {
  return mapped(text, (part) => {
    if (typeof part === "string") return part.replaceAll(character, () => by);
    const call = `replace(${expressionOf(part)}, ${JSON.stringify(character)}, ${JSON.stringify(by)})`;
    return reference(call, { isWord: false });
  });
}

/** Replaces locals by their values. */
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

/** Distinguishes expressions from tags with the key `kind`, whose values are strings. */
const OWN_MEMBER: Readonly<Record<string, string>> = { local: "value", template: "parts" };

/** Checks a boolean member, because tags can have any keys but only strings as values. */
export function isReference(value: unknown): value is Reference {
  return (
    typeof value === "object" && value !== null && "isWord" in value && typeof value.isWord === "boolean"
  );
}

/** The expression in HCL. */
export function expressionOf(part: Reference | Local): string {
  return part.kind === "local" ? `local.${part.name}` : part.expression;
}

function concatenated(texts: readonly Text[]): Text {
  if (texts.every((each) => typeof each === "string")) return texts.join("");
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
