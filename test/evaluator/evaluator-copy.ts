import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { transformSync } from "@swc/core";
import type { Evaluator } from "./truth-table/case";

const EVALUATOR = join(__dirname, "../../src/prove/evaluator");

/** The text of a file, which is named as the evaluator's own files import it: `evaluate.ts`, `../iam/wildcard.ts`. */
export function sourceOf(file: string): string {
  return readFileSync(join(EVALUATOR, file), "utf8");
}

const compiled = new Map<string, string>();

/**
 * Loads the evaluator and all that it imports of ours, apart from any other copy of it.
 *
 * @param changed texts to read instead of those of the files, by file
 */
export function loadEvaluator(changed: ReadonlyMap<string, string> = new Map()): Evaluator {
  const instead = new Map([...changed].map(([file, text]) => [join(EVALUATOR, file), text]));
  const loaded = new Map<string, { exports: unknown }>();
  const builtin = createRequire(__filename);
  const load = (path: string): unknown => {
    const before = loaded.get(path);
    if (before) return before.exports;
    const file = { exports: {} };
    loaded.set(path, file);
    const required = (id: string) => {
      if (!id.startsWith(".")) return builtin(id);
      const found = join(dirname(path), id);
      return id.endsWith(".json") ? builtin(found) : load(`${found}.ts`);
    };
    const source = instead.get(path) ?? readFileSync(path, "utf8");
    new Function("exports", "require", "module", compile(source))(file.exports, required, file);
    return file.exports;
  };
  const exportsOf = (file: string) => load(join(EVALUATOR, file)) as object;
  return { ...exportsOf("caller.ts"), ...exportsOf("evaluate.ts") } as Evaluator;
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
