/** What `terraform test` runs in a module's folder, against mocked providers. */
import { topologyTerraform } from "../constructs/topology-terraform";
import type { NamedTopology } from "../topology/load";
import type { Topology } from "../topology/topology";
import * as hcl from "./hcl/hcl";
import type { Module } from "./module";
import { inputsOf } from "./module-usage";
import { render } from "./templates";

export function moduleTests(module: Module, named: NamedTopology): [string, string][] {
  const shared = {
    mocks: Object.entries(named.topology.accounts).map(([alias, account]) => mockProvider(alias, account)),
    inputs: indent(assignments(inputsOf(module)), 2),
  };
  return [
    [
      "tests/policies.tftest.hcl",
      render("policies.tftest.hcl", { ...shared, assertions: assertionsOf(module, named) }),
    ],
    ["tests/validation.tftest.hcl", render("validation.tftest.hcl", { ...shared, ...refusalsOf(module) })],
  ];
}

/**
 * What the data sources of an account say, and ARNs that look like ARNs, which the provider checks.
 * https://developer.hashicorp.com/terraform/language/tests/mocking
 */
function mockProvider(alias: string, { id, region }: Topology["accounts"][string]): string {
  const arn = `arn:aws:kms:${region}:${id}:key/00000000-0000-0000-0000-000000000000`;
  const mocks: readonly [string, string, hcl.ValueMap][] = [
    ["mock_data", "aws_caller_identity", { account_id: id }],
    ["mock_data", "aws_region", { id: region }],
    ["mock_data", "aws_partition", { partition: "aws" }],
    ["mock_resource", "aws_kms_key", { arn }],
    ["mock_resource", "aws_iam_role", { arn: `arn:aws:iam::${id}:role/mock` }],
    ["mock_resource", "aws_iam_policy", { arn: `arn:aws:iam::${id}:policy/mock` }],
  ];
  const blocks = mocks.map(
    ([type, label, defaults]) =>
      `${type} "${label}" {\n  defaults = ${indent(hcl.renderValue(defaults), 2).trimStart()}\n}`,
  );
  return `mock_provider "aws" {\n  alias = "${alias}"\n\n${indent(blocks.join("\n\n"), 2)}\n}`;
}

interface Statements {
  readonly Statement: readonly hcl.ValueMap[];
}

interface TerraformJson {
  readonly locals?: Readonly<Record<string, Statements>>;
}

/** Each statement, as the topology's own stack has it: with the topology's values and not the module's variables. */
function assertionsOf(module: Module, named: NamedTopology): string[] {
  const { locals = {} } = topologyTerraform(named).terraform as TerraformJson;
  const lists = new Set(
    module.variables.filter(({ type }) => type === "list(string)").map(({ name }) => name),
  );
  return Object.entries(locals).flatMap(([policy, { Statement }]) => {
    const ofModule = module.policies.find(({ name }) => name === policy)?.document as Statements | undefined;
    return Statement.map((literal, index) => {
      const statement = withLists(literal, ofModule?.Statement[index], lists) as hcl.ValueMap;
      const expected = indent(hcl.renderValue(statement), 4).trimStart();
      const found = `jsondecode(local.${policy}).Statement[${index}]`;
      return indent(
        `assert {\n  condition = jsonencode(${found}) == jsonencode(${expected.replaceAll("\n    ", "\n  ")})\n  error_message = "Statement ${String(statement.Sid)} of ${policy} is another, see local.${policy}."\n}`,
        2,
      );
    });
  });
}

/** Where the module has a variable that is a list, there is a list of one where the stack has one text. */
function withLists(
  literal: hcl.Value,
  ofModule: hcl.Value | undefined,
  lists: ReadonlySet<string>,
): hcl.Value {
  if (typeof literal === "string" && typeof ofModule === "string") {
    const [, variable = ""] = /^\$\{var\.(\w+)\}$/.exec(ofModule) ?? [];
    return lists.has(variable) ? [literal] : literal;
  }
  if (typeof literal !== "object" || literal === null || Array.isArray(literal)) return literal;
  const inside = ofModule as hcl.ValueMap | undefined;
  return Object.fromEntries(
    Object.entries(literal as hcl.ValueMap).map(([key, value]) => [
      key,
      withLists(value as hcl.Value, inside?.[key], lists),
    ]),
  );
}

/** A bad value for each variable that is validated. */
function refusalsOf({ variables }: Module) {
  const validated = variables.filter(({ validations }) => validations.length > 0);
  const refused = validated.map(({ name, validations: [first] }) => [name, first?.refused] as const);
  return {
    refused: indent(assignments(Object.fromEntries(refused) as hcl.ValueMap), 4),
    addresses: validated.map(({ name }) => `var.${name}`),
  };
}

function assignments(values: hcl.ValueMap): string {
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  return Object.entries(values)
    .map(([name, value]) => `${name.padEnd(width)} = ${hcl.renderValue(value as hcl.Value)}`)
    .join("\n");
}

function indent(text: string, by: number): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : " ".repeat(by) + line))
    .join("\n");
}
