import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../messages/user-error";
import type { Attribute, Block } from "./hcl-blocks";
import { type PreparedFile, withoutEffects } from "./without-effects";

/** One call of a module, or the root module. */
export interface Module {
  /** The names of its calls, from the root module down. */
  readonly path: readonly string[];
  readonly parent?: Module;
  readonly call?: Block;
  readonly folder: string;
  readonly files: readonly ModuleFile[];
}

export interface ModuleFile extends PreparedFile {
  readonly name: string;
}

/** Deeper, a module calls itself. */
const MOST_LEVELS = 40;

/** The root module and everything that it calls, before what it calls. */
export function readModules(root: string): Module[] {
  const installed = installedModules(root);
  const missing: string[] = [];
  const modules: Module[] = [];
  const read = (folder: string, path: readonly string[], parent?: Module, call?: Block): void => {
    const module: Module = { path, parent, call, folder, files: readFiles(folder) };
    modules.push(module);
    if (path.length >= MOST_LEVELS) throw new UserError(`${folder}: the module calls itself`);
    for (const each of blocksOf(module, "module")) {
      const [name = ""] = each.labels;
      const source = literal(each, "source") ?? "";
      const below = [...path, name];
      const known = installed.get(below.join("."));
      if (/^\.\.?(\/|$)/.test(source)) read(join(folder, source), below, module, each);
      else if (known !== undefined && existsSync(known)) read(known, below, module, each);
      else missing.push(`module.${below.join(".module.")} (source ${JSON.stringify(source)})`);
    }
  };
  read(root, []);
  if (missing.length > 0)
    throw new UserError(
      `${root}: modules are not installed; run "terraform init" or "terraform get" in the folder first:\n` +
        missing.map((each) => `  ${each}`).join("\n"),
    );
  return modules;
}

/** The root module, without what it calls. */
export function readRootModule(folder: string): Module {
  return { path: [], folder, files: readFiles(folder) };
}

/** Where `terraform init` has put each call. */
function installedModules(root: string): ReadonlyMap<string, string> {
  const manifest = join(root, ".terraform/modules/modules.json");
  if (!existsSync(manifest)) return new Map();
  const { Modules = [] }: { Modules?: { Key: string; Dir: string }[] } = JSON.parse(
    readFileSync(manifest, "utf8"),
  );
  return new Map(Modules.map(({ Key, Dir }) => [Key, resolve(root, Dir)]));
}

function readFiles(folder: string): ModuleFile[] {
  if (!existsSync(folder)) return [];
  const all = readdirSync(folder);
  const ofOpenTofu = all.filter((name) => /^[^.#].*\.tofu(\.json)?$/.test(name));
  if (ofOpenTofu.length > 0)
    throw new UserError(
      `${folder}: only OpenTofu reads ${ofOpenTofu.join(", ")}, and Terraform evaluates the folder; give the output of tofu show -json or tofu state pull`,
    );
  const names = all.filter(isTerraform);
  // Override files come last.
  const sorted = names.sort(
    (one, other) => Number(isOverride(one)) - Number(isOverride(other)) || (one < other ? -1 : 1),
  );
  return sorted.map((name) => ({ name, ...withoutEffects(name, readFileSync(join(folder, name), "utf8")) }));
}

/** Terraform ignores the files of editors. */
function isTerraform(name: string): boolean {
  return /\.tf(\.json)?$/.test(name) && !/^[.#]/.test(name);
}

function isOverride(name: string): boolean {
  return /(^|_)override\.tf(\.json)?$/.test(name);
}

export function blocksOf({ files }: Module, type: string): Block[] {
  return files.flatMap(({ body }) => body?.blocks.filter((block) => block.type === type) ?? []);
}

export function argument({ body }: Block, name: string): Attribute | undefined {
  return body.attributes.find((attribute) => attribute.name === name);
}

/** The text of an argument that is a string without templates. */
export function literal(block: Block, name: string): string | undefined {
  return /^"([^"$%\\]*)"$/.exec(argument(block, name)?.expression ?? "")?.[1];
}

/** `module.a.module.b.`, or nothing for the root module. */
export function prefixOf({ path }: Module): string {
  return path.map((name) => `module.${name}.`).join("");
}
