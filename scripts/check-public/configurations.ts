/** The Terraform in a folder of cloned repositories that can be checked by itself. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export interface Configuration {
  readonly repository: string;
  /** Relative to the repository; `.` for its root. */
  readonly path: string;
  readonly folder: string;
}

interface Module {
  readonly folder: string;
  /** Whether it has resources that this program is about. */
  readonly isRelevant: boolean;
  /** The folders of the modules that it calls in the same repository. */
  readonly calls: readonly string[];
}

/**
 * Every module that no other module of its repository calls and that has buckets, keys or IAM, itself or by a call. A
 * module that an example calls is checked by its example.
 */
export function configurationsIn(folder: string): Configuration[] {
  return foldersIn(folder).flatMap((repository) => {
    const root = join(folder, repository);
    const modules = new Map(modulesBelow(root).map((module) => [module.folder, module]));
    const called = new Set([...modules.values()].flatMap(({ calls }) => calls));
    return [...modules.values()]
      .filter((module) => !called.has(module.folder) && isRelevant(module, modules))
      .map((module) => ({
        repository,
        path: relative(root, module.folder) || ".",
        folder: module.folder,
      }));
  });
}

function isRelevant(
  module: Module,
  modules: ReadonlyMap<string, Module>,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (seen.has(module.folder)) return false;
  const below = new Set([...seen, module.folder]);
  return (
    module.isRelevant ||
    module.calls.some((call) => {
      const called = modules.get(call);
      return called !== undefined && isRelevant(called, modules, below);
    })
  );
}

function modulesBelow(folder: string): Module[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tf(\.json)?$/.test(entry.name))
    .map(({ name }) => name);
  const below = foldersIn(folder).flatMap((name) => modulesBelow(join(folder, name)));
  return names.length === 0 ? below : [moduleOf(folder, names), ...below];
}

function moduleOf(folder: string, names: readonly string[]): Module {
  const text = names.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  const sources = [...text.matchAll(/"?\bsource"?\s*[=:]\s*"(\.\.?(?:\/[^"]*)?)"/g)];
  return {
    folder,
    isRelevant: /"aws_(s3|kms|iam)_/.test(text),
    calls: sources.map(([, source = ""]) => join(folder, source)).map(withoutSlash),
  };
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, "");
}

/** Sorted, without hidden ones such as `.git` and `.terraform`. */
function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map(({ name }) => name)
    .sort();
}
