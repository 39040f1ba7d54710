import { accountOf } from "../aws/arn";
import type { Bucket } from "../estate/estate";
import type { Flaw } from "./flaw";
import { listOf } from "./flaws/wording";
import type { ExistingBucketIntent, Intents } from "./proof/intents";

/** What is said about a bucket that exists already, and whether each plan checks it. */
export interface Fact {
  readonly is: "encryption" | "acls" | "public access" | "versioning";
  readonly isChecked: boolean;
}

/**
 * Where Cloud Control has the settings.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
 */
const RULE = "BucketEncryption.ServerSideEncryptionConfiguration[0]";
const ALGORITHM = `${RULE}.ServerSideEncryptionByDefault.SSEAlgorithm`;
const KEY = `${RULE}.ServerSideEncryptionByDefault.KMSMasterKeyID`;
const BUCKET_KEY = `${RULE}.BucketKeyEnabled`;
const BLOCK = "PublicAccessBlockConfiguration";

/** What the proof needs to know about the bucket, in this order. */
export function factsOf(said: ExistingBucketIntent, bucket: Bucket, intents: Intents): Fact[] {
  const { checks = [] } = bucket;
  const ensures = (setting: string, isRight: (value: unknown) => boolean) =>
    checks.some((check) => check.setting === setting && !check.areRefused && check.values.every(isRight));
  const refuses = (setting: string, ...values: readonly unknown[]) =>
    checks.some(
      (check) =>
        check.setting === setting &&
        check.areRefused &&
        values.every((value) => check.values.includes(value)),
    );
  const { keyArn, bucketKeyEnabled = false, versioningIsGiven } = said;
  const isKey = (value: unknown) =>
    value === keyArn ||
    (keyArn?.split("/").at(-1) === value &&
      accountOf(keyArn ?? "") === bucket.account.id &&
      !othersWrite(bucket, intents));
  const isOn = (value: unknown) => value === true;
  const encrypts =
    keyArn === undefined
      ? refuses(ALGORITHM, "aws:kms", "aws:kms:dsse")
      : ensures(ALGORITHM, (value) => value === "aws:kms" || value === "aws:kms:dsse") &&
        ensures(KEY, isKey) &&
        (bucketKeyEnabled ? ensures(BUCKET_KEY, isOn) : refuses(BUCKET_KEY, true));
  const blocks = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
  const facts: (Fact | undefined)[] = [
    { is: "encryption", isChecked: encrypts },
    {
      is: "acls",
      isChecked: ensures(
        "OwnershipControls.Rules[0].ObjectOwnership",
        (value) => value === "BucketOwnerEnforced",
      ),
    },
    { is: "public access", isChecked: blocks.every((block) => ensures(`${BLOCK}.${block}`, isOn)) },
    versioningIsGiven && {
      is: "versioning",
      isChecked: ensures("VersioningConfiguration.Status", (value) => value === "Enabled"),
    },
  ];
  return facts.filter((fact) => fact !== undefined);
}

/** S3 looks up the id of a key in the account of whoever writes. */
function othersWrite({ arn, account }: Bucket, { access, deliveries = [] }: Intents): boolean {
  return (
    deliveries.some(({ bucketArn }) => bucketArn === arn) ||
    access.some(
      ({ principalArn, bucketArn, permissions }) =>
        bucketArn === arn && permissions.includes("put") && accountOf(principalArn) !== account.id,
    )
  );
}

/** Terraform has to check what the topology says that it checks. */
export function notChecked(
  { settingsAreChecked }: ExistingBucketIntent,
  bucket: Bucket,
  facts: readonly Fact[],
): Flaw[] {
  const left = facts.filter(({ isChecked }) => !isChecked);
  if (!settingsAreChecked || left.length === 0) return [];
  const what = listOf(left.map(({ is }) => SETTINGS[is]));
  return [
    {
      part: "well-formed",
      problem: `no plan checks ${what} of bucket ${bucket.name}, as was asked for`,
      addresses: [bucket.address],
      because: [],
      repair: `write the data source aws_cloudcontrolapi_resource of the bucket and its postconditions as s3porter does, or check_settings: false to take for granted how the bucket is configured`,
    },
  ];
}

const SETTINGS: Readonly<Record<Fact["is"], string>> = {
  encryption: "the default encryption",
  acls: "the Object Ownership",
  "public access": "the Block Public Access",
  versioning: "the versioning",
};
