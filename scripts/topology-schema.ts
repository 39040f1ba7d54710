/** The JSON Schema of topology files: zod's, with the comments of `src/topology/topology.ts` as descriptions and defaults. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import * as z from "zod";
import { topologyFileSchema } from "../src/topology/topology";

const FILE = join(__dirname, "../src/topology/topology.ts");

type Schema = z.core.JSONSchema.BaseSchema;

export function topologyJsonSchema(): Schema {
  const source = ts.createSourceFile(FILE, readFileSync(FILE, "utf8"), ts.ScriptTarget.ES2022, true);
  const schema = z.toJSONSchema(topologyFileSchema, {
    target: "draft-7",
    io: "input",
    // What a rule checks beyond the type, JSON Schema cannot say.
    unrepresentable: "any",
  });
  new Comments(source).describe(schema, ts.factory.createIdentifier("topologyFileSchema"));
  return { ...schema, title: "Topology of s3porter" };
}

/** Follows the expressions of zod beside the schema that zod makes of them. */
class Comments {
  constructor(private readonly source: ts.SourceFile) {}

  describe(schema: Schema, expression: ts.Expression): void {
    if (ts.isIdentifier(expression)) {
      const initializer = initializerOf(this.source, expression.text);
      if (initializer === undefined) return;
      addComment(schema, commentOf(initializer.parent.parent.parent));
      this.describe(schema, initializer);
    } else if (ts.isCallExpression(expression)) this.describeCall(schema, expression);
  }

  private describeCall(
    schema: Schema,
    { expression: callee, arguments: [first, second] }: ts.CallExpression,
  ) {
    if (ts.isIdentifier(callee)) {
      if (callee.text === "mapping" && first) this.describeProperties(schema, first);
      else if (callee.text === "record" && first) this.describe(schemaIn(schema.additionalProperties), first);
    } else if (ts.isPropertyAccessExpression(callee)) {
      const { expression: of, name } = callee;
      // Such as `.optional()`.
      if (of.getText() !== "z") this.describe(schema, of);
      else if (name.text === "array" && first) this.describe(schemaIn(schema.items), first);
      else if (name.text === "record" && second) this.describe(schemaIn(schema.additionalProperties), second);
      else if (name.text === "union" && first && ts.isArrayLiteralExpression(first))
        first.elements.forEach((element, index) => {
          const alternative = schemaIn(schema.anyOf?.[index]);
          addComment(alternative, commentOf(element));
          this.describe(alternative, element);
        });
    }
  }

  private describeProperties(schema: Schema, fields: ts.Expression): void {
    const shape = ts.isIdentifier(fields) ? initializerOf(this.source, fields.text) : fields;
    if (shape === undefined || !ts.isObjectLiteralExpression(shape)) return;
    for (const property of shape.properties) {
      if (ts.isSpreadAssignment(property)) this.describeProperties(schema, property.expression);
      else if (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) {
        const name = property.name.getText();
        const described = schemaIn(schema.properties?.[name]);
        addComment(described, commentOf(property));
        this.describe(described, ts.isPropertyAssignment(property) ? property.initializer : property.name);
      }
    }
  }
}

function schemaIn(schema: unknown): Schema {
  return (schema ?? {}) as Schema;
}

function initializerOf(source: ts.SourceFile, name: string): ts.Expression | undefined {
  for (const statement of source.statements)
    if (ts.isVariableStatement(statement))
      for (const declaration of statement.declarationList.declarations)
        if (declaration.name.getText() === name && declaration.initializer) return declaration.initializer;
  return undefined;
}

/** The text of the comment before a node, on one line. */
function commentOf(node: ts.Node): string | undefined {
  const text = node.getFullText();
  const range = ts.getLeadingCommentRanges(text, 0)?.at(-1);
  const comment = range && text.slice(range.pos, range.end);
  if (!comment?.startsWith("/**")) return undefined;
  return comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/\s*\n\s*\*\s?/g, " ")
    .trim();
}

/** The nearest comment counts. What is after `@default` is JSON, or words after a hyphen. */
function addComment(schema: Schema, comment: string | undefined): void {
  if (comment === undefined || schema.description !== undefined) return;
  const [text = "", byDefault] = comment.split("@default").map((part) => part.trim());
  const value = byDefault === undefined || byDefault.startsWith("-") ? undefined : parsed(byDefault);
  if (value !== undefined) schema.default = value as never;
  const said = byDefault === undefined ? "" : `Default: ${byDefault.replace(/^- /, "")}`;
  schema.description = [text, said].filter((part) => part !== "").join("\n\n");
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
