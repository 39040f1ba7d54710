/** The files of a module, as text. */
import { list } from "../messages/wording";
import type { NamedTopology } from "../topology/folder";
import { resolve } from "../topology/resolve";
import type { Proof } from "../prove/prove";
import * as hcl from "./hcl/hcl";
import { literal } from "./literal";
import type { Module, ModuleAccount, ModuleResource } from "./module";
import { moduleOf } from "./module";
import { moduleReadme } from "./module-readme";
import { moduleTests } from "./module-tests";
import { exampleOf } from "./module-usage";
import { policyDocument } from "./policy-hcl";
import { render } from "./templates";
import { TOPOLOGY_FILE, topologyFile } from "./topology-file";

/**
 * All files of a module.
 *
 * @param proof of the topology, for the table of permissions in the README
 * @param folder where the module will be, relative to where it will be called from
 * @returns the text of each file by its path, sorted
 */
export function moduleFiles(named: NamedTopology, proof: Proof, folder: string): ReadonlyMap<string, string> {
  const model = resolve(named.topology);
  const module = moduleOf(named.name, model);
  const files: [string, string][] = [
    ["main.tf", render("main.tf", { accounts: list(module.accounts.map(fileOf), "and") })],
    ["versions.tf", versions(module)],
    ["variables.tf", variables(module)],
    ...module.accounts.map((account): [string, string] => [fileOf(account), accountFile(account)]),
    ["policies.tf", policies(module)],
    ["outputs.tf", outputs(module)],
    [TOPOLOGY_FILE, topologyFile(model)],
    ["README.md", moduleReadme(module, model, proof, folder)],
    ...exampleOf(module, model).map(([file, text]): [string, string] => [`examples/basic/${file}`, text]),
    ...moduleTests(module, model),
  ];
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names of other files of a module, and names that Terraform would treat as override files. */
const TAKEN = /^(main|outputs|policies|variables|versions|(.*_)?override)$/;

function fileOf({ name }: ModuleAccount): string {
  return TAKEN.test(name) ? `${name}.account.tf` : `${name}.tf`;
}

function versions({ accounts, versions: { required_version, required_providers } }: Module): string {
  const configuration_aliases = accounts.map(({ name }) => `aws.${name}`);
  const aws = { ...required_providers.aws, configuration_aliases };
  const settings = { required_version, required_providers: { aws } };
  return render("versions.tf", { terraform: hcl.renderTerraform(settings) });
}

function variables(module: Module): string {
  return render("variables.tf", {
    variables: module.variables.map(({ name, type, description, default: fallback, validations }) =>
      hcl.renderVariable(name, {
        type,
        description,
        ...(fallback !== undefined && { default: literal(fallback) }),
        nullable: false,
        validation: validations.map(({ condition, message }) => ({
          condition: `\${${condition}}`,
          error_message: message,
        })),
      }),
    ),
  });
}

function accountFile({ name, dataSources, found, locals, resources, removed }: ModuleAccount): string {
  const provider = `aws.${name}`;
  return render("account.tf", {
    name,
    blocks: [
      ...dataSources.map((type) => hcl.renderData(type, name, { provider })),
      ...(locals.size === 0
        ? []
        : [
            hcl.renderLocals(
              Object.fromEntries([...locals].map(([local, expression]) => [local, `\${${expression}}`])),
            ),
          ]),
      ...found.map((source) => hcl.renderData(source.type, source.name, argumentsOf(source, provider))),
      ...resources.map((resource) =>
        hcl.renderResource(resource.type, resource.name, argumentsOf(resource, provider)),
      ),
      ...removed.map((address) => removedBlock(address, found)),
    ],
  });
}

function removedBlock(address: string, found: ModuleAccount["found"]): string {
  const comment = found.some(({ name }) => address.endsWith(`.${name}`))
    ? "If an earlier version of the module created this, Terraform keeps it and stops managing it."
    : address.startsWith("aws_kms_key.")
      ? "If this bucket had its own key before, Terraform keeps that key, because it may still encrypt objects."
      : "Terraform also keeps the alias of that key.";
  return `${hcl.renderComment(comment)}\n${hcl.renderRemoved(address)}`;
}

function argumentsOf(
  { arguments: args, dependsOn, preconditions }: ModuleResource,
  provider: string,
): hcl.ResourceArguments {
  const { lifecycle, ...others } = args as hcl.ValueMap & { readonly lifecycle?: hcl.ValueMap };
  const precondition = preconditions.map(({ condition, message }) => ({
    condition: `\${${condition}}`,
    error_message: message,
  }));
  const rules = { ...lifecycle, ...(precondition.length > 0 && { precondition }) };
  return {
    provider,
    ...others,
    ...(Object.keys(rules).length > 0 && { lifecycle: rules }),
    ...(dependsOn.length > 0 && { depends_on: dependsOn }),
  };
}

function policies({ arns, policies: documents }: Module): string {
  const values = documents.map(({ name, document, reasons }) => {
    const comments = [...reasons].map(([sid, { because, source }]) => [sid, `${because}\n${source}`]);
    return [name, policyDocument(document as hcl.ValueMap, Object.fromEntries(comments))];
  });
  return render("policies.tf", {
    arns: hcl.renderLocals(Object.fromEntries(arns)),
    policies: hcl.renderLocals(Object.fromEntries(values)),
  });
}

function outputs({ outputs: values }: Module): string {
  return render("outputs.tf", {
    outputs: values.map(({ name, value, description }) =>
      hcl.renderOutput(name, {
        description,
        value: typeof value === "string" && value.includes("\n") ? hcl.heredoc(value) : value,
      }),
    ),
  });
}
