/**
 * The tables of a module's README, as `terraform-docs markdown table` writes them between its marks, so that it changes nothing
 * in a module that nobody edited: https://terraform-docs.io/user-guide/configuration/output/
 */
import * as hcl from "./hcl/hcl";
import { literal } from "./literal";
import type { Module } from "./module";

export function terraformDocs(module: Module): string {
  return [
    "<!-- BEGIN_TF_DOCS -->",
    ...[requirements(module), providers(module), ["## Modules", "", "No modules."], resources(module)].map(
      section,
    ),
    ...[inputs(module), outputs(module)].map(section),
  ]
    .join("\n")
    .replace(/\n$/, "\n<!-- END_TF_DOCS -->");
}

function section(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

function requirements({ versions: { required_version, required_providers } }: Module): string[] {
  return [
    ...["## Requirements", "", "| Name | Version |", "| ---- | ------- |"],
    `| ${anchor("requirement", "terraform")} | ${required_version} |`,
    `| ${anchor("requirement", "aws")} | ${required_providers.aws.version} |`,
  ];
}

function providers({ accounts, versions }: Module): string[] {
  const used = accounts.filter(
    ({ dataSources, found, resources: created }) => dataSources.length + found.length + created.length > 0,
  );
  return [
    ...["## Providers", "", "| Name | Version |", "| ---- | ------- |"],
    ...sorted(used.map(({ name }) => `aws.${name}`)).map(
      (name) => `| ${anchor("provider", name)} | ${versions.required_providers.aws.version} |`,
    ),
  ];
}

function resources({ accounts }: Module): string[] {
  const addresses = (of: readonly { readonly type: string; readonly name: string }[]) =>
    of.map(({ type, name }) => `${type}.${name}`);
  const created = accounts.flatMap(({ resources: all }) => addresses(all));
  const found = accounts.flatMap(({ name, dataSources, found: all }) => [
    ...dataSources.map((type) => `${type}.${name}`),
    ...addresses(all),
  ]);
  return [
    ...["## Resources", "", "| Name | Type |", "| ---- | ---- |"],
    ...sorted(created).map((address) => `| [${address}](${pageOf(address, "resources")}) | resource |`),
    ...sorted(found).map((address) => `| [${address}](${pageOf(address, "data-sources")}) | data source |`),
  ];
}

function pageOf(address: string, kind: "resources" | "data-sources"): string {
  const [type = ""] = address.split(".");
  return `https://registry.terraform.io/providers/hashicorp/aws/latest/docs/${kind}/${type.replace(/^aws_/, "")}`;
}

function inputs({ variables }: Module): string[] {
  return [
    ...["## Inputs", "", "| Name | Description | Type | Default | Required |"],
    "| ---- | ----------- | ---- | ------- | :------: |",
    ...byName(variables).map(({ name, description, type, default: fallback }) => {
      const value = fallback === undefined ? "n/a" : codeCell(hcl.renderValue(literal(fallback)));
      const required = fallback === undefined ? "yes" : "no";
      return `| ${anchor("input", name)} | ${textCell(description)} | \`${type}\` | ${value} | ${required} |`;
    }),
  ];
}

function outputs({ outputs: all }: Module): string[] {
  return [
    ...["## Outputs", "", "| Name | Description |", "| ---- | ----------- |"],
    ...byName(all).map(({ name, description }) => `| ${anchor("output", name)} | ${textCell(description)} |`),
  ];
}

function anchor(kind: string, name: string): string {
  const id = `${kind}_${name}`;
  return `<a name="${id}"></a> [${underscored(name)}](#${underscored(id)})`;
}

function underscored(text: string): string {
  return text.replaceAll("_", "\\_");
}

/** Pipes end a cell, and underscores are emphasis, except in code. */
function textCell(text: string): string {
  const parts = text.split("`");
  return parts
    .map((part, index) => (index % 2 === 0 ? underscored(part.replaceAll("|", "\\|")) : part))
    .join("`");
}

/**
 * Code in a table cell, with backticks and pipes escaped: https://github.github.com/gfm/#code-spans,
 * https://github.github.com/gfm/#tables-extension-
 */
function codeCell(code: string): string {
  const runs = code.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const space = runs.length > 0 ? " " : "";
  return `${fence}${space}${code.replaceAll("|", "\\|")}${space}${fence}`;
}

function byName<T extends { readonly name: string }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function sorted(names: readonly string[]): string[] {
  return [...names].sort();
}
