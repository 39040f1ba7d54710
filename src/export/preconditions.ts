import type { Model } from "../topology/model";
import * as hcl from "./hcl/hcl";
import type { Parameterized } from "./parameterize";

/** A rule that involves several variables or providers, checked before a resource is created. */
export interface Precondition {
  /** In HCL. */
  readonly condition: string;
  readonly message: string;
}

/** By the address of the resource that checks them. */
export function preconditionsOf(
  { accounts, buckets }: Model,
  { sameRegion, bucketNames }: Parameterized,
): ReadonlyMap<string, readonly Precondition[]> {
  const found = new Map<string, Precondition[]>();
  const add = (bucket: string, condition: string, message: string) => {
    const address = `aws_s3_bucket.${bucket}`;
    found.set(address, [...(found.get(address) ?? []), { condition, message }]);
  };
  const [first = ""] = buckets.map(({ name }) => name);
  const names = [...bucketNames.values()].map(({ expression }) => `\${${expression}}`);
  for (const [{ name: a, accountId }, { name: b, accountId: other }] of pairs(accounts))
    add(
      first,
      `local.${a}_account_id ${accountId === other ? "==" : "!="} local.${b}_account_id`,
      `The providers aws.${a} and aws.${b} must use ${accountId === other ? "the same account" : "different accounts"}.`,
    );
  for (const [a, b] of sameRegion)
    add(
      first,
      `local.${a}_region == local.${b}_region`,
      `The providers aws.${a} and aws.${b} must use the same region: S3 can only use KMS keys in the bucket's region.`,
    );
  for (const { name, account, bucketNamespace } of buckets) {
    if (bucketNamespace === "global") continue;
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
      `length(distinct(${hcl.renderValue(names)})) == ${names.length}`,
      "The buckets must have different names.",
    );
  return found;
}

/** Each with each that comes after it. */
function pairs<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));
}
