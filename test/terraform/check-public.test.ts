/** That `scripts/check-public.ts` finds the configurations in cloned repositories, and says what each comes to. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { environment } from "../support/environment";
import { folderTree } from "../support/folder-tree";
import { REPOSITORY } from "../support/repository";
import { run } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
const clones = join(folder.path, "clones");

afterAll(() => folder.remove());

function write(file: string, text: string): void {
  const path = join(folder.path, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const ANSWERS = { "shared-data/examples/partner": { variables: { partner: "333333333333" } } };

test("each configuration that no other one calls is checked, and nothing is written into the clones", async () => {
  write(
    "clones/shared-data/main.tf",
    `
variable "name" {}
variable "reader" {}
resource "aws_s3_bucket" "this" {
  bucket = var.name
}
resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::\${var.reader}:root" }
      Action    = ["s3:GetObject", "s3:GetObjectTagging"]
      Resource  = "\${aws_s3_bucket.this.arn}/*"
    }]
  })
}
`,
  );
  write(
    "clones/shared-data/examples/partner/main.tf",
    `
variable "partner" {}
module "data" {
  source    = "../../"
  name      = "acme-data"
  reader    = var.partner
  providers = { aws = aws.owner }
}
provider "aws" {
  alias  = "owner"
  region = "eu-west-1"
}
provider "aws" {
  alias  = "partner"
  region = "eu-west-1"
}
resource "aws_iam_role" "idle" {
  provider           = aws.partner
  name               = "acme-idle"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
`,
  );
  write("clones/network/main.tf", 'resource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/16"\n}\n');
  write(
    "clones/logs/main.tf",
    'module "logs" {\n  source = "acme/logs/aws"\n}\nresource "aws_kms_key" "logs" {}\n',
  );
  write("answers.json", JSON.stringify(ANSWERS));
  const before = folderTree(clones);

  const { stdout } = await run(
    process.execPath,
    ["--import", "tsx", "scripts/check-public.ts", clones, join(folder.path, "answers.json"), "--json"],
    { cwd: REPOSITORY, env: environment() },
  );

  expect(folderTree(clones)).toEqual(before);
  expect(JSON.parse(stdout)).toEqual([
    {
      repository: "logs",
      path: ".",
      seconds: expect.any(Number),
      problem: expect.stringContaining("module.logs"),
    },
    {
      repository: "shared-data",
      path: "examples/partner",
      seconds: expect.any(Number),
      buckets: 1,
      keys: 0,
      principals: 1,
      policies: 2,
      unknownPolicies: 0,
      namedAccounts: 2,
      connections: 1,
      operations: expect.objectContaining({ half: 0, unknown: 0 }),
      outsiders: 1,
      flaws: expect.anything(),
      notRead: 0,
      exitCode: expect.any(Number),
    },
  ]);
});
