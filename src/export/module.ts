import { type StatementReason, topologyTerraform } from "../constructs/topology-terraform";
import type { NamedTopology } from "../topology/load";
import { resolve } from "../topology/resolve";
import { withArnLocals } from "./arn-locals";
import { renderValue, type ValueMap } from "./hcl/hcl";
import type { ModuleVariable } from "./module-variable";
import { type Parameterized, parameterize } from "./parameterize";
import { type Precondition, preconditionsOf } from "./preconditions";
import { byPlace } from "./resource-order";
import { substitute } from "./substitute";

/** A Terraform module as data, before its files are written. */
export interface Module {
  readonly name: string;
  /** In the order of the topology. The caller passes a provider for each. */
  readonly accounts: readonly ModuleAccount[];
  readonly variables: readonly ModuleVariable[];
  /** Local values for ARNs: Terraform strings by name. */
  readonly arns: ReadonlyMap<string, string>;
  readonly policies: readonly ModulePolicy[];
  readonly outputs: readonly ModuleOutput[];
}

/** What a module creates in one account. */
export interface ModuleAccount {
  /** The alias of the provider. */
  readonly name: string;
  /** The data sources that the module refers to: `aws_region`. */
  readonly dataSources: readonly string[];
  /** The local values that the module refers to, with their expressions. */
  readonly locals: ReadonlyMap<string, string>;
  readonly resources: readonly ModuleResource[];
}

export interface ModuleResource {
  readonly type: string;
  readonly name: string;
  /** In Terraform's JSON syntax, without the provider. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  readonly preconditions: readonly Precondition[];
}

export interface ModulePolicy {
  /** The name of its local value. */
  readonly name: string;
  readonly document: Json;
  readonly reasons: ReadonlyMap<string, StatementReason>;
}

export interface ModuleOutput {
  readonly name: string;
  readonly value: string;
  readonly description: string;
}

type Json = Readonly<Record<string, unknown>>;

interface TerraformJson {
  readonly locals?: Readonly<Record<string, Json>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly output: Readonly<Record<string, { readonly value: string; readonly description: string }>>;
}

/** A topology as a module: the same resources, with variables for names and other values of one deployment. */
export function moduleOf({ name, topology }: NamedTopology): Module {
  const model = resolve(topology);
  const parameterized = parameterize(topology);
  const { terraform, reasons } = topologyTerraform(name, resolve(parameterized.topology));
  const synthesized = terraform as TerraformJson;
  const { json, arns } = withArnLocals(
    substitute(
      { locals: synthesized.locals ?? {}, resource: synthesized.resource },
      parameterized.replacements,
    ),
  );
  const { locals, resource } = json;
  const output = outputsOf(synthesized.output, parameterized);
  const resources = Object.entries(resource).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([resourceName, block]) => ({ type, name: resourceName, block })),
  );
  const preconditions = preconditionsOf(model, parameterized);
  const whole = JSON.stringify([[...arns], locals, resource, output, [...preconditions]]);
  const accountNames = model.accounts.map(({ name: account }) => account);
  return {
    name,
    accounts: accountNames.map((account, index) => ({
      name: account,
      ...referencesOf(account, index === 0, whole),
      resources: resources
        .filter(({ block }) => block.provider === `aws.${account}`)
        .map(({ type, name: resourceName, block }) =>
          resourceOf(type, resourceName, block, preconditions.get(`${type}.${resourceName}`)),
        )
        .sort(byPlace(model)),
    })),
    variables: parameterized.variables,
    arns,
    policies: Object.entries(locals).map(([policy, document]) => ({
      name: policy,
      document,
      reasons: reasons.get(policy) ?? new Map<string, StatementReason>(),
    })),
    outputs: Object.entries(output).map(([outputName, { value, description }]) => ({
      name: outputName,
      value,
      description,
    })),
  };
}

/** In the runbook, commands need values quoted for a shell; comments and other outputs do not. */
function outputsOf(
  output: TerraformJson["output"],
  { replacements, quoted }: Parameterized,
): TerraformJson["output"] {
  const inCommands = new Map([...replacements, ...quoted]);
  const runbook = (text: string) =>
    text
      .split("\n")
      .map((line) => substitute(line, line.startsWith("#") ? replacements : inCommands))
      .join("\n");
  return Object.fromEntries(
    Object.entries(output).map(([name, { value, ...rest }]) => [
      name,
      { ...rest, value: name === "runbook" ? runbook(value) : substitute(value, replacements) },
    ]),
  );
}

/** The data sources and locals of an account that the module refers to. */
function referencesOf(
  account: string,
  isFirst: boolean,
  text: string,
): Pick<ModuleAccount, "dataSources" | "locals"> {
  const possible: readonly [local: string, source: string, expression: string][] = [
    ...(isFirst
      ? [
          ["partition", "aws_partition", `data.aws_partition.${account}.partition`] as [
            string,
            string,
            string,
          ],
        ]
      : []),
    [`${account}_account_id`, "aws_caller_identity", `data.aws_caller_identity.${account}.account_id`],
    // `id` is the name of the region in versions 5 and 6 of the provider.
    [`${account}_region`, "aws_region", `data.aws_region.${account}.id`],
  ];
  const used = possible.filter(([local]) => new RegExp(`local\\.${local}\\b`).test(text));
  return {
    dataSources: used.map(([, source]) => source),
    locals: new Map(used.map(([local, , expression]) => [local, expression])),
  };
}

const TAGGED = new Set(["aws_s3_bucket", "aws_kms_key", "aws_iam_role", "aws_iam_user", "aws_iam_policy"]);

function resourceOf(
  type: string,
  name: string,
  block: Json,
  preconditions: readonly Precondition[] = [],
): ModuleResource {
  const { "//": _metadata, provider: _provider, depends_on: dependsOn = [], tags, ...args } = block;
  return {
    type,
    name,
    arguments: {
      ...args,
      ...(type === "aws_s3_bucket" &&
        args.force_destroy === undefined && { force_destroy: "${var.force_destroy}" }),
      ...(type === "aws_kms_key" &&
        args.deletion_window_in_days === 30 && {
          deletion_window_in_days: "${var.deletion_window_in_days}",
        }),
      ...(TAGGED.has(type) && { tags: tags === undefined ? "${var.tags}" : merged(tags as Json) }),
    },
    dependsOn: dependsOn as string[],
    preconditions,
  };
}

/** The topology's tags override the caller's. */
function merged(tags: Json): string {
  return `\${merge(var.tags, ${renderValue(tags as ValueMap)})}`;
}
