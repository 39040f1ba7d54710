import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { aliasOf, Configuration } from "./configuration";
import { readModules } from "./modules";

const { path, remove } = temporaryFolder({
  "live/main.tf": `
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.passed]
    }
  }
}
provider "aws" {
  alias = "copy"
}
provider "aws" {
  alias = "idle"
}
provider "random" {}
data "aws_iam_policy_document" "own" {}
resource "aws_s3_bucket" "own" {
  provider = aws.copy
}
module "logs" {
  source    = "../logs"
  for_each  = { a = 1 }
  providers = { aws = aws.passed }
}
`,
  "logs/main.tf": `
data "aws_region" "own" {}
resource "aws_s3_bucket" "this" {
  count = 2
}
`,
});
afterAll(remove);

const configuration = new Configuration("live", readModules(join(path, "live")));

test("the providers are those of the root module, also those that a caller would pass", () => {
  expect(configuration.awsKeys).toEqual(["aws.copy", "aws", "aws.passed", "aws.idle"]);
  expect(configuration.awsProviders.map(({ key }) => key)).toEqual(["aws.copy", "aws.idle"]);
  expect(configuration.missingKeys).toEqual(["aws", "aws.passed"]);
});

test("a policy document needs no provider", () => {
  expect(configuration.usedKeys).toEqual(["aws.copy", "aws.passed"]);
  expect(configuration.unusedKeys).toEqual(["aws", "aws.idle"]);
});

test("an instance has the declaration of its block", () => {
  expect(configuration.declaration('module.logs["a"].aws_s3_bucket.this[1]')).toMatchObject({
    address: "module.logs.aws_s3_bucket.this",
    providerKey: "aws.passed",
  });
  expect(configuration.declaration("aws_s3_bucket.other")).toBeUndefined();
});

test("only keys with a dot have an alias", () => {
  expect(aliasOf("aws.copy")).toBe("copy");
  expect(aliasOf("aws")).toBeUndefined();
});
