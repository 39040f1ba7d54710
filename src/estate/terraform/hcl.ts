import type { Problems } from "../problem";
import { isObject } from "./configuration";

/**
 * Parses Terraform's native syntax into its JSON syntax.
 *
 * @param file the name of the file in messages
 * @returns undefined after a problem
 */
export async function parseHcl(file: string, text: string, problems: Problems): Promise<unknown> {
  // Starts a parser in WebAssembly, which takes a second and is rarely needed.
  const { parse } = await import("@cdktf/hcl2json");
  try {
    return literalDefaults(await parse(file, text));
  } catch (error) {
    const { address, message } = problemOf(file, (error as Error).message);
    problems.add({ address, path: [] }, message);
    return undefined;
  }
}

/** A default is literal in JSON, but a string in HCL has escapes. */
function literalDefaults(json: Record<string, unknown>): unknown {
  const { variable } = json;
  if (!isObject(variable)) return json;
  const variables = Object.entries(variable).map(([name, blocks]) => [
    name,
    (blocks as readonly Record<string, unknown>[]).map((block) =>
      Object.hasOwn(block, "default") ? { ...block, default: unescaped(block.default) } : block,
    ),
  ]);
  return { ...json, variable: Object.fromEntries(variables) as unknown };
}

function unescaped(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/([$%])\1\{/g, "$1{");
  if (Array.isArray(value)) return value.map(unescaped);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [unescaped(key), unescaped(each)]));
}

/** `parse config: [main.tf:2,6-3,1: Invalid expression; Expected …]` */
function problemOf(file: string, message: string): { address: string; message: string } {
  const [, line, column, what] = /:(\d+),(\d+)-[\d,]+: (.*)\]$/s.exec(message) ?? [];
  if (what === undefined) return { address: file, message };
  return { address: `${file}:${line}:${column}`, message: what };
}
