import type { StatementReason } from "../policy/document";
import { topologyTerraform } from "../constructs/topology-terraform";
import type { NamedTopology } from "../topology/load";
import type { Topology } from "../topology/topology";
import { withArnLocals } from "./arn-locals";
import { renderValue, type ValueMap } from "./hcl/hcl";
import type { ModuleVariable } from "./module-variable";
import { type Parameterized, parameterize } from "./parameterize";
import { substitute } from "./substitute";

/** A Terraform module as data: what its files say, before they are written. */
export interface Module {
  readonly name: string;
  /** In the order of the topology; each is a provider of the caller's. */
  readonly accounts: readonly ModuleAccount[];
  readonly variables: readonly ModuleVariable[];
  /** Local values that policies and others refer to: texts of Terraform strings, by name. */
  readonly arns: ReadonlyMap<string, string>;
  readonly policies: readonly ModulePolicy[];
  readonly outputs: readonly ModuleOutput[];
}

/** What a module creates in one account. */
export interface ModuleAccount {
  /** The alias of the provider. */
  readonly name: string;
  /** Data sources of the provider that something refers to: `aws_region`. */
  readonly dataSources: readonly string[];
  /** Local values that something refers to, with their expressions. */
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

/** What must hold before the resource is created, for it is about several variables or providers. */
export interface Precondition {
  /** In HCL. */
  readonly condition: string;
  readonly message: string;
}

export interface ModulePolicy {
  /** The name of its local. */
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

/** A topology as a module: the same resources, with variables in place of what the topology says of one place only. */
export function moduleOf({ name, topology }: NamedTopology): Module {
  const parameterized = parameterize(topology);
  const { terraform, reasons } = topologyTerraform({ name, topology: parameterized.topology });
  const synthesized = terraform as TerraformJson;
  const substituted = substitute(synthesized, parameterized.replacements);
  const { json, arns } = withArnLocals({ locals: substituted.locals ?? {}, resource: substituted.resource });
  const { locals, resource } = json;
  const output = outputsOf(synthesized, parameterized);
  const resources = Object.entries(resource).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([resourceName, block]) => ({ type, name: resourceName, block })),
  );
  const preconditions = new Preconditions(topology, parameterized);
  const whole = JSON.stringify([[...arns], locals, resource, output, preconditions.all]);
  const accountNames = Object.keys(topology.accounts);
  return {
    name,
    accounts: accountNames.map((account, index) => ({
      name: account,
      ...referencesOf(account, index === 0, whole),
      resources: resources
        .filter(({ block }) => block.provider === `aws.${account}`)
        .map(({ type, name: resourceName, block }) => resourceOf(type, resourceName, block, preconditions))
        .sort(byPlace(topology)),
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

/** The runbook is read by a shell too. */
function outputsOf(
  { output }: TerraformJson,
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
    // The attribute that has the region's name in the provider's version 5 and 6.
    [`${account}_region`, "aws_region", `data.aws_region.${account}.id`],
  ];
  const used = possible.filter(([local]) => new RegExp(`local\\.${local}\\b`).test(text));
  return {
    dataSources: used.map(([, source]) => source),
    locals: new Map(used.map(([local, , expression]) => [local, expression])),
  };
}

const TAGGED = new Set(["aws_s3_bucket", "aws_kms_key", "aws_iam_role", "aws_iam_user", "aws_iam_policy"]);

function resourceOf(type: string, name: string, block: Json, preconditions: Preconditions): ModuleResource {
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
    preconditions: preconditions.of(`${type}.${name}`),
  };
}

/** The tags that the topology states win. */
function merged(tags: Json): string {
  return `\${merge(var.tags, ${renderValue(tags as ValueMap)})}`;
}

/** What no variable can say of itself. */
class Preconditions {
  private readonly byAddress = new Map<string, Precondition[]>();

  constructor({ accounts, buckets }: Topology, { sameRegion, bucketVariables }: Parameterized) {
    const [first, ...others] = Object.keys(buckets);
    for (const other of others)
      this.add(`aws_s3_bucket.${other}`, {
        condition: `aws_s3_bucket.${first}.bucket != var.${bucketVariables.get(other)}`,
        message: `The buckets ${first} and ${other} need different names.`,
      });
    const at = `aws_s3_bucket.${first}`;
    const [one, ...rest] = Object.entries(accounts);
    for (const [name, { id }] of rest)
      if (one && id !== one[1].id)
        this.add(at, {
          condition: `local.${one[0]}_account_id != local.${name}_account_id`,
          message: `The providers aws.${one[0]} and aws.${name} must be of different accounts.`,
        });
    for (const [a, b] of sameRegion)
      this.add(at, {
        condition: `local.${a}_region == local.${b}_region`,
        message: `The providers aws.${a} and aws.${b} must be of the same region, for S3 uses keys of a bucket's own region only.`,
      });
  }

  get all(): Precondition[] {
    return [...this.byAddress.values()].flat();
  }

  of(address: string): readonly Precondition[] {
    return this.byAddress.get(address) ?? [];
  }

  private add(address: string, precondition: Precondition): void {
    this.byAddress.set(address, [...this.of(address), precondition]);
  }
}

const TYPES = [
  "aws_kms_key",
  "aws_kms_alias",
  "aws_s3_bucket",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_s3_bucket_policy",
  "aws_iam_role",
  "aws_iam_user",
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_user_policy",
  "aws_iam_role_policy_attachment",
  "aws_iam_user_policy_attachment",
  "aws_s3_bucket_replication_configuration",
];

/** What belongs to one bucket or principal stands together, in the order in which it is created. */
function byPlace({ keys = {}, buckets, principals = {} }: Topology) {
  const names = [...Object.keys(keys), ...Object.keys(buckets), ...Object.keys(principals)];
  const place = ({ type, name }: ModuleResource): [number, number] => {
    const at = names.indexOf(name);
    // Such as source_replication, the role of the bucket source.
    const owner = at >= 0 ? at : names.findIndex((each) => name.startsWith(`${each}_`));
    return [owner >= 0 ? owner : names.length, TYPES.indexOf(type)];
  };
  return (a: ModuleResource, b: ModuleResource): number => {
    const [[ownerA, typeA], [ownerB, typeB]] = [place(a), place(b)];
    return ownerA - ownerB || typeA - typeB;
  };
}
