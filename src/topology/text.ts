/**
 * Text of the model. In a stack it is what it says; in a module some of it is known to the caller alone. As an
 * expression is no string, what would cut it or search it does not compile, and only emitters make text of it.
 */
export type Text = string | Expression;

export type Expression = Reference | Local | Template;

/** What a module refers to. */
export interface Reference {
  readonly kind: "reference";
  /** In HCL, such as `var.source_bucket_name`. */
  readonly expression: string;
  /** Whether a shell takes any of its values for one word as it is. */
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

/** Text with other text in it: a string if all of it is, else an expression. */
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

/** Text with other text in place of each of its parts. */
export function mapped(text: Text, map: (part: Part) => Text): Text {
  return concatenated(partsOf(text).map(map));
}

/** Text with another text in place of each of a character, which Terraform puts in where it alone knows the text. */
export function replaced<T extends Text>(text: T, character: string, by: string): T;
export function replaced(text: Text, character: string, by: string): Text {
  return mapped(text, (part) => {
    if (typeof part === "string") return part.replaceAll(character, () => by);
    const call = `replace(${expressionOf(part)}, ${JSON.stringify(character)}, ${JSON.stringify(by)})`;
    return reference(call, { isWord: false });
  });
}

/** Text with what its locals stand for. */
export function inlined(text: Text): Text {
  return mapped(text, (part) =>
    typeof part === "object" && part.kind === "local" ? inlined(part.value) : part,
  );
}

export function isExpression(value: object): value is Expression {
  return "kind" in value && ["reference", "local", "template"].includes(String(value.kind));
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
