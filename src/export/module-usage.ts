/** How to call a module. */
import { terraformText } from "../constructs/terraform-text";
import type { Model } from "../topology/model";
import * as hcl from "./hcl/hcl";
import { literal } from "./literal";
import { managedAccounts, type Module } from "./module";
import { render } from "./templates";

/** The required variables with the topology's values, for examples and tests. */
export function inputsOf({ variables }: Module): hcl.ValueMap {
  const required = variables.filter((variable) => variable.default === undefined);
  return Object.fromEntries(required.map(({ name, example }) => [name, literal(example)]));
}

/**
 * A `module` block with its providers.
 *
 * @param source a path
 */
export function usageOf(module: Module, source: string): string {
  return hcl.renderModule(terraformName(module), {
    source: terraformText(source),
    providers: Object.fromEntries(module.accounts.map(({ name }) => [`aws.${name}`, `aws.${name}`])),
    inputs: inputsOf(module),
  });
}

/** The stack's name as a Terraform name, which has no dots and begins with a letter. */
function terraformName({ name }: Module): string {
  const words = name.replaceAll(/\W/g, "_");
  return /^[^a-z]/i.test(words) ? `stack_${words}` : words;
}

/** A `provider` block for each account, with the topology's region and profile. */
export function providersOf(model: Model): string[] {
  return managedAccounts(model).map(({ name, region, profile }) =>
    hcl.renderProvider("aws", {
      alias: name,
      region,
      ...(profile !== undefined && { profile: literal(profile) }),
    }),
  );
}

/** A root module that calls it: the text of each file by its name. */
export function exampleOf(module: Module, model: Model): [string, string][] {
  const main = render("example.tf", {
    providers: providersOf(model),
    module: usageOf(module, "../.."),
  });
  const runbook = hcl.renderOutput("runbook", {
    description: "Commands to run next: terraform output -raw runbook",
    value: `\${module.${terraformName(module)}.runbook}`,
  });
  const handovers = module.outputs
    .filter(({ value }) => hcl.isMap(value))
    .map(({ name, description }) =>
      hcl.renderOutput(name, {
        description: `${description}: terraform output -json ${name}`,
        value: `\${module.${terraformName(module)}.${name}}`,
      }),
    );
  return [
    ["main.tf", main],
    ["outputs.tf", render("outputs.tf", { outputs: [runbook, ...handovers] })],
    ["variables.tf", render("example-variables.tf", {})],
    ["versions.tf", render("versions.tf", { terraform: hcl.renderTerraform({ ...module.versions }) })],
  ];
}
