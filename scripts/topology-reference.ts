/** Writes `docs/topology-fields.md`, every field of a topology, from its schema; with --check, says whether it is up to date. */
import { inCell, isCheck, table, writePage } from "./generated-page";
import { topologyJsonSchema } from "./topology-schema";

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

const INTRODUCTION = `# Fields of a topology

<!-- written by npm run checks -->

Every field of a topology file, with its type and default, from [topology.schema.json](topology.schema.json). What the
sections are for, with examples, is in the [topology reference](topology.md).

A **policy** is a JSON file, with its path relative to the topology, or the policy or its statements themselves.
`;

function page(): string {
  const root = topologyJsonSchema() as Schema;
  return [INTRODUCTION, ...sections("", root)].join("\n");
}

/** The section of a mapping and those of the mappings inside it. */
function sections(path: string, schema: Schema): string[] {
  const { properties = {}, required = [] } = schema;
  const fields = Object.entries(properties);
  const rows = fields.map(([name, field]) => {
    const [text = "", byDefault] = (field.description ?? "").split(/\n*Default: /);
    return [
      `\`${name}\``,
      typeOf(join(path, name), field),
      required.includes(name) ? "required" : inCell(byDefault ?? ""),
      inCell(text),
    ];
  });
  return [
    ...(path === "" ? [] : ["", `${path.includes(".") ? "###" : "##"} ${path}`, ""]),
    ...(path === "" ? [] : [(schema.description ?? "").split("\n\n")[0] ?? "", ""]),
    table(["field", "type", "default", "what it is"], rows),
    ...fields.flatMap(([name, field]) =>
      mappingsIn(field).flatMap((each) =>
        sections(join(path, name), { ...each, description: each.description ?? field.description }),
      ),
    ),
  ];
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** The mappings with fields that a field holds: itself, its alternatives, its entries. Policies have no fields of their own here. */
function mappingsIn(schema: Schema): Schema[] {
  if (isPolicy(schema)) return [];
  const { properties, additionalProperties, items, anyOf = [] } = schema;
  if (properties !== undefined) return [schema];
  return [...anyOf, ...[items, additionalProperties].filter(isSchema)].flatMap(mappingsIn);
}

function typeOf(path: string, schema: Schema): string {
  const { type, properties, additionalProperties, items, anyOf } = schema;
  if (isPolicy(schema)) return "policy";
  if (anyOf !== undefined) return anyOf.map((each) => typeOf(path, each)).join(", or ");
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(", ");
  if (properties !== undefined) return `[fields](#${path.replaceAll(".", "")})`;
  if (isSchema(additionalProperties)) return `${typeOf(path, additionalProperties)}, by name`;
  if (items !== undefined) return `list of ${typeOf(path, items)}`;
  if (type === "integer") return `integer${rangeOf(schema)}`;
  return typeof type === "string" ? type : (type ?? []).join(", ");
}

function rangeOf({ minimum, maximum }: Schema): string {
  if (minimum === undefined) return "";
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
    ? `, ${minimum} or more`
    : `, ${minimum} to ${maximum}`;
}

/** A policy document, its statements, or the name of a file with them. */
function isPolicy(schema: Schema): boolean {
  const { properties = {}, items, anyOf = [] } = schema;
  return (
    "Statement" in properties ||
    "Effect" in properties ||
    [...anyOf, items].some((each) => isSchema(each) && isPolicy(each))
  );
}

function isSchema(value: Schema | boolean | undefined): value is Schema {
  return typeof value === "object";
}

export function main(check = isCheck()): Promise<void> {
  return writePage("topology-fields.md", page(), "src/topology/topology.ts", check);
}

if (require.main === module) void main();
