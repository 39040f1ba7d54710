import { temporaryFolder } from "../../test/support/temporary-folder";
import { Configuration } from "./configuration";
import { readModules } from "./modules";
import { statedRegions } from "./regions";

const { path, remove } = temporaryFolder({
  "main.tf": `terraform {
  required_providers {
    aws = { source = "hashicorp/aws", configuration_aliases = [aws.passed] }
  }
}
provider "aws" {
  alias  = "located"
  region = "eu-west-1"
}
provider "aws" {
  alias = "silent"
}
resource "aws_s3_bucket" "default" {}
`,
});
afterAll(remove);

const configuration = new Configuration("live", readModules(path));

test.each([
  ["nothing", {}, {}, {}],
  ["the user", { "aws.passed": "eu-west-2" }, {}, { "aws.passed": "eu-west-2" }],
  [
    "the environment, where Terraform would read it",
    {},
    { AWS_REGION: "eu-west-3", AWS_DEFAULT_REGION: "eu-west-4" },
    { aws: "eu-west-3", "aws.silent": "eu-west-3" },
  ],
  [
    "the older variable",
    {},
    { AWS_DEFAULT_REGION: "eu-west-4" },
    { aws: "eu-west-4", "aws.silent": "eu-west-4" },
  ],
  [
    "the user before the environment and the block",
    { aws: "eu-west-2", "aws.located": "eu-west-2" },
    { AWS_REGION: "eu-west-3" },
    { aws: "eu-west-2", "aws.silent": "eu-west-3", "aws.located": "eu-west-2" },
  ],
])("%s says the regions", (_, regions, env, expected) => {
  expect(statedRegions({ regions }, configuration, env)).toEqual(expected);
});
