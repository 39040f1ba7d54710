import { DataAwsCloudcontrolapiResource } from "@cdktf/provider-aws/lib/data-aws-cloudcontrolapi-resource";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import type { Account } from "./account";
import { claimAddress } from "./addresses";
import { expressionFor } from "./terraform-text";

/** How a bucket that exists already must be configured, as text for Terraform. */
export interface ExpectedSettings {
  /** The key of the default encryption. Undefined for SSE-S3. */
  readonly keyArn: string | undefined;
  /** The Terraform address of the key, if its id can stand for its ARN. */
  readonly keyById: string | undefined;
  readonly bucketKeyEnabled: boolean;
  /** Whether versioning must be enabled. */
  readonly versioned: boolean;
}

interface SettingsCheckProps {
  /** The name of the bucket in the topology. */
  readonly name: string;
  readonly account: Account;
  /** The name of the bucket, as a reference to where it is read. */
  readonly bucket: string;
  /** Called at synthesis, when all edges are known. */
  readonly expected: () => ExpectedSettings;
}

/** In Terraform's language, without `${` and `}`. */
interface Postcondition {
  readonly condition: string;
  readonly error_message: string;
}

/**
 * Reads how a bucket that exists already is configured, so that a plan fails if it is not as the proof takes it to be. The AWS
 * provider has no other data source for this. It is not in a `check` block, because then each plan would have changes.
 *
 * @see https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations-read.html
 */
export class SettingsCheck extends Construct {
  constructor(scope: Construct, id: string, { name, account, bucket, expected }: SettingsCheckProps) {
    super(scope, id);
    const source = new DataAwsCloudcontrolapiResource(this, "settings", {
      provider: account.provider,
      typeName: "AWS::S3::Bucket",
      identifier: bucket,
    });
    source.addOverride("lifecycle", {
      postcondition: Lazy.anyValue({ produce: () => postconditions(name, expected()) }),
    });
    claimAddress(source, name, "data.aws_cloudcontrolapi_resource");
  }
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
const RULE = "BucketEncryption.ServerSideEncryptionConfiguration[0]";
const ALGORITHM = `${RULE}.ServerSideEncryptionByDefault.SSEAlgorithm`;
const KMS = ['"aws:kms"', '"aws:kms:dsse"'];
const KEY = `${RULE}.ServerSideEncryptionByDefault.KMSMasterKeyID`;
const BUCKET_KEY = `${RULE}.BucketKeyEnabled`;
const OWNERSHIP = "OwnershipControls.Rules[0].ObjectOwnership";
const VERSIONING = "VersioningConfiguration.Status";
const BLOCKS = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];

function postconditions(
  name: string,
  { keyArn, keyById, bucketKeyEnabled, versioned }: ExpectedSettings,
): Postcondition[] {
  const bucket = `the bucket ${name}`;
  return [
    ...(keyArn === undefined ? [sseS3(bucket)] : sseKms(bucket, keyArn, keyById)),
    ...(keyArn === undefined ? [] : [bucketKey(bucket, bucketKeyEnabled)]),
    {
      condition: expression(isOneOf(OWNERSHIP, ['"BucketOwnerEnforced"'])),
      error_message: `ACLs must be disabled in ${bucket}: its Object Ownership must be BucketOwnerEnforced.`,
    },
    {
      condition: expression(
        ...BLOCKS.map((block) => isOneOf(`PublicAccessBlockConfiguration.${block}`, ["true"])),
      ),
      error_message: `All four settings of Block Public Access must be on in ${bucket} itself, also if its account blocks public access.`,
    },
    ...(versioned
      ? [
          {
            condition: expression(isOneOf(VERSIONING, ['"Enabled"'])),
            error_message: `The versioning of ${bucket} must be enabled, because it replicates or receives replicas.`,
          },
        ]
      : []),
  ];
}

/** S3 looks up an id in the account of the caller, and an alias can move to another key. */
function sseKms(bucket: string, keyArn: string, keyById: string | undefined): Postcondition[] {
  const keys = [expressionFor(keyArn), ...(keyById === undefined ? [] : [`${keyById}.id`])];
  return [
    {
      condition: expression(isOneOf(ALGORITHM, KMS)),
      error_message: `The default encryption of ${bucket} must be SSE-KMS.`,
    },
    {
      condition: expression(isOneOf(KEY, keys)),
      error_message: `The default encryption of ${bucket} must name the key ${keyArn} by its ARN.`,
    },
  ];
}

function sseS3(bucket: string): Postcondition {
  return {
    condition: expression(`!${isOneOf(ALGORITHM, KMS)}`),
    error_message: `The default encryption of ${bucket} must be SSE-S3 (AES256).`,
  };
}

function bucketKey(bucket: string, isEnabled: boolean): Postcondition {
  return {
    condition: expression(`${isEnabled ? "" : "!"}${isOneOf(BUCKET_KEY, ["true"])}`),
    error_message: `The default encryption of ${bucket} must ${isEnabled ? "" : "not "}use a Bucket Key.`,
  };
}

/** Whether a setting has one of these values. Cloud Control leaves out what is not configured. */
function isOneOf(setting: string, values: readonly string[]): string {
  return `can(index([${values.join(", ")}], jsondecode(self.properties).${setting}))`;
}

function expression(...terms: readonly string[]): string {
  return `\${${terms.join(" && ")}}`;
}
