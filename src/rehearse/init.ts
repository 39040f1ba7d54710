import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "./configuration";
import { initError } from "./diagnostics";
import { LOCK_FILE, trustPlugins } from "./lock-file";
import { runTerraform } from "./terraform";
import { withoutInRequiredProviders } from "./without-effects";
import type { WorkingCopy } from "./working-copy";

/**
 * Installs the providers of the copy: those that the folder has installed, otherwise as the user's settings say, finally
 * in any version.
 *
 * @returns what the rehearsal takes for granted about them
 * @throws UserError if Terraform cannot install one
 */
export async function init(
  { folder, root, modules }: Configuration,
  copy: WorkingCopy,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const plugins = join(root.folder, ".terraform/providers");
  if (existsSync(plugins) && (await initialize(copy, env, `-plugin-dir=${plugins}`)) === undefined) return [];
  if ((await initialize(copy, env)) === undefined) return [];
  const lock = join(copy.root, LOCK_FILE);
  rmSync(lock, { force: true });
  for (const module of modules) {
    for (const { name } of module.files) {
      const path = join(copy.copyOf(module.folder), name);
      writeFileSync(path, withoutInRequiredProviders(name, readFileSync(path, "utf8"), "version"));
    }
  }
  const stderr = await initialize(copy, env);
  if (stderr !== undefined) throw initError(copy.inOriginal(stderr), folder);
  const [, version] = /hashicorp\/aws"\s*\{\s*version\s*=\s*"([^"]+)"/.exec(readFileSync(lock, "utf8")) ?? [];
  return version === undefined
    ? []
    : [`hashicorp/aws is ${version}, because the versions that ${folder} asks for are not installed`];
}

/** @returns what Terraform prints if it fails */
async function initialize(
  copy: WorkingCopy,
  env: NodeJS.ProcessEnv,
  ...options: readonly string[]
): Promise<string | undefined> {
  const args = ["init", "-input=false", "-no-color", ...options];
  const { exitCode, stderr } = await runTerraform(args, { cwd: copy.root, env });
  if (exitCode !== 0) return stderr;
  trustPlugins(copy.root);
  return undefined;
}
