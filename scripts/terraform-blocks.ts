/**
 * Writes `src/export/hcl/blocks.json`: what every resource, data source and provider that s3porter emits takes, and
 * whether that is an attribute or a block, as Terraform says it of the AWS provider. What cannot be set is left out, and
 * what is deprecated, which the next major version may not have.
 * https://developer.hashicorp.com/terraform/cli/commands/providers/schema
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";

/** The oldest that s3porter accepts: what this one does not know may only be written where a newer one is required. */
const VERSION = "5.100.0";
const AWS = "registry.terraform.io/hashicorp/aws";
const FILE = join(__dirname, "../src/export/hcl/blocks.json");

const RESOURCES = [
  "aws_cloudwatch_metric_alarm",
  "aws_datasync_location_s3",
  "aws_datasync_task",
  "aws_iam_instance_profile",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_iam_user",
  "aws_iam_user_policy",
  "aws_iam_user_policy_attachment",
  "aws_kms_alias",
  "aws_kms_key",
  "aws_kms_key_policy",
  "aws_kms_replica_key",
  "aws_s3_bucket",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_notification",
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_replication_configuration",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
];
const DATA_SOURCES = [
  "aws_caller_identity",
  "aws_cloudcontrolapi_resource",
  "aws_kms_key",
  "aws_partition",
  "aws_region",
  "aws_s3_bucket",
];
/** The provider has an endpoint for each of 400 services. */
const ENDPOINTS = ["cloudwatch", "iam", "kms", "s3", "sts"];
/** Arguments of newer versions, by type. */
const NEWER: Readonly<Record<string, Schema>> = { aws_s3_bucket: { bucket_namespace: "attribute" } };
/** What the provider works out, though its schema has it as optional. */
const COMPUTED = ["id", "tags_all"];

/** What `terraform providers schema -json` prints, as far as it is read here. */
interface ProvidersSchema {
  readonly provider_schemas: Readonly<Record<string, ProviderSchema>>;
}

interface ProviderSchema {
  readonly provider: Described;
  readonly resource_schemas: Readonly<Record<string, Described>>;
  readonly data_source_schemas: Readonly<Record<string, Described>>;
}

interface Described {
  readonly block: BlockSchema;
}

interface BlockSchema {
  readonly deprecated?: boolean;
  readonly attributes?: Readonly<Record<string, AttributeSchema>>;
  readonly block_types?: Readonly<Record<string, Described>>;
}

interface AttributeSchema {
  readonly deprecated?: boolean;
  readonly optional?: boolean;
  readonly required?: boolean;
}

/** As in `src/export/hcl/block.ts`. */
interface Schema {
  [argument: string]: "attribute" | Schema;
}

async function main(): Promise<void> {
  const aws = readSchema();
  const provider = schemaOf(aws.provider.block);
  const json = JSON.stringify({
    source: `hashicorp/aws ${VERSION}`,
    provider: { aws: { ...provider, endpoints: picked(provider.endpoints, ENDPOINTS) } },
    resource: ofTypes(aws.resource_schemas, RESOURCES),
    data: ofTypes(aws.data_source_schemas, DATA_SOURCES),
  });
  writeFileSync(FILE, await format(json, { parser: "json", printWidth: 110 }));
}

function readSchema(): ProviderSchema {
  const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
  try {
    const aws = { source: "hashicorp/aws", version: VERSION };
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: { aws } } }),
    );
    terraform(folder, "init", "-input=false");
    const { provider_schemas }: ProvidersSchema = JSON.parse(
      terraform(folder, "providers", "schema", "-json"),
    );
    const schema = provider_schemas[AWS];
    if (!schema) throw new Error(`terraform has no schema of ${AWS}`);
    return schema;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function terraform(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync("terraform", args, {
    cwd,
    encoding: "utf8",
    maxBuffer: Infinity,
  });
  if (status !== 0) throw error ?? new Error(`terraform ${args.join(" ")}:\n${stderr}`);
  return stdout;
}

function ofTypes(schemas: Readonly<Record<string, Described>>, types: readonly string[]): Schema {
  return Object.fromEntries(
    types.map((type) => {
      const schema = schemas[type];
      if (!schema) throw new Error(`the provider has no ${type}`);
      return [type, { ...omitted(schemaOf(schema.block), COMPUTED), ...NEWER[type] }];
    }),
  );
}

function schemaOf({ attributes = {}, block_types = {} }: BlockSchema): Schema {
  return Object.fromEntries([
    ...Object.entries(attributes)
      .filter(([, { deprecated, optional, required }]) => !deprecated && (optional || required))
      .map(([name]) => [name, "attribute"]),
    ...Object.entries(block_types)
      .filter(([, { block }]) => !block.deprecated)
      .map(([name, { block }]) => [name, schemaOf(block)]),
  ]);
}

function picked(schema: Schema[string] | undefined, names: readonly string[]): Schema {
  if (typeof schema !== "object") throw new Error("the provider's endpoints are no block");
  return Object.fromEntries(Object.entries(schema).filter(([name]) => names.includes(name)));
}

function omitted(schema: Schema, names: readonly string[]): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)));
}

void main();
