import { terraformText } from "../constructs/terraform-text";
import { list } from "../messages/wording";
import { groupBy } from "../prove/multimap";
import type { Account, Model, Replication } from "../topology/model";
import { isReference, type Text } from "../topology/text";
import * as hcl from "./hcl/hcl";
import type { Parameterized } from "./parameterize/parameterize";

/** A rule that involves several variables or providers, checked before a resource is created, or what exists already is read. */
export interface Precondition {
  /** In HCL. */
  readonly condition: string;
  readonly message: string;
}

/**
 * The preconditions by the address of the resource that checks them.
 *
 * @param instead the address of another resource, if the module neither creates nor reads a bucket
 */
export function preconditionsOf(
  { accounts, buckets, replications }: Model,
  { model, sameRegion, bucketNames }: Parameterized,
  instead: string,
): ReadonlyMap<string, readonly Precondition[]> {
  const found = new Map<string, Precondition[]>();
  const add = (bucket: string | undefined, condition: string, message: string) => {
    const isExisting = buckets.some(({ name, existing }) => name === bucket && existing);
    const address = bucket === undefined ? instead : `${isExisting ? "data." : ""}aws_s3_bucket.${bucket}`;
    found.set(address, [...(found.get(address) ?? []), { condition, message }]);
  };
  const [first] = buckets.filter(({ account }) => account.managed).map(({ name }) => name);
  const managed = accounts.filter((account) => account.managed);
  const unmanaged = accounts.filter((account) => !account.managed);
  const groups = groupBy(managed, ({ accountId }) => accountId);
  for (const same of groups)
    if (same.length > 1)
      add(first, haveValues(1, same.map(accountId)), `${providers(same)} must use the same account.`);
  const different = groups.flatMap(([account]) => account ?? []);
  if (different.length > 1)
    add(
      first,
      haveValues(different.length, different.map(accountId)),
      `${providers(different)} must use different accounts.`,
    );
  for (const { name } of unmanaged)
    add(
      first,
      different.map((each) => `var.${name}_account_id != ${accountId(each)}`).join(" && "),
      `The account ${name} must not be one that the module creates resources in.`,
    );
  const regionOf = (name: string) =>
    unmanaged.some((account) => account.name === name) ? `var.${name}_region` : `local.${name}_region`;
  for (const [a, b] of sameRegion) {
    const isUnmanaged = unmanaged.some(({ name }) => name === a || name === b);
    add(
      first,
      `${regionOf(a)} == ${regionOf(b)}`,
      `The ${isUnmanaged ? `accounts ${a} and ${b}` : `providers aws.${a} and aws.${b}`} must use the same region: S3 can only use KMS keys in the bucket's region.`,
    );
  }
  for (const { name, account, keyArn } of model.keys.flatMap((key) => (key.existing ? key : [])))
    if (!account.managed)
      add(
        first,
        `startswith(${expressionOf(keyArn)}, "arn:\${local.partition}:kms:\${var.${account.name}_region}:\${var.${account.name}_account_id}:")`,
        `The key ${name} must be in the account ${account.name} and its region.`,
      );
  for (const [a, b] of latencyRegions(replications))
    add(
      first,
      `local.${a}_region == local.${b}_region`,
      `The providers aws.${a} and aws.${b} must use the same region: CloudWatch knows in the region of the destination that replicas are late.`,
    );
  for (const { name, account, bucketNamespace, existing } of buckets) {
    if (bucketNamespace === "global" || existing) continue;
    const suffix = `-\${local.${account.name}_account_id}-\${local.${account.name}_region}-an`;
    add(
      name,
      `endswith(${bucketNames.get(name)?.expression}, "${suffix}")`,
      `The name of the ${name} bucket must end with ${suffix}: only this account can create it, and only in this region.`,
    );
  }
  if (buckets.length > 1)
    add(
      first,
      haveValues(
        buckets.length,
        [...bucketNames.values()].map(({ expression }) => expression),
      ),
      "The buckets must have different names.",
    );
  for (const rules of groupBy(model.replications, ({ from, to }) => `${from.name} ${to.name}`)) {
    const [{ from, to }] = rules as [Replication<Text>];
    const prefixes = rules.map(({ prefix }) => prefix);
    // Terraform refuses a condition without references. The topology's own checks compared literal prefixes already.
    if (prefixes.length === 1 || prefixes.every((prefix) => typeof prefix === "string")) continue;
    add(
      from.name,
      doNotOverlap(prefixes.map((prefix) => hcl.renderValue(terraformText(prefix)))),
      `The prefixes that are replicated from ${from.name} to ${to.name} must not overlap: S3 applies one rule to each object.`,
    );
  }
  return found;
}

/** The accounts of alarms about late replicas, each with that of the destination. */
function latencyRegions(replications: readonly Replication[]): [string, string][] {
  const pairs = replications.flatMap(({ to, alarms: { late } }): [string, [string, string]][] =>
    late && late.account.name !== to.account.name
      ? [[`${late.account.name} ${to.account.name}`, [late.account.name, to.account.name]]]
      : [],
  );
  return [...new Map(pairs).values()];
}

/** One check for all values, because a check for each pair would grow with the square of the topology. */
function haveValues(count: number, expressions: readonly string[]): string {
  const [one, other] = expressions;
  if (expressions.length === 2) return `${one} ${count === 1 ? "==" : "!="} ${other}`;
  return `length(distinct(${hcl.renderList(expressions)})) == ${count}`;
}

/** One check that no prefix begins with another. */
function doNotOverlap(prefixes: readonly string[]): string {
  const [one, other] = prefixes;
  if (prefixes.length === 2) return `!startswith(${one}, ${other}) && !startswith(${other}, ${one})`;
  const all = hcl.renderList(prefixes);
  return `alltrue([for one in ${all} : length([for other in ${all} : other if startswith(other, one)]) == 1])`;
}

function expressionOf(text: Text): string {
  return isReference(text) ? text.expression : JSON.stringify(text);
}

function accountId({ name }: Account): string {
  return `local.${name}_account_id`;
}

function providers(accounts: readonly Account[]): string {
  return `The providers ${list(
    accounts.map(({ name }) => `aws.${name}`),
    "and",
  )}`;
}
