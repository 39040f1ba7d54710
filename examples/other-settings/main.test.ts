import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Terraform } from "../../test/fixtures/stack";
import { runAgain } from "../../test/support/run-again";

const outdir = mkdtempSync(join(tmpdir(), "s3porter-"));
let terraform: Terraform;

// `app.synth()` proves the stack, and writes it only if it is proved.
beforeAll(() => {
  process.env.CDKTF_OUTDIR = outdir;
  runAgain(join(__dirname, "main.ts"));
  terraform = JSON.parse(readFileSync(join(outdir, "stacks/other-settings/cdk.tf.json"), "utf8"));
});

afterAll(() => rmSync(outdir, { recursive: true, force: true }));

test.each([
  ["aws_s3_bucket_cors_configuration", "cors"],
  ["aws_s3_bucket_lifecycle_configuration", "lifecycle"],
  ["aws_s3_bucket_inventory", "inventory"],
  ["aws_s3_bucket_website_configuration", "website"],
])("%s configures the bucket after Terraform has created it", (type, name) => {
  expect(terraform.resource[type]).toEqual({
    [name]: expect.objectContaining({ provider: "aws.web", bucket: "${aws_s3_bucket.assets.id}" }),
  });
});

test("the bucket itself has the argument that was added", () => {
  expect(terraform.resource.aws_s3_bucket?.assets).toMatchObject({
    bucket: "acme-assets",
    timeouts: { create: "30m" },
  });
});
