import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readStackFolder } from "../topology/folder";
import { placesInModule, placesInTopology } from "./place";

const { path, remove } = temporaryFolder();
afterAll(remove);

test("what a topology asks for has the line of its entry", () => {
  writeFileSync(
    join(path, "copy.yaml"),
    `accounts:
  a: { id: "111111111111", region: us-east-1 }
buckets:
  lake:
    account: a
    name: acme-lake
`,
  );
  const [stack] = readStackFolder(path).stacks;
  const placeOf = stack && placesInTopology(stack);
  expect(placeOf?.("aws_kms_key.lake")).toEqual({ file: join(path, "copy.yaml"), line: 4 });
  expect(placeOf?.("aws_s3_bucket_policy.other")).toBeUndefined();
});

test("what a module creates has the line of its block", () => {
  writeFileSync(
    join(path, "data.tf"),
    'resource "aws_s3_bucket" "lake" {\n}\n\noutput "lake_policy" {\n}\n# resource "aws_kms_key" "lake"\n',
  );
  const placeOf = placesInModule(path);
  expect(placeOf("aws_s3_bucket.lake")).toEqual({ file: join(path, "data.tf"), line: 1 });
  expect(placeOf("output.lake_policy")).toEqual({ file: join(path, "data.tf"), line: 4 });
  expect(placeOf("aws_kms_key.lake")).toBeUndefined();
});
