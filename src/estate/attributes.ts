import { createHash } from "node:crypto";
import type { AwsTerraform } from "./aws-terraform";
import type { ResourceBlock } from "./terraform/configuration";

/** Undefined after a problem. */
type Attribute = (resource: ResourceBlock, aws: AwsTerraform) => string | undefined;

/** `arn:aws:iam::111111111111:role/path/name` */
const iamArn =
  (kind: "role" | "user" | "policy"): Attribute =>
  (resource, aws) => {
    const account = aws.account(resource);
    const name = aws.name(resource);
    if (account === undefined || name === undefined) return undefined;
    return `arn:${account.partition}:iam::${account.id}:${kind}${aws.path(resource)}${name}`;
  };

/** `arn:aws:kms:us-east-1:111111111111:key/id` */
const kmsArn =
  (within: Attribute): Attribute =>
  (resource, aws) => {
    const account = aws.account(resource);
    const rest = within(resource, aws);
    const region = aws.region(resource);
    if (account === undefined || rest === undefined || region === undefined) return undefined;
    return `arn:${account.partition}:kms:${region}:${account.id}:${rest}`;
  };

const bucketArn: Attribute = (resource, aws) => {
  const account = aws.account(resource);
  const name = bucketName(resource, aws);
  return account && name && `arn:${account.partition}:s3:::${name}`;
};

const name: Attribute = (resource, aws) => aws.name(resource);
const path: Attribute = (resource, aws) => aws.path(resource);
const region: Attribute = (resource, aws) => aws.region(resource);
const bucketName: Attribute = (resource, aws) => aws.name(resource, "bucket");
const keyId: Attribute = ({ address }) => madeUpId(address);
const keyArn = kmsArn((resource) => `key/${madeUpId(resource.address)}`);
const aliasArn = kmsArn(name);
const bucketSetting = { id: bucketName };

const BY_TYPE: Readonly<Record<string, Readonly<Record<string, Attribute>>>> = {
  aws_s3_bucket: { id: bucketName, arn: bucketArn, region },
  aws_s3_bucket_policy: bucketSetting,
  aws_s3_bucket_public_access_block: bucketSetting,
  aws_s3_bucket_ownership_controls: bucketSetting,
  aws_s3_bucket_server_side_encryption_configuration: bucketSetting,
  aws_s3_bucket_versioning: bucketSetting,
  aws_s3_bucket_replication_configuration: bucketSetting,
  aws_kms_key: { id: keyId, key_id: keyId, arn: keyArn, region },
  aws_kms_alias: { id: name, arn: aliasArn },
  aws_iam_role: { id: name, path, arn: iamArn("role") },
  aws_iam_user: { id: name, path, arn: iamArn("user") },
  aws_iam_policy: { id: iamArn("policy"), path, arn: iamArn("policy") },
};

/**
 * What AWS makes of resources, by type and by the name of the attribute. Arguments, which are attributes too, are
 * not among them unless they have a default.
 */
export const ATTRIBUTES: ReadonlyMap<string, ReadonlyMap<string, Attribute>> = new Map(
  Object.entries(BY_TYPE).map(([type, attributes]) => [type, new Map(Object.entries(attributes))]),
);

/** What the id of a key looks like. AWS makes up another, but policies only ever hold one against another. */
function madeUpId(address: string): string {
  const digits = createHash("sha256").update(address).digest("hex");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
