/** Pairs written with `terraform-generator`, which writes HCL and knows no provider's schema. */
import { arg, fn, list, map, type Resource, TerraformGenerator } from "terraform-generator";
import { measure, outdir } from "./measure";
import * as documents from "./pair-documents";

measure((pairs) => {
  const terraform = new TerraformGenerator();
  for (const [alias, id] of Object.entries({ source: "111111111111", destination: "222222222222" })) {
    terraform.provider("aws", { alias, region: "us-east-1", allowed_account_ids: [id] });
  }
  for (let pair = 0; pair < pairs; pair++) addPair(terraform, pair);
  terraform.write({ dir: outdir() });
});

function addPair(terraform: TerraformGenerator, pair: number): void {
  const sourceKey = addBucket(terraform, "source", pair, {
    key: documents.sourceKeyPolicy(pair),
    bucket: documents.sourceBucketPolicy(pair),
  });
  const destinationKey = addBucket(terraform, "destination", pair, {
    key: documents.destinationKeyPolicy(),
    bucket: documents.destinationBucketPolicy(pair),
  });
  const role = terraform.resource("aws_iam_role", `porter_${pair}`, {
    provider: arg("aws.destination"),
    name: `porter-${pair}`,
    assume_role_policy: jsonencode(documents.trustPolicy()),
  });
  terraform.resource("aws_iam_role_policy", `porter_${pair}`, {
    provider: arg("aws.destination"),
    name: `porter-${pair}`,
    role: role.attr("name"),
    policy: jsonencode(documents.identityPolicy(pair, sourceKey.attr("arn"), destinationKey.attr("arn"))),
  });
  terraform.output(`porter_${pair}_role_arn`, { value: role.attr("arn") });
}

function addBucket(
  terraform: TerraformGenerator,
  side: "source" | "destination",
  pair: number,
  policies: { key: object; bucket: object },
): Resource {
  const name = `${side}_${pair}`;
  const bucketName = `acme-${side}-${pair}`;
  const resource = (type: string, args: Record<string, unknown>) =>
    terraform.resource(type, name, { provider: arg(`aws.${side}`), ...args });
  const key = resource("aws_kms_key", {
    description: `Encrypts the objects of s3://${bucketName}`,
    enable_key_rotation: true,
    deletion_window_in_days: 30,
    policy: jsonencode(policies.key),
  });
  resource("aws_kms_alias", { name: `alias/${bucketName}`, target_key_id: key.attr("key_id") });
  const bucketResource = resource("aws_s3_bucket", { bucket: bucketName });
  const bucket = bucketResource.attr("id");
  resource("aws_s3_bucket_server_side_encryption_configuration", {
    bucket,
    rule: {
      apply_server_side_encryption_by_default: {
        sse_algorithm: "aws:kms",
        kms_master_key_id: key.attr("arn"),
      },
      bucket_key_enabled: true,
    },
  });
  const block = resource("aws_s3_bucket_public_access_block", {
    bucket,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  const ownership = resource("aws_s3_bucket_ownership_controls", {
    bucket,
    rule: { object_ownership: "BucketOwnerEnforced" },
    depends_on: [block],
  });
  resource("aws_s3_bucket_policy", { bucket, policy: jsonencode(policies.bucket), depends_on: [ownership] });
  terraform.output(`${name}_bucket_name`, { value: bucket });
  terraform.output(`${name}_bucket_arn`, { value: bucketResource.attr("arn") });
  terraform.output(`${name}_key_arn`, { value: key.attr("arn") });
  return key;
}

function jsonencode(document: object): unknown {
  return fn("jsonencode", argument(document));
}

/** Objects become maps, for a bare object would become a nested block. */
function argument(value: unknown): unknown {
  if (Array.isArray(value)) return list(...value.map(argument));
  if (typeof value !== "object" || value === null || "toTerraform" in value) return value;
  return map(Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, argument(entry)])));
}
