import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Topology } from "../../src";
import { moduleOf } from "../../src/export/module";
import { resolve } from "../../src/topology/resolve";
import { usageOf } from "../../src/export/module-usage";
import { REPOSITORY } from "./repository";
import type { TerraformJson } from "./synthesize";

/** The modules of the project. */
export const MODULES = join(REPOSITORY, "modules");

/** The usage block of a module's README, to the letter. */
export function usageInReadme(module: string): string {
  const readme = readFileSync(join(MODULES, module, "README.md"), "utf8");
  return /^```hcl\n(.*?)^```$/ms.exec(readme)?.[1] ?? "";
}

/**
 * A root module that calls a module just as its README says, with the accounts where the stack's are, and once more as
 * `second`. It has one output, `module`: all those of the first call.
 *
 * @param second what the second call is for
 * @param provider of the stack, which stands in an override file
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export function writeModuleRoot(
  module: string,
  folder: string,
  second: Topology,
  { provider }: Pick<TerraformJson, "provider">,
): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "main.tf"), usageInReadme(module));
  const call = { ...moduleOf(module, resolve(second)), name: "second" };
  writeFileSync(join(folder, "second.tf"), usageOf(call, `./modules/${module}`));
  const aws = provider.aws.map((block) => ({ profile: null, ...block }));
  writeFileSync(join(folder, "override.tf.json"), JSON.stringify({ provider: { aws } }));
  const output = { module: { value: `\${module.${module.replaceAll("-", "_")}}` } };
  writeFileSync(join(folder, "outputs.tf.json"), JSON.stringify({ output }));
  cpSync(join(MODULES, module), join(folder, "modules", module), { recursive: true });
}
