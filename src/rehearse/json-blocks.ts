import type { Attribute, Block, Body } from "./hcl-blocks";

type JsonObject = Readonly<Record<string, unknown>>;

/** How many labels a block of the top level has. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  check: 1,
  module: 1,
  output: 1,
  provider: 1,
  variable: 1,
};

/**
 * The blocks of a file in Terraform's JSON syntax. Only a schema tells an argument from a block there, so that below the
 * top level an object is both.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function readJsonBlocks(json: unknown): Body {
  const blocks = objects(json).flatMap((file) =>
    Object.entries(file).flatMap(([type, body]) => labelled(type, [], LABELS[type] ?? 0, body)),
  );
  return { attributes: [], blocks };
}

function labelled(type: string, labels: readonly string[], missing: number, json: unknown): Block[] {
  if (missing === 0) return objects(json).map((body) => block(type, labels, body));
  return objects(json).flatMap((named) =>
    Object.entries(named).flatMap(([label, body]) => labelled(type, [...labels, label], missing - 1, body)),
  );
}

function block(type: string, labels: readonly string[], json: JsonObject): Block {
  const entries = Object.entries(json).filter(([name]) => name !== "//");
  const attributes: Attribute[] = entries.map(([name, value]) => ({
    name,
    expression: expressionOf(value),
    start: 0,
    end: 0,
  }));
  const blocks = entries.flatMap(([name, value]) => objects(value).map((each) => block(name, [], each)));
  return { type, labels, body: { attributes, blocks }, start: 0, end: 0 };
}

/** In the native syntax. A text is a template in both. */
function expressionOf(value: unknown): string {
  const [, expression] = typeof value === "string" ? (/^\$\{([^{}]*)\}$/.exec(value) ?? []) : [];
  return expression ?? JSON.stringify(value);
}

/** One object or a list of them. */
export function objects(json: unknown): JsonObject[] {
  return [json].flat().filter((each) => typeof each === "object" && each !== null) as JsonObject[];
}
