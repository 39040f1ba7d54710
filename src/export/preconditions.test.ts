import { join } from "node:path";
import { REPOSITORY } from "../../test/support/repository";
import { loadTopology, readTopology } from "../topology/load";
import type { Topology } from "../topology/topology";
import { parameterize } from "./parameterize";
import { preconditionsOf } from "./preconditions";
import { resolve } from "../topology/resolve";

function conditionsOf(topology: Topology): string[] {
  const model = resolve(topology);
  return [...preconditionsOf(model, parameterize(model))].flatMap(([address, preconditions]) =>
    preconditions.map(({ condition }) => `${address}: ${condition}`),
  );
}

test("what follows from a topology", () => {
  const conditions = (stack: string) =>
    conditionsOf(readTopology(join(REPOSITORY, "stacks", `${stack}.yaml`)).topology);
  expect(conditions("copy-with-user")).toEqual([
    "aws_s3_bucket.source: local.source_account_id != local.destination_account_id",
    "aws_s3_bucket.source: local.source_region == local.destination_region",
    "aws_s3_bucket.source: length(distinct([var.source_bucket_name, var.destination_bucket_name])) == 2",
  ]);
  expect(conditions("shared-with-account")).toEqual([
    "aws_s3_bucket.shared: local.a_account_id != local.b_account_id",
  ]);
});

test("accounts are held against each other, each with each, and bucket names all at once", () => {
  const topology = loadTopology(`accounts:
  a: { id: "111111111111", region: us-east-1 }
  a_west: { id: "111111111111", region: us-west-2 }
  b: { id: "222222222222", region: us-east-1 }
buckets:
  one: { account: a, name: acme-one }
  two: { account: a_west, name: acme-two }
  three: { account: b, name: acme-three }
`);
  expect(conditionsOf(topology)).toEqual([
    "aws_s3_bucket.one: local.a_account_id == local.a_west_account_id",
    "aws_s3_bucket.one: local.a_account_id != local.b_account_id",
    "aws_s3_bucket.one: local.a_west_account_id != local.b_account_id",
    "aws_s3_bucket.one: length(distinct([var.one_bucket_name, var.two_bucket_name, var.three_bucket_name])) == 3",
  ]);
});
