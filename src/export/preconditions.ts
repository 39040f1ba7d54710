import type { Model } from "../topology/model";
import * as hcl from "./hcl/hcl";
import type { Parameterized } from "./parameterize";

/** What must hold before a resource is created, for it is about several variables or providers. */
export interface Precondition {
  /** In HCL. */
  readonly condition: string;
  readonly message: string;
}

/** What no variable can say of itself, by the address of the resource that checks it. */
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
      `The providers aws.${a} and aws.${b} must be of ${accountId === other ? "the same account" : "different accounts"}.`,
    );
  for (const [a, b] of sameRegion)
    add(
      first,
      `local.${a}_region == local.${b}_region`,
      `The providers aws.${a} and aws.${b} must be of the same region, for S3 uses keys of a bucket's own region only.`,
    );
  if (buckets.length > 1)
    add(
      first,
      `length(distinct(${hcl.renderValue(names)})) == ${names.length}`,
      "Each bucket needs a name of its own.",
    );
  return found;
}

/** Each with each that comes after it. */
function pairs<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));
}
