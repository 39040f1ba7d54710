import { join } from "node:path";
import { REPOSITORY } from "../../test/support/repository";
import { loadTopology, readTopology } from "../topology/load";
import type { Topology } from "../topology/topology";
import { parameterize } from "./parameterize/parameterize";
import { preconditionsOf } from "./preconditions";
import { resolve } from "../topology/resolve";

function conditionsOf(topology: Topology): string[] {
  const model = resolve(topology);
  return [...preconditionsOf(model, parameterize(model), "aws_iam_role_policy.reader")].flatMap(
    ([address, preconditions]) => preconditions.map(({ condition }) => `${address}: ${condition}`),
  );
}

test("what follows from a topology", () => {
  const conditions = (stack: string) =>
    conditionsOf(readTopology(join(REPOSITORY, "stacks", `${stack}.yaml`)).topology);
  expect(conditions("copy-with-user")).toEqual([
    "aws_s3_bucket.source: local.source_account_id != local.destination_account_id",
    "aws_s3_bucket.source: local.source_region == local.destination_region",
    "aws_s3_bucket.source: var.source_bucket_name != var.destination_bucket_name",
  ]);
  expect(conditions("shared-with-account")).toEqual([
    "aws_s3_bucket.shared: local.a_account_id != local.b_account_id",
  ]);
});

test("all accounts are compared at once, and so are all names of buckets", () => {
  const topology = loadTopology(`accounts:
  a: { id: "111111111111", region: us-east-1 }
  a_west: { id: "111111111111", region: us-west-2 }
  b: { id: "222222222222", region: us-east-1 }
  c: { id: "333333333333", region: us-east-1 }
buckets:
  one: { account: a, name: acme-one }
  two: { account: a_west, name: acme-two }
  three: { account: b, name: acme-three }
`);
  expect(conditionsOf(topology)).toEqual([
    "aws_s3_bucket.one: local.a_account_id == local.a_west_account_id",
    "aws_s3_bucket.one: length(distinct([local.a_account_id, local.b_account_id, local.c_account_id])) == 3",
    "aws_s3_bucket.one: length(distinct([var.one_bucket_name, var.two_bucket_name, var.three_bucket_name])) == 3",
  ]);
});

test("a check names every provider that it is about", () => {
  const accounts = ["1", "1", "1", "2", "3"].map(
    (digit, index) => `  a${index}: { id: "${digit.repeat(12)}", region: us-east-1 }`,
  );
  const model = resolve(
    loadTopology(["accounts:", ...accounts, "buckets:", "  one: { account: a0, name: acme-one }"].join("\n")),
  );
  expect(
    [...preconditionsOf(model, parameterize(model), "aws_iam_role_policy.reader").values()].flat(),
  ).toEqual([
    {
      condition: "length(distinct([local.a0_account_id, local.a1_account_id, local.a2_account_id])) == 1",
      message: "The providers aws.a0, aws.a1 and aws.a2 must use the same account.",
    },
    {
      condition: "length(distinct([local.a0_account_id, local.a3_account_id, local.a4_account_id])) == 3",
      message: "The providers aws.a0, aws.a3 and aws.a4 must use different accounts.",
    },
  ]);
});

test("prefixes that one bucket replicates to another must not overlap", () => {
  const topology = loadTopology(`accounts:
  a: { id: "111111111111", region: us-east-1 }
buckets:
  one: { account: a, name: acme-one }
  two: { account: a, name: acme-two }
  three: { account: a, name: acme-three }
replication:
  - { from: one, to: two, prefix: legal/ }
  - { from: one, to: two, prefix: finance/ }
  - { from: one, to: three, prefix: finance/ }
`);
  expect(conditionsOf(topology).filter((condition) => condition.includes("startswith"))).toEqual([
    "aws_s3_bucket.one: !startswith(var.one_two_prefix, var.one_two_prefix_2) && !startswith(var.one_two_prefix_2, var.one_two_prefix)",
  ]);
});

test("prefixes of many rules are compared at once, and literal ones not at all", () => {
  const topology = loadTopology(`accounts:
  a: { id: "111111111111", region: us-east-1 }
buckets:
  one: { account: a, name: acme-one }
  two: { account: a, name: acme-two }
  three: { account: a, name: acme-three }
replication:
  - { from: one, to: two, prefix: finance/2025/ }
  - { from: one, to: two, prefix: finance/2026/ }
  - { from: one, to: three, prefix: finance/ }
  - { from: one, to: three, prefix: legal/ }
  - { from: one, to: three, prefix: sales/ }
`);
  const prefixes = '["finance/", var.one_three_prefix, var.one_three_prefix_2]';
  expect(conditionsOf(topology).filter((condition) => condition.includes("startswith"))).toEqual([
    `aws_s3_bucket.one: alltrue([for one in ${prefixes} : length([for other in ${prefixes} : other if startswith(other, one)]) == 1])`,
  ]);
});
