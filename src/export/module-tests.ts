/** The tests of a module, which `terraform test` runs with mocked providers. */
import type { Account, Model } from "../topology/model";
import * as hcl from "./hcl/hcl";
import { literal } from "./literal";
import { mapTexts } from "./map-texts";
import type { Module } from "./module";
import { inputsOf } from "./module-usage";
import type { ModuleVariable } from "./module-variable";
import { render } from "./templates";

export function moduleTests(module: Module, { accounts }: Model): [string, string][] {
  const shared = {
    mocks: accounts.map(mockProvider),
    inputs: hcl.indent(assignments(inputsOf(module))),
  };
  return [
    [
      "tests/policies.tftest.hcl",
      render("policies.tftest.hcl", { ...shared, assertions: assertionsOf(module, accounts) }),
    ],
    ["tests/validation.tftest.hcl", render("validation.tftest.hcl", { ...shared, ...refusalsOf(module) })],
  ];
}

/**
 * A mocked provider with the account's data, and with well-formed ARNs, because the provider validates them.
 * https://developer.hashicorp.com/terraform/language/tests/mocking
 */
function mockProvider({ name, accountId: id, region, partition }: Account): string {
  const arn = `arn:${partition}:kms:${region}:${id}:key/00000000-0000-0000-0000-000000000000`;
  const mocks: readonly [string, string, hcl.ValueMap][] = [
    ["mock_data", "aws_caller_identity", { account_id: id }],
    ["mock_data", "aws_region", { id: region }],
    ["mock_data", "aws_partition", { partition }],
    ["mock_resource", "aws_kms_key", { arn }],
    ["mock_resource", "aws_iam_role", { arn: `arn:${partition}:iam::${id}:role/mock` }],
    ["mock_resource", "aws_iam_policy", { arn: `arn:${partition}:iam::${id}:policy/mock` }],
  ];
  const blocks = mocks.map(([type, label, defaults]) => ({
    type,
    labels: [label],
    body: [[{ name: "defaults", value: hcl.renderValue(defaults) }]],
  }));
  const body = [[{ name: "alias", value: hcl.renderValue(name) }], ...blocks];
  return hcl.renderBlock({ type: "mock_provider", labels: ["aws"], body });
}

interface Statements {
  readonly Statement: readonly hcl.ValueMap[];
}

/** Assertions for each statement, with the topology's values instead of references. */
function assertionsOf({ arns, policies, variables }: Module, accounts: readonly Account[]): string[] {
  const examples = new Map<string, ModuleVariable["example"]>([
    ...variables.map(({ name, example }) => [`var.${name}`, example] as const),
    ...accounts.flatMap(({ name, accountId, region, partition }) => [
      [`local.${name}_account_id`, accountId] as const,
      [`local.${name}_region`, region] as const,
      ["local.partition", partition] as const,
    ]),
  ]);
  for (const [name, arn] of arns) examples.set(`local.${name}`, withExamples(arn, examples));
  return policies.flatMap(({ name, document }) => {
    const { Statement } = document as unknown as Statements;
    const found = `jsondecode(local.${name}).Statement`;
    return [
      assertion(
        `length(${found}) == ${Statement.length}`,
        `local.${name} must have ${Statement.length} statements.`,
      ),
      ...Statement.map((statement, index) =>
        assertion(
          `jsonencode(${found}[${index}]) == jsonencode(${hcl.renderValue(withExamples(statement, examples))})`,
          `Statement ${String(statement.Sid)} of local.${name} has changed.`,
        ),
      ),
    ];
  });
}

function assertion(condition: string, message: string): string {
  const body = [
    [
      { name: "condition", value: condition },
      { name: "error_message", value: hcl.renderValue(message) },
    ],
  ];
  return hcl.indent(hcl.renderBlock({ type: "assert", labels: [], body }));
}

function withExamples<T extends hcl.Value>(
  value: T,
  examples: ReadonlyMap<string, ModuleVariable["example"]>,
): T {
  return mapTexts(value, (text) => {
    const [, whole = ""] = /^\$\{([^{}]+)\}$/.exec(text) ?? [];
    const list = examples.get(whole);
    if (typeof list === "object") return literal(list);
    return text.replaceAll(/(?<!\$)\$\{([^{}]+)\}/g, (reference, address: string) => {
      const example = examples.get(address);
      return example === undefined ? reference : String(literal(example));
    });
  });
}

/** An invalid value for each variable that has a validation. */
function refusalsOf({ variables }: Module) {
  const validated = variables.filter(({ validations }) => validations.length > 0);
  const refused = validated.map(({ name, validations: [first] }) => [name, first?.refused] as const);
  return {
    refused: hcl.indent(hcl.indent(assignments(Object.fromEntries(refused) as hcl.ValueMap))),
    addresses: validated.map(({ name }) => `var.${name}`),
  };
}

function assignments(values: hcl.ValueMap): string {
  return hcl.alignEntries(
    Object.entries(values).map(([name, value]) => ({ name, value: hcl.renderValue(value as hcl.Value) })),
  );
}
