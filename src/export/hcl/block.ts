/** Blocks of HCL and their schemas. */
import { notABlock, notAReference, unknownArgument } from "./errors";
import { renderExpression } from "./expression";
import { alignEntries, type Entry, indent, isShort } from "./layout";
import { isList, isMap, renderList, renderValue, type Value, type ValueMap } from "./value";

export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
}

/** Paragraphs, with an empty line between them. */
type Body = readonly Paragraph[];

/** Attributes that belong together, or one nested block. */
type Paragraph = readonly Entry[] | Block;

/** https://developer.hashicorp.com/terraform/language/syntax/configuration#blocks */
export function renderBlock({ type, labels, body }: Block): string {
  const header = [type, ...labels.map((label) => `"${label}"`)].join(" ");
  const paragraphs = body.map(renderParagraph).filter((text) => text !== "");
  return paragraphs.length === 0 ? `${header} {}` : `${header} {\n${indent(paragraphs.join("\n\n"))}\n}`;
}

function renderParagraph(paragraph: Paragraph): string {
  return isBlock(paragraph) ? renderBlock(paragraph) : alignEntries(paragraph);
}

function isBlock(paragraph: Paragraph): paragraph is Block {
  return "body" in paragraph;
}

/**
 * The arguments of a block by name: attributes; `expression`s, which are strings without `${…}` in the JSON syntax
 * (https://developer.hashicorp.com/terraform/language/syntax/json#block-type-specific-exceptions); and nested blocks.
 */
export interface Schema {
  readonly [argument: string]: "attribute" | "expression" | Schema;
}

/** https://developer.hashicorp.com/terraform/language/syntax/json#comment-properties */
const COMMENT = "//";

/** The arguments of a block: its attributes, then its nested blocks, each in the order given. */
export function renderArguments(schema: Schema, values: ValueMap, path: string): Body {
  const { attributes, blocks } = splitArguments(schema, values, path);
  return [attributes, ...blocks];
}

/**
 * @param path where the arguments are, for errors
 * @throws if one of them is not in the schema
 */
export function splitArguments(
  schema: Schema,
  values: ValueMap,
  path: string,
): { attributes: readonly Entry[]; blocks: readonly Block[] } {
  const attributes: Entry[] = [];
  const blocks: Block[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || name === COMMENT) continue;
    const kind = Object.hasOwn(schema, name) ? schema[name] : undefined;
    if (kind === undefined) throw unknownArgument(path, name, Object.keys(schema));
    const argumentPath = `${path}.${name}`;
    if (kind === "attribute") attributes.push({ name, value: renderValue(value) });
    else if (kind === "expression") attributes.push({ name, value: renderBare(value, argumentPath) });
    else {
      for (const body of blockBodies(value, argumentPath)) {
        blocks.push({ type: name, labels: [], body: renderArguments(kind, body, argumentPath) });
      }
    }
  }
  return { attributes, blocks };
}

/** A single block needs no list around it. */
function blockBodies(value: Value, path: string): readonly ValueMap[] {
  if (value === null) return [];
  const bodies = isList(value) ? value : [value];
  return bodies.map((body) => {
    if (isMap(body)) return body;
    throw notABlock(path, body);
  });
}

/** A reference, a type, or a list of references, on one line if it fits. */
function renderBare(value: Value, path: string): string {
  if (typeof value === "string") return renderExpression(value);
  if (!isList(value)) throw notAReference(path, value);
  const items = value.map((item) => {
    if (typeof item === "string") return renderExpression(item);
    throw notAReference(path, item);
  });
  const inline = `[${items.join(", ")}]`;
  return isShort(inline) ? inline : renderList(items);
}
