import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { Configuration } from "./configuration";
import { firstTest, nextTest } from "./mocks";
import { readModules } from "./modules";
import type { Instance } from "./state";

const { path, remove } = temporaryFolder({
  "live/main.tf": `
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}
data "external" "program" {}
data "local_file" "text" {}
resource "random_id" "suffix" {}
resource "aws_kms_key" "own" {}
data "aws_caller_identity" "own" {}
data "aws_s3_bucket" "logs" {}
module "own" {
  source = "../own"
}
`,
  "own/main.tf": `
provider "aws" {
  alias = "inner"
}
resource "aws_s3_bucket" "inner" {
  provider = aws.inner
}
data "aws_iam_policy_document" "inner" {
  provider = aws.inner
}
`,
});
afterAll(remove);

const configuration = new Configuration("live", readModules(join(path, "live")));
const names = (mocked: readonly { readonly name: string }[]) => mocked.map(({ name }) => name);

test("the first run mocks all that reaches out, with ARNs of the account", () => {
  const { mocked } = firstTest(configuration, {});
  expect(names(mocked)).toEqual(["random", "external", "aws"]);
  expect(mocked.at(-1)).toMatchObject({
    resources: { aws_kms_key: { arn: expect.stringMatching(/^arn:aws:kms:eu-west-1:111111111111:key\//) } },
    data: { aws_caller_identity: { account_id: "111111111111" } },
  });
  expect(mocked.at(-1)?.resources?.aws_kms_key).not.toHaveProperty("id");
});

test("the account that the user gives wins", () => {
  const { mocked } = firstTest(configuration, { accounts: { aws: "222222222222" } });
  expect(mocked.at(-1)?.data?.aws_caller_identity).toMatchObject({ account_id: "222222222222" });
});

test("the first run overrides what a provider of a module creates, and what the user knows", () => {
  const set = { "data.aws_s3_bucket.logs.region": "eu-north-1" };
  const { resources, data } = firstTest(configuration, { set });
  expect(resources.map(({ target }) => target)).toEqual(["module.own.aws_s3_bucket.inner"]);
  expect(data).toMatchObject([{ target: "data.aws_s3_bucket.logs", values: { region: "eu-north-1" } }]);
});

test("the next run has the real provider of AWS and overrides what would call it", () => {
  const instance = (address: string, mode: Instance["mode"]): Instance => {
    const [type = "", name = ""] = address.replace("data.", "").split(".");
    return { address, mode, type, name, provider_name: "hashicorp/aws", values: {} };
  };
  const instances = [
    instance("aws_kms_key.own", "managed"),
    instance("data.aws_caller_identity.own", "data"),
    instance("data.aws_iam_policy_document.own", "data"),
  ];
  const overrides = new Map([
    ["aws_kms_key.own", { id: "k" }],
    ["data.aws_caller_identity.own", { account_id: "1" }],
  ]);
  const { mocked, resources, data } = nextTest(configuration, instances, overrides);
  expect(names(mocked)).toEqual(["random", "external"]);
  expect(resources).toEqual([{ target: "aws_kms_key.own", values: { id: "k" } }]);
  expect(data).toEqual([{ target: "data.aws_caller_identity.own", values: { account_id: "1" } }]);
});
