/** That a rehearsal reads what people write, calls nothing, runs nothing and leaves nothing. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import { dirname, join } from "node:path";
import { UNKNOWN, type TerraformValues } from "../../src/estate/values/terraform-values";
import { rehearse, type RehearseOptions } from "../../src/rehearse/rehearse";
import { folderTree } from "../support/folder-tree";
import { WITHOUT_COLLECTING } from "../support/environment";
import { PLUGINS } from "../support/provider-plugins";
import { REPOSITORY } from "../support/repository";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
const temporary = join(folder.path, "tmp");
const before = { ...process.env };

beforeAll(() => {
  mkdirSync(temporary);
  jest.spyOn(os, "tmpdir").mockReturnValue(temporary);
  Object.assign(process.env, WITHOUT_COLLECTING, {
    TF_CLI_ARGS_init: `-plugin-dir=${PLUGINS} -backend-config=x`,
    // What belongs to the user's own runs.
    TF_CLI_ARGS_test: "-filter=other",
    TF_WORKSPACE: "production",
    AWS_PROFILE: "production",
  });
});

afterEach(() => expect(copies()).toEqual([]));

afterAll(() => {
  process.env = before;
  jest.restoreAllMocks();
  folder.remove();
});

function copies(): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith("s3porter-rehearsal-"));
}

/** Writes a configuration and rehearses it. */
async function rehearsed(
  name: string,
  files: Readonly<Record<string, string>>,
  options?: RehearseOptions,
  root = "",
) {
  const path = write(name, files);
  const tree = folderTree(path);
  try {
    return await rehearse(join(path, root), options);
  } finally {
    expect(folderTree(path)).toEqual(tree);
  }
}

function write(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(folder.path, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  return path;
}

function valuesOf({ resources }: TerraformValues, address: string): Readonly<Record<string, unknown>> {
  const found = resources.find((resource) => resource.address === address);
  if (found === undefined)
    throw new Error(`no ${address} among ${resources.map((resource) => resource.address).join(", ")}`);
  return found.values;
}

function policyOf(values: TerraformValues, address: string, argument = "policy") {
  return JSON.parse(valuesOf(values, address)[argument] as string);
}

const RAN = join(folder.path, "provisioner-ran");

test("everything that makes Terraform of other people hard to read", async () => {
  const values = await rehearsed(
    "traps",
    {
      "live/prod/main.tf": `
terraform {
  required_version = "~> 0.12"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 3.0"
    }
  }
  backend "s3" {
    bucket  = "state"
    profile = "nobody"
  }
}
provider "aws" {
  region  = local.region
  profile = "nobody"
  dynamic "assume_role" {
    for_each = [1]
    content { role_arn = "arn:aws:iam::111111111111:role/deployer" }
  }
  allowed_account_ids = [var.account]
}
provider "aws" {
  alias  = "copy"
  region = "eu-central-1"
  assume_role {
    role_arn = "arn:aws:iam::\${var.other}:role/deployer"
  }
}
variable "account" {}
variable "other" {}
variable "suffix" {}
variable "absent" { default = null }
locals {
  region = "eu-\${"west"}-1"
}
module "bucket" {
  source    = "../../modules/bucket"
  for_each  = { logs = "a.]b", data = "c" }
  name      = "\${each.key}-\${var.suffix}"
  reader    = aws_iam_role.reader.arn
  providers = { aws = aws.copy }
}
resource "aws_iam_role" "reader" {
  name_prefix        = "reader-"
  assume_role_policy = templatefile("\${path.module}/../../policies/trust.json", { account = data.aws_caller_identity.this.account_id })
  provisioner "local-exec" {
    command = "touch ${RAN}"
  }
  lifecycle {
    prevent_destroy = true
    postcondition {
      condition     = self.unique_id == "no"
      error_message = "no"
    }
  }
}
data "aws_caller_identity" "this" {}
resource "terraform_data" "other" {
  input = var.suffix
  provisioner "local-exec" {
    command = "touch ${RAN}"
  }
}
resource "aws_s3_bucket" "generated" {
  count  = 2
  bucket = var.absent
}
resource "aws_s3_bucket" "late" {
  bucket = "late-\${terraform_data.other.id}"
  tags   = { of = terraform_data.other.output }
}
resource "aws_iam_role_policy" "late" {
  role   = aws_iam_role.reader.name
  policy = data.aws_iam_policy_document.late.json
}
data "aws_iam_policy_document" "late" {
  dynamic "statement" {
    for_each = [aws_s3_bucket.late.arn]
    content {
      actions   = ["s3:GetObject"]
      resources = ["\${statement.value}/*"]
    }
  }
}
check "health" {
  assert {
    condition     = data.aws_caller_identity.this.account_id == "0"
    error_message = "no"
  }
}
import {
  to = aws_s3_bucket.late
  id = "late"
}
`,
      "live/prod/more_override.tf": 'resource "aws_s3_bucket" "late" {\n  force_destroy = true\n}\n',
      "live/prod/keys.tf.json": JSON.stringify({
        resource: {
          aws_kms_key: {
            plain: { description: "acmekeys" },
            with_policy: { policy: '${jsonencode({ Id = "x" })}' },
          },
        },
      }),
      "live/prod/terraform.tfvars": 'account = "111111111111"\n',
      "live/prod/other.auto.tfvars": 'other = "222222222222"\n',
      "live/prod/.terraform.lock.hcl":
        'provider "registry.terraform.io/hashicorp/aws" {\n  version = "3.1.0"\n  hashes = ["h1:eA2jBZ0PRSBYqpnTBuuyD02SjZmmmkCS8WYZEBJtSVE="]\n}\n',
      "live/prod/terraform.tfstate": '{"secret": true}',
      "live/prod/tests/own.tftest.hcl":
        'run "fails" {\n  assert {\n    condition = false\n    error_message = "no"\n  }\n}\n',
      "policies/trust.json":
        '{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::${account}:root"}}]}',
      "modules/bucket/main.tf": `
variable "name" {}
variable "reader" {}
data "aws_caller_identity" "here" {}
resource "aws_s3_bucket" "this" {
  bucket = var.name
}
resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = data.aws_iam_policy_document.this.json
}
data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["\${aws_s3_bucket.this.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = [var.reader, "arn:aws:iam::\${data.aws_caller_identity.here.account_id}:root"]
    }
  }
}
`,
    },
    { variables: { suffix: "acme" } },
    "live/prod",
  );
  expect(existsSync(RAN)).toBe(false);
  expect(values.providers).toEqual([
    { key: "aws", region: "eu-west-1", allowedAccountIds: ["111111111111"] },
    { key: "aws.copy", region: "eu-central-1", assumedRoleArn: "arn:aws:iam::222222222222:role/deployer" },
  ]);
  const role = valuesOf(values, "aws_iam_role.reader");
  expect(role.arn).toMatch(/^arn:aws:iam::111111111111:role\/reader-reader-[0-9a-f]{6}$/);
  expect(policyOf(values, "aws_iam_role.reader", "assume_role_policy").Statement[0].Principal).toEqual({
    AWS: "arn:aws:iam::111111111111:root",
  });
  expect(policyOf(values, 'module.bucket["logs"].aws_s3_bucket_policy.this')).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::logs-acme/*",
        Principal: { AWS: ["arn:aws:iam::222222222222:root", role.arn] },
      },
    ],
  });
  expect(
    values.resources.find(({ address }) => address === 'module.bucket["data"].aws_s3_bucket.this')
      ?.providerKey,
  ).toBe("aws.copy");
  const names = [0, 1].map((index) => valuesOf(values, `aws_s3_bucket.generated[${index}]`).bucket);
  expect(new Set(names).size).toBe(2);
  const late = valuesOf(values, "aws_s3_bucket.late");
  expect(late).toMatchObject({
    arn: `arn:aws:s3:::${late.bucket as string}`,
    force_destroy: true,
    tags: { of: "acme" },
  });
  expect(policyOf(values, "aws_iam_role_policy.late").Statement[0].Resource).toBe(`${late.arn as string}/*`);
  // Of eight letters, as the texts that Terraform makes up. A policy that is not set is absent.
  expect(valuesOf(values, "aws_kms_key.plain")).toMatchObject({ description: "acmekeys" });
  expect(Object.keys(valuesOf(values, "aws_kms_key.plain"))).not.toContain("policy");
  expect(policyOf(values, "aws_kms_key.with_policy")).toEqual({ Id: "x" });
  expect(values.assumptions).toEqual([
    expect.stringMatching(
      /^hashicorp\/aws is [\d.]+, because the versions that .* asks for are not installed$/,
    ),
  ]);
});

test("data sources that AWS would have to answer", async () => {
  const main = `
provider "aws" { region = "us-east-1" }
data "aws_vpc_endpoint" "s3" { vpc_id = "vpc-1" }
data "aws_s3_bucket" "old" { bucket = "acme-old" }
data "terraform_remote_state" "network" {
  backend = "s3"
  config  = { bucket = "x", key = "y", region = "us-east-1" }
}
data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["s3:*"]
    resources = [data.aws_s3_bucket.old.arn]
    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpce"
      values   = [data.aws_vpc_endpoint.s3.id, data.terraform_remote_state.network.outputs.endpoint]
    }
  }
}
resource "aws_iam_policy" "this" {
  name   = "deployer"
  policy = data.aws_iam_policy_document.this.json
}
`;
  const set = { "data.terraform_remote_state.network.outputs.endpoint": "vpce-2" };
  const values = await rehearsed("data", { "main.tf": main }, { set });
  const endpoints = (of: TerraformValues) =>
    policyOf(of, "aws_iam_policy.this").Statement[0].Condition.StringEquals["aws:SourceVpce"];
  const madeUp = endpoints(values)[0];
  expect(madeUp).toMatch(/^unset-/);
  expect(valuesOf(values, "data.aws_vpc_endpoint.s3").id).toBe(UNKNOWN);
  expect(valuesOf(values, "aws_iam_policy.this").arn).toBe("arn:aws:iam::000000000000:policy/deployer");
  expect(values.assumptions).toEqual([
    `data.aws_vpc_endpoint.s3.id is made up: "${madeUp}"; say what it is with --set data.aws_vpc_endpoint.s3.id=…`,
  ]);
  const known = await rehearsed(
    "data",
    { "main.tf": main },
    {
      set: { ...set, "data.aws_vpc_endpoint.s3.id": "vpce-1" },
      accounts: { aws: "333333333333" },
    },
  );
  expect(endpoints(known)).toEqual(["vpce-1", "vpce-2"]);
  expect(known.assumptions).toEqual([]);
});

test("a module that is no root module, with the accounts that a caller would give", async () => {
  const values = await rehearsed(
    "called",
    {
      "main.tf": `
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.a, aws.b]
    }
  }
}
resource "aws_kms_key" "a" { provider = aws.a }
resource "aws_kms_key" "b" { provider = aws.b }
`,
    },
    { accounts: { "aws.a": "111111111111", "aws.b": "222222222222" } },
  );
  expect(["a", "b"].map((name) => valuesOf(values, `aws_kms_key.${name}`).arn)).toEqual([
    expect.stringMatching(/^arn:aws:kms:us-east-1:111111111111:key\//),
    expect.stringMatching(/^arn:aws:kms:us-east-1:222222222222:key\//),
  ]);
});

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  [
    "a variable without a value",
    {
      "main.tf":
        'provider "aws" {\n  region = var.region\n}\nvariable "region" {}\nresource "aws_kms_key" "x" {}\n',
    },
    /main\.tf:4: the variable "region" has no value; give it with --var region=…/,
  ],
  [
    "a brace that is missing",
    { "main.tf": 'locals {}\nresource "aws_kms_key" "x" {\n' },
    /main\.tf:2: Terraform: /,
  ],
  [
    "a reference to nothing",
    { "main.tf": 'resource "aws_kms_key" "x" {\n  description = local.y\n}\n' },
    /main\.tf:2: Terraform: Reference to undeclared local value/,
  ],
  [
    "a provider that is not installed",
    { "main.tf": 'resource "random_id" "x" {\n  byte_length = 4\n}\n' },
    /terraform init cannot install hashicorp\/random\n.*\n {2}Run "terraform init"/,
  ],
  [
    "a module that is not installed",
    { "main.tf": 'module "x" {\n  source = "terraform-aws-modules/s3-bucket/aws"\n}\n' },
    /run "terraform init" or "terraform get" in the folder first:\n {2}module\.x \(source "terraform-aws-modules/,
  ],
  [
    "providers whose accounts are not known",
    {
      "main.tf":
        'provider "aws" {}\nprovider "aws" {\n  alias = "b"\n}\nresource "aws_kms_key" "a" {}\nresource "aws_kms_key" "b" {\n  provider = aws.b\n}\n',
    },
    /add --account aws=<id> --account aws\.b=<id>$/,
  ],
])("%s is the user's to mend", async (name, files, message) => {
  await expect(rehearsed(name.replaceAll(" ", "-"), files)).rejects.toThrow(message);
});

test.each(["SIGINT", "SIGTERM"] as const)("%s removes the copy and ends the providers", async (signal) => {
  const path = write("interrupted", {
    "main.tf": 'provider "aws" {\n  region = "us-east-1"\n}\nresource "aws_kms_key" "x" {}\n',
  });
  const program = `require("${join(REPOSITORY, "src/rehearse/rehearse")}").rehearse(process.argv[1])`;
  const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", program, path], {
    cwd: REPOSITORY,
    env: { ...process.env, TMPDIR: temporary },
    stdio: "ignore",
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("close", (_, by) => resolve(by)));
  while (child.exitCode === null && !copies().some((name) => hasTest(join(temporary, name))))
    await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill(signal);
  expect(await ended).toBe(signal);
  expect(copies()).toEqual([]);
});

/** Whether Terraform is about to test. */
function hasTest(copy: string): boolean {
  return existsSync(join(copy, "s3porter.tftest.json"));
}
