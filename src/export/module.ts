import { type StatementReason, topologyTerraform } from "../constructs/topology-terraform";
import { terraformText } from "../constructs/terraform-text";
import { Multimap } from "../prove/multimap";
import type { Account, Model } from "../topology/model";
import { referencesIn } from "./hcl/expression";
import type { Value } from "./hcl/hcl";
import { mapTexts, textsIn } from "./map-texts";
import type { ModuleVariable } from "./module-variable";
import { parameterize } from "./parameterize/parameterize";
import { type Precondition, preconditionsOf } from "./preconditions";
import { byPlace } from "./resource-order";

/** A Terraform module as data, before its files are written. */
export interface Module {
  readonly name: string;
  readonly versions: Versions;
  /** In the order of the topology. The caller passes a provider for each. */
  readonly accounts: readonly ModuleAccount[];
  readonly variables: readonly ModuleVariable[];
  /** Local values for ARNs: Terraform strings by name. */
  readonly arns: ReadonlyMap<string, string>;
  readonly policies: readonly ModulePolicy[];
  readonly outputs: readonly ModuleOutput[];
}

/** The versions of Terraform and of its providers that a module accepts. */
export interface Versions {
  readonly required_version: string;
  readonly required_providers: { readonly aws: { readonly source: string; readonly version: string } };
}

/** What a module creates in one account. */
export interface ModuleAccount {
  /** The alias of the provider. */
  readonly name: string;
  /** The data sources that the module refers to: `aws_region`. */
  readonly dataSources: readonly string[];
  /** Data sources of buckets and keys that exist already. */
  readonly found: readonly ModuleResource[];
  /** The local values that the module refers to, with their expressions. */
  readonly locals: ReadonlyMap<string, string>;
  readonly resources: readonly ModuleResource[];
  /** Addresses that Terraform stops managing, without destroying anything. */
  readonly removed: readonly string[];
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
  /** Text, or for what is handed over a mapping. */
  readonly value: Value;
  readonly description: string;
}

type Json = Readonly<Record<string, unknown>>;

interface TerraformJson {
  readonly terraform: Versions;
  readonly locals?: Readonly<Record<string, Json>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly output: Readonly<Record<string, { readonly value: Value; readonly description: string }>>;
  readonly removed?: readonly { readonly from: string }[];
}

/** A model as a module: the same resources, with variables for names and other values of one deployment. */
export function moduleOf(name: string, model: Model): Module {
  const parameterized = parameterize(model);
  const { terraform, reasons } = topologyTerraform(name, parameterized.model);
  const { terraform: settings, locals = {}, removed = [], ...rest } = terraform as TerraformJson;
  const { required_version, required_providers } = settings;
  const { data = {}, resource = {}, output } = withPoliciesAsJson(rest, Object.keys(locals));
  const resources = blocksIn(resource);
  const sources = blocksIn(data);
  const outputs = Object.entries(output).map(([outputName, { value, description }]) => ({
    name: outputName,
    value,
    description,
  }));
  const inOrder = byPlace(model);
  const [first] = [...resources]
    .sort(inOrder)
    .map(({ type, name: resourceName }) => `${type}.${resourceName}`);
  const preconditions = preconditionsOf(model, parameterized, first ?? "");
  const conditions = [...preconditions.values()].flat().map(({ condition }) => `\${${condition}}`);
  const named = new Map(parameterized.arns.map(({ name: arn, value }) => [arn, terraformText(value)]));
  const referenced = localsIn([locals, data, resource, output]);
  const arns = [...referenced].flatMap((local): [string, string][] => {
    const arn = named.get(local);
    return arn === undefined ? [] : [[local, arn]];
  });
  const used = new Set([...referenced, ...localsIn([arns, conditions])]);
  const byProvider = new Multimap(resources.map((each) => [each.block.provider as string, each] as const));
  const foundByProvider = new Multimap(sources.map((each) => [each.block.provider as string, each] as const));
  const providers = new Map(
    [...sources, ...resources]
      .filter(({ type }) => type === "aws_s3_bucket" || type === "aws_kms_key")
      .map(({ name: ofName, block }) => [ofName, block.provider]),
  );
  const removedByProvider = new Multimap(
    removed.map(({ from }) => [providers.get(nameIn(from)), from] as const),
  );
  return {
    name,
    versions: { required_version, required_providers },
    accounts: managedAccounts(model).map((account, index) => ({
      name: account.name,
      ...referencesOf(account.name, index === 0, used),
      found: foundByProvider
        .get(`aws.${account.name}`)
        .map(({ type, name: sourceName, block }) =>
          resourceOf(type, sourceName, block, preconditions.get(`data.${type}.${sourceName}`)),
        )
        .sort(inOrder),
      resources: byProvider
        .get(`aws.${account.name}`)
        .map(({ type, name: resourceName, block }) =>
          resourceOf(type, resourceName, block, preconditions.get(`${type}.${resourceName}`)),
        )
        .sort(inOrder),
      removed: removedByProvider.get(`aws.${account.name}`),
    })),
    variables: parameterized.variables,
    arns: new Map(arns),
    policies: Object.entries(locals).map(([policy, document]) => ({
      name: policy,
      document,
      reasons: reasons.get(policy) ?? new Map<string, StatementReason>(),
    })),
    outputs,
  };
}

function blocksIn(section: Readonly<Record<string, Readonly<Record<string, Json>>>>) {
  return Object.entries(section).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([name, block]) => ({ type, name, block })),
  );
}

/** The accounts with a provider. */
export function managedAccounts({ accounts }: Model): readonly Account[] {
  return accounts.filter(({ managed }) => managed);
}

/** In a module, the local of a policy is its JSON. In `cdk.tf.json` it is the document, and resources call `jsonencode`. */
function withPoliciesAsJson<T>(terraform: T, policies: readonly string[]): T {
  const json = new Map(policies.map((policy) => [`\${jsonencode(local.${policy})}`, `\${local.${policy}}`]));
  return mapTexts(terraform, (text) => json.get(text) ?? text);
}

/** `lake` in `aws_kms_key.lake`. */
function nameIn(address: string): string {
  return address.slice(address.indexOf(".") + 1);
}

/** The names of the locals that Terraform refers to, in the order of the references. */
function localsIn(json: unknown): ReadonlySet<string> {
  const references = textsIn(json).flatMap(referencesIn);
  return new Set(
    references.flatMap((reference) => {
      const [kind, local] = reference.split(".");
      return kind === "local" && local !== undefined ? [local] : [];
    }),
  );
}

/** The data sources and locals of an account that the module refers to. */
function referencesOf(
  account: string,
  isFirst: boolean,
  used: ReadonlySet<string>,
): Pick<ModuleAccount, "dataSources" | "locals"> {
  const all = [
    { local: "partition", source: "aws_partition", attribute: "partition" },
    { local: `${account}_account_id`, source: "aws_caller_identity", attribute: "account_id" },
    // `id` is the name of the region in versions 5 and 6 of the provider.
    { local: `${account}_region`, source: "aws_region", attribute: "id" },
  ];
  const needed = all.slice(isFirst ? 0 : 1).filter(({ local }) => used.has(local));
  return {
    dataSources: needed.map(({ source }) => source),
    locals: new Map(
      needed.map(({ local, source, attribute }) => [local, `data.${source}.${account}.${attribute}`]),
    ),
  };
}

function resourceOf(
  type: string,
  name: string,
  block: Json,
  preconditions: readonly Precondition[] = [],
): ModuleResource {
  const { "//": _metadata, provider: _provider, depends_on: dependsOn = [], ...args } = block;
  return {
    type,
    name,
    arguments: args,
    dependsOn: dependsOn as string[],
    preconditions,
  };
}
