import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { transformSync } from "@swc/core";
import type { Evaluator } from "./truth-table/case";

const SOURCES = join(__dirname, "../../src/prove/evaluator");

/** The text of every file of the evaluator, by its name. */
export function evaluatorSources(): ReadonlyMap<string, string> {
  const names = readdirSync(SOURCES).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return new Map(names.map((name) => [name, readFileSync(join(SOURCES, name), "utf8")]));
}

const compiled = new Map<string, string>();

/** Loads the evaluator from the given texts, apart from any other copy of it. */
export function loadEvaluator(sources: ReadonlyMap<string, string>): Evaluator {
  const loaded = new Map<string, { exports: unknown }>();
  const builtin = createRequire(__filename);
  const load = (name: string): unknown => {
    const before = loaded.get(name);
    if (before) return before.exports;
    const source = sources.get(name);
    if (source === undefined) throw new Error(`the evaluator has no file ${name}`);
    const file = { exports: {} };
    loaded.set(name, file);
    const required = (id: string) => (id.startsWith("./") ? load(`${basename(id)}.ts`) : builtin(id));
    new Function("exports", "require", "module", compile(source))(file.exports, required, file);
    return file.exports;
  };
  return { ...(load("caller.ts") as object), ...(load("evaluate.ts") as object) } as Evaluator;
}

function compile(source: string): string {
  const before = compiled.get(source);
  if (before !== undefined) return before;
  const { code } = transformSync(source, {
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
  });
  compiled.set(source, code);
  return code;
}
