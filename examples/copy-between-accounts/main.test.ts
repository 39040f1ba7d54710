import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { summary, type Terraform } from "../../test/fixtures/stack";
import { runAgain } from "../../test/support/run-again";

const outdir = mkdtempSync(join(tmpdir(), "s3porter-"));
let terraform: Terraform;

beforeAll(() => {
  process.env.CDKTF_OUTDIR = outdir;
  runAgain(join(__dirname, "main.ts"));
  terraform = JSON.parse(readFileSync(join(outdir, "stacks/copy-between-accounts/cdk.tf.json"), "utf8"));
});

afterAll(() => rmSync(outdir, { recursive: true, force: true }));

test("both accounts have a provider, and each its bucket with a key", () => {
  const { provider, resource } = terraform;
  expect(provider.aws.map(({ alias, region }) => [alias, region])).toEqual([
    ["production", "us-east-1"],
    ["analytics", "eu-west-1"],
  ]);
  for (const type of ["aws_s3_bucket", "aws_s3_bucket_policy", "aws_kms_key", "aws_kms_alias"]) {
    expect(resource[type]).toMatchObject({
      orders: { provider: "aws.production" },
      lake: { provider: "aws.analytics" },
    });
  }
});

test("the role may read one bucket and write the other", () => {
  const { locals, resource } = terraform;
  expect(resource.aws_iam_role).toMatchObject({
    porter: { provider: "aws.analytics", name: "OrdersPorter" },
  });
  expect(summary(locals.porter_identity_policy)).toEqual([
    "PutLake: s3:AbortMultipartUpload s3:PutObject s3:PutObjectTagging",
    "EncryptAndDecryptLake: kms:Decrypt kms:GenerateDataKey",
    "ListOrders: s3:ListBucket",
    "GetOrders: s3:GetObject s3:GetObjectTagging",
    "DecryptOrders: kms:Decrypt",
  ]);
});

test("the account of the orders lets the role in, at the bucket and at the key", () => {
  const { locals } = terraform;
  expect(summary(locals.orders_bucket_policy)).toEqual([
    "DenyInsecureTransport: s3:*",
    "ListForPorter: s3:ListBucket",
    "GetForPorter: s3:GetObject s3:GetObjectTagging",
  ]);
  expect(summary(locals.orders_key_policy)).toEqual([
    "EnableIAMPolicies: kms:*",
    "DecryptOrdersForPorter: kms:Decrypt",
  ]);
});

test("the command to run is an output", () => {
  expect(terraform.output.runbook?.value).toContain(
    "aws s3 cp s3://acme-orders/2026/ s3://acme-lake/orders/ --recursive --source-region us-east-1 --region eu-west-1 --profile porter",
  );
});
