/**
 * A root that calls several stacks or modules. Each Terraform command starts the AWS provider and reads its schema
 * anew, which costs more than most of what it is started for: here once for all of them.
 */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Topology } from "../../src";
import { moduleOf } from "../../src/export/module";
import { usageOf } from "../../src/export/module-usage";
import { resolve } from "../../src/topology/resolve";
import { MODULES, usageInReadme } from "./modules";
import type { ProviderBlock, TerraformJson } from "./synthesize";

/**
 * Calls each stack as a module of its name. All its outputs are the output of that name.
 *
 * @returns the providers of the root
 */
export function writeStacksRoot(root: string, stacks: ReadonlyMap<string, TerraformJson>): ProviderBlock[] {
  for (const [name, { provider, terraform, ...blocks }] of stacks)
    write(
      join(root, name, "main.tf.json"),
      JSON.stringify({ ...blocks, ...givenProviders(terraform, provider) }),
    );
  return writeRoot(root, stacks, (name) => `\${module.${name}}`);
}

/** A module of the project, and the stack that it was exported from. */
export interface CalledModule {
  readonly json: TerraformJson;
  /** What it is called for once more, if it can be. */
  readonly second?: Topology;
}

/**
 * Calls each module just as its README says, with the accounts where the stack's are, and once more as its `second`. All
 * outputs of the first call are the output of the module's name.
 */
export function writeModulesRoot(root: string, modules: ReadonlyMap<string, CalledModule>): void {
  for (const [name, { json, second }] of modules) {
    const called = `./modules/${name}`;
    write(
      join(root, name, "main.tf"),
      usageInReadme(name).replaceAll(/^provider "aws" \{\n.*?^\}\n\n/gms, ""),
    );
    if (second)
      write(
        join(root, name, "second.tf"),
        usageOf({ ...moduleOf(name, resolve(second)), name: "second" }, called),
      );
    write(
      join(root, name, "versions.tf.json"),
      JSON.stringify(givenProviders(json.terraform, json.provider)),
    );
    const first = { value: `\${module.${name.replaceAll("-", "_")}}` };
    write(join(root, name, "outputs.tf.json"), JSON.stringify({ output: { first } }));
    cpSync(join(MODULES, name), join(root, name, called), { recursive: true });
  }
  const stacks = new Map([...modules].map(([name, { json }]) => [name, json]));
  writeRoot(root, stacks, (name) => `\${module.${name}.first}`);
}

/** What a module says of the providers that it is given. */
function givenProviders(
  { required_providers: { aws } }: TerraformJson["terraform"],
  { aws: blocks }: TerraformJson["provider"],
): object {
  const aliases = blocks.map(({ alias }) => `aws.${alias}`);
  return { terraform: { required_providers: { aws: { ...aws, configuration_aliases: aliases } } } };
}

/** Stacks that configure a provider alike share it. */
function writeRoot(
  root: string,
  stacks: ReadonlyMap<string, TerraformJson>,
  outputOf: (name: string) => string,
): ProviderBlock[] {
  const providers = new Map<string, ProviderBlock>();
  const shared = ({ alias, ...settings }: ProviderBlock): [string, string] => {
    const key = JSON.stringify(settings);
    const block = providers.get(key) ?? { ...settings, alias: `provider_${providers.size}` };
    providers.set(key, block);
    return [`aws.${alias}`, `aws.${block.alias}`];
  };
  const modules = [...stacks].map(([name, { provider }]) => [
    name,
    { source: `./${name}`, providers: Object.fromEntries(provider.aws.map(shared)) },
  ]);
  const outputs = [...stacks.keys()].map((name) => [name, { value: outputOf(name) }]);
  write(
    join(root, "main.tf.json"),
    JSON.stringify({
      provider: { aws: [...providers.values()] },
      module: Object.fromEntries(modules),
      output: Object.fromEntries(outputs),
    }),
  );
  return [...providers.values()];
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
