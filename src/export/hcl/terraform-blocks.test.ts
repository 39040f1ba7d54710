import {
  renderData,
  renderLocals,
  renderModule,
  renderOutput,
  renderProvider,
  renderRemoved,
  renderResource,
  renderTerraform,
  renderVariable,
} from "./terraform-blocks";

describe("resources and data sources", () => {
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

  test("what a resource is comes before its settings", () => {
    expect(
      renderResource("aws_s3_bucket_public_access_block", "source", {
        block_public_acls: true,
        bucket: "${aws_s3_bucket.source.id}",
        ignore_public_acls: true,
      }),
    ).toBe(`resource "aws_s3_bucket_public_access_block" "source" {
  bucket             = aws_s3_bucket.source.id
  block_public_acls  = true
  ignore_public_acls = true
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
      'resource "aws_s3_object" is not in src/export/hcl/blocks.json, so s3porter cannot tell its blocks from its attributes; add it to scripts/terraform-blocks.ts and run `npm run terraform-blocks`',
    ],
    [
      () => renderResource("constructor", "a", {}),
      'resource "constructor" is not in src/export/hcl/blocks.json',
    ],
    [() => renderData("aws_s3_object", "a"), 'data "aws_s3_object" is not in src/export/hcl/blocks.json'],
    [
      () => renderResource("aws_s3_bucket_policy", "a", { arn: "a" }),
      'aws_s3_bucket_policy.a has no argument "arn" that can be set; it has bucket, policy;',
    ],
    [() => renderResource("aws_s3_bucket", "a b", {}), 'expected the name of a resource, received "a b";'],
  ])("refuses %s", (render, message) => expect(render).toThrow(message));
});

describe("providers", () => {
  test("a configuration of a provider", () => {
    expect(
      renderProvider("aws", {
        allowed_account_ids: ["111111111111"],
        alias: "source",
        assume_role: [{ role_arn: "arn:aws:iam::111111111111:role/Deployer" }],
        default_tags: { tags: { owner: "data" } },
      }),
    ).toBe(`provider "aws" {
  alias               = "source"
  allowed_account_ids = ["111111111111"]

  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/Deployer"
  }

  default_tags {
    tags = { owner = "data" }
  }
}`);
  });

  test("of another provider nothing is known", () => {
    expect(() => renderProvider("google", {})).toThrow(
      'provider "google" is not in src/export/hcl/blocks.json',
    );
  });
});

describe("variables", () => {
  test("a variable, in the order of Terraform's style guide", () => {
    expect(
      renderVariable("source_bucket_name", {
        validation: {
          condition: '${can(regex("^[a-z0-9.-]{3,63}$", var.source_bucket_name))}',
          error_message: "The name ${var.source_bucket_name} is not one that S3 takes.",
        },
        nullable: false,
        description: "The name of the bucket.",
        type: "string",
      }),
    ).toBe(`variable "source_bucket_name" {
  type        = string
  description = "The name of the bucket."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9.-]{3,63}$", var.source_bucket_name))
    error_message = "The name \${var.source_bucket_name} is not one that S3 takes."
  }
}`);
  });

  test.each([false, 0, "", null, [], {}])("the default may be %j", (value) => {
    expect(renderVariable("a", { default: value })).toBe(
      `variable "a" {\n  default = ${JSON.stringify(value)}\n}`,
    );
  });

  test("a type may take several lines", () => {
    expect(renderVariable("a", { type: "object({\n  name = string\n})", nullable: false })).toBe(
      'variable "a" {\n  type = object({\n    name = string\n  })\n  nullable = false\n}',
    );
  });
});

describe("outputs", () => {
  test("an output, in the order of Terraform's style guide", () => {
    expect(
      renderOutput("bucket_arn", {
        value: "${aws_s3_bucket.source.arn}",
        sensitive: false,
        description: "The bucket's ARN",
        depends_on: ["aws_s3_bucket_policy.source"],
      }),
    ).toBe(`output "bucket_arn" {
  description = "The bucket's ARN"
  value       = aws_s3_bucket.source.arn
  sensitive   = false
  depends_on  = [aws_s3_bucket_policy.source]
}`);
  });
});

describe("locals", () => {
  test("what takes several lines stands apart", () => {
    expect(renderLocals({ a: 1, long: "${data.aws_partition.source.id}", map: { a: 1, b: 2 }, b: false }))
      .toBe(`locals {
  a    = 1
  long = data.aws_partition.source.id

  map = {
    a = 1
    b = 2
  }

  b = false
}`);
  });

  test("a name is one that Terraform takes", () => {
    expect(() => renderLocals({ "a.b": 1 })).toThrow('expected the name of a local, received "a.b"');
  });
});

describe("modules", () => {
  test("a call of a module with two providers", () => {
    expect(
      renderModule("replication", {
        source: "./modules/replication",
        providers: { "aws.source": "aws.source", "aws.destination": "aws.backup" },
        inputs: { source_bucket_name: "acme-source", tags: { owner: "data", team: "a" } },
        depends_on: ["module.other"],
      }),
    ).toBe(`module "replication" {
  source = "./modules/replication"

  providers = {
    aws.source      = aws.source
    aws.destination = aws.backup
  }

  source_bucket_name = "acme-source"
  tags = {
    owner = "data"
    team  = "a"
  }

  depends_on = [module.other]
}`);
  });

  test("an input is a name that Terraform takes", () => {
    expect(() => renderModule("a", { source: "a", inputs: { "b c": 1 } })).toThrow(
      'expected the name of a variable, received "b c"',
    );
  });
});

describe("settings", () => {
  test("the settings of a module, with references in configuration_aliases", () => {
    expect(
      renderTerraform({
        required_version: ">= 1.5",
        required_providers: {
          aws: {
            configuration_aliases: ["aws.source", "aws.destination"],
            source: "hashicorp/aws",
            version: ">= 5.100.0, < 7.0.0",
          },
        },
      }),
    ).toBe(`terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = ">= 5.100.0, < 7.0.0"
      configuration_aliases = [aws.source, aws.destination]
    }
  }
}`);
  });

  test("the settings of a stack", () => {
    expect(renderTerraform({ backend: { s3: { bucket: "acme-state", encrypt: true } } })).toBe(
      'terraform {\n  backend "s3" {\n    bucket  = "acme-state"\n    encrypt = true\n  }\n}',
    );
    expect(renderTerraform({ cloud: { organization: "acme", workspaces: { name: "copy" } } })).toBe(
      'terraform {\n  cloud {\n    organization = "acme"\n\n    workspaces {\n      name = "copy"\n    }\n  }\n}',
    );
  });

  test("a backend is one that s3porter writes", () => {
    expect(() => renderTerraform({ backend: { consul: {} } })).toThrow(
      'backend has no argument "consul" that can be set; it has local, s3;',
    );
  });
});

test("what a resource is about comes first, in nested blocks too, but tags keep their order", () => {
  const replication = renderResource("aws_s3_bucket_replication_configuration", "a", {
    role: "r",
    bucket: "b",
    rule: [{ status: "Enabled", destination: { account: "1", bucket: "d" } }],
  });
  expect(replication.match(/\w+(?= +=)/g)).toEqual(["bucket", "role", "status", "bucket", "account"]);
  const bucket = renderResource("aws_s3_bucket", "a", { tags: { team: "t", name: "n" }, bucket: "b" });
  expect(bucket.match(/\w+(?= +=)/g)).toEqual(["bucket", "tags", "team", "name"]);
});

test("a resource that Terraform stops managing", () => {
  expect(renderRemoved("aws_kms_key.lake")).toBe(`removed {
  from = aws_kms_key.lake

  lifecycle {
    destroy = false
  }
}`);
});
