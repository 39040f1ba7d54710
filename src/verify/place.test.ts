import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readStackFolder } from "../topology/folder";
import { placesInApp, placesInFolder, placesInModule, placesInTopology } from "./place";

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

test("what an app creates has the line that creates it, in a file that is named from here", () => {
  const placeOf = placesInApp({
    "aws_s3_bucket.lake": { file: resolve("lib/lake.ts"), line: 7 },
    "aws_s3_bucket.own": { file: join(path, "main.ts"), line: 3 },
  });
  expect(placeOf("aws_s3_bucket.lake")).toEqual({ file: "lib/lake.ts", line: 7 });
  expect(placeOf("aws_s3_bucket.own[0]")).toEqual({ file: join(path, "main.ts"), line: 3 });
  expect(placeOf("aws_s3_bucket.other")).toBeUndefined();
});

describe("in Terraform", () => {
  const module = temporaryFolder({
    "data.tf": `resource "aws_s3_bucket" "lake" {
}

output "lake_policy" {
  description = <<-TEXT
    resource "aws_kms_key" "quoted" {
  TEXT
}
# resource "aws_kms_key" "lake"
module "logs" {
  source = "./logs"
}
module "absent" {
  source  = "acme/absent/aws"
}
`,
    "logs/main.tf.json": '{ "data": { "aws_s3_bucket": { "logs": {} } } }',
  });
  afterAll(module.remove);

  test("what a module creates has the line of its block", () => {
    const placeOf = placesInModule(module.path);
    const file = join(module.path, "data.tf");
    expect(placeOf("aws_s3_bucket.lake[0]")).toEqual({ file, line: 1 });
    expect(placeOf("output.lake_policy")).toEqual({ file, line: 4 });
    expect(placeOf("aws_kms_key.lake")).toBeUndefined();
    expect(placeOf("aws_kms_key.quoted")).toBeUndefined();
    expect(placeOf("module.logs.data.aws_s3_bucket.logs")).toBeUndefined();
  });

  test("what the modules of a folder create has the line of its block", () => {
    expect(() => placesInFolder(module.path)("aws_s3_bucket.lake")).toThrow(/modules are not installed/);
    const file = join(module.path, "data.tf");
    writeFileSync(file, readFileSync(file, "utf8").replace(/module "absent"[^}]*}/, ""));
    const placeOf = placesInFolder(module.path);
    expect(placeOf("aws_s3_bucket.lake")).toEqual({ file, line: 1 });
    expect(placeOf('module.logs["a"].data.aws_s3_bucket.logs')).toEqual({
      file: join(module.path, "logs/main.tf.json"),
      line: 1,
    });
  });

  test("a path in the working directory is relative", () => {
    const placeOf = placesInModule(resolve("modules/replication"));
    expect(placeOf("aws_s3_bucket.source")?.file).toMatch(/^modules\/replication\/[\w-]+\.tf$/);
  });
});
