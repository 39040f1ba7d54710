/** Turns values of Terraform's JSON syntax into HCL. */
import { notFinite } from "./errors";
import { type Expression, hclOf, isExpression } from "./expression";
import { alignEntries, type Entry, indent, isShort } from "./layout";
import { quote, renderString } from "./text";

/** A value of Terraform's JSON syntax, where `${…}` in a string is a template; or HCL. */
export type Value = string | number | boolean | null | Expression | readonly Value[] | ValueMap;

/** Omits undefined values, as JSON does. */
export interface ValueMap {
  readonly [key: string]: Value | undefined;
}

/** A value as HCL at the left margin, on one line or several. */
export function renderValue(value: Value): string {
  if (typeof value === "string") return renderString(value);
  if (typeof value === "number") return renderNumber(value);
  if (typeof value === "boolean" || value === null) return String(value);
  if (isList(value)) return renderList(value.map(renderValue));
  return isExpression(value) ? hclOf(value) : renderMap(renderEntries(value));
}

export function renderEntries(map: ValueMap): Entry[] {
  return Object.entries(map).flatMap(([key, value]) =>
    value === undefined ? [] : { name: renderKey(key), value: renderValue(value) },
  );
}

/** A short list on one line, a long one with one item a line. */
export function renderList(items: readonly string[]): string {
  const inline = `[${items.join(", ")}]`;
  if (isShort(inline)) return inline;
  const lines = items.map((item) => indent(item.startsWith("<<") ? `(${item}\n),` : `${item},`));
  return `[\n${lines.join("\n")}\n]`;
}

/** One entry a line. A single short entry stays on the line of the map. */
export function renderMap(entries: readonly Entry[]): string {
  if (entries.length === 0) return "{}";
  const aligned = alignEntries(entries);
  const inline = `{ ${aligned} }`;
  return entries.length === 1 && isShort(inline) ? inline : `{\n${indent(aligned)}\n}`;
}

/** Names that need quotes: `{ for = 1 }` begins a `for` expression. */
const KEYWORDS: ReadonlySet<string> = new Set(["false", "for", "null", "true"]);

function renderKey(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) && !KEYWORDS.has(key) ? key : quote(key);
}

function renderNumber(value: number): string {
  if (!Number.isFinite(value)) throw notFinite(value);
  return JSON.stringify(value);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value): value is ValueMap {
  return typeof value === "object" && value !== null && !isList(value) && !isExpression(value);
}

/** The same entries, beginning with the given names. */
export function inOrder(names: readonly string[], values: ValueMap): ValueMap {
  const position = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  return Object.fromEntries(Object.entries(values).sort(([one], [other]) => position(one) - position(other)));
}
