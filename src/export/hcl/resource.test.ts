import { renderData, renderResource } from "./resource";

test("a resource, in the order of Terraform's style guide", () => {
  expect(
    renderResource("aws_s3_bucket_ownership_controls", "source", {
      "//": { metadata: { uniqueId: "source" } },
      depends_on: ["aws_s3_bucket_public_access_block.source"],
      lifecycle: {
        prevent_destroy: true,
        ignore_changes: ["rule"],
        precondition: [{ condition: "${local.a != local.b}", error_message: "a and b are the same." }],
      },
      rule: { object_ownership: "BucketOwnerEnforced" },
      bucket: "${aws_s3_bucket.source.id}",
      provider: "aws.source",
    }),
  ).toBe(`resource "aws_s3_bucket_ownership_controls" "source" {
  provider = aws.source

  bucket = aws_s3_bucket.source.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [rule]

    precondition {
      condition     = local.a != local.b
      error_message = "a and b are the same."
    }
  }

  depends_on = [aws_s3_bucket_public_access_block.source]
}`);
});

test("a data source", () => {
  expect(renderData("aws_caller_identity", "source", { provider: "aws.source" })).toBe(
    'data "aws_caller_identity" "source" {\n  provider = aws.source\n}',
  );
});

test("a tag is no block, and its name no key of HCL", () => {
  expect(renderResource("aws_s3_bucket", "source", { tags: { "acme:owner": "data" } })).toBe(
    'resource "aws_s3_bucket" "source" {\n  tags = { "acme:owner" = "data" }\n}',
  );
});

test.each([
  [
    () => renderResource("aws_s3_object", "a", {}),
    'resource "aws_s3_object" is not in src/export/hcl/blocks.json, so its blocks cannot be told from its attributes; add it to scripts/terraform-blocks.ts and run `npm run terraform-blocks`',
  ],
  [
    () => renderResource("constructor", "a", {}),
    'resource "constructor" is not in src/export/hcl/blocks.json',
  ],
  [() => renderData("aws_s3_bucket", "a"), 'data "aws_s3_bucket" is not in src/export/hcl/blocks.json'],
  [
    () => renderResource("aws_s3_bucket_policy", "a", { arn: "a" }),
    'aws_s3_bucket_policy.a has no argument "arn" that can be set; it has bucket, policy;',
  ],
  [() => renderResource("aws_s3_bucket", "a b", {}), 'expected the name of a resource, received "a b";'],
])("refuses %s", (render, message) => expect(render).toThrow(message));
