import { batchJobs } from "../topology/batch-jobs";
import type { Permission } from "../topology/levels";
import type * as model from "../topology/model";
import { isExpression, inlined, joined, mapped, replaced, text, type Text } from "../topology/text";
import type { AccessPrincipal } from "./access-principal";
import { keyText } from "./delivery-runbook";
import type { Grant } from "./edges";
import { isServiceNamed } from "./service-credentials";
import { word } from "./shell-word";

/** A new role that jobs of S3 Batch Operations assume. */
interface JobRole {
  readonly role: model.NewRole<Text>;
  /** Whether nobody else can assume it. */
  readonly isForJobsOnly: boolean;
}

/** Undefined for a principal that is not a role of jobs. */
export function jobRole({ model: role }: AccessPrincipal): JobRole | undefined {
  if (role.kind !== "role" || role.existing) return undefined;
  const [isForJobs, isForOthers] = [true, false].map((expected) =>
    role.assumedBy.some(
      (each) => (each.kind === "service" && isServiceNamed("batchoperations.s3", each.service)) === expected,
    ),
  );
  return isForJobs ? { role, isForJobsOnly: !isForOthers } : undefined;
}

/**
 * The commands that create each job that the role is for, watch it and read its report. No Terraform resource creates a job.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-create-job.html
 */
export function batchSection({ role }: JobRole, access: readonly Grant[]): Text[] {
  const { desk, replicated, encrypted, copies } = batchJobs(
    access,
    (one, other) => one.bucket === other.bucket,
  );
  const jobs = [
    ...replicated.map((grant) => replicationJob(grant, desk)),
    ...encrypted.map((grant) => encryptionJob(grant, desk)),
    ...copies.map(({ from, to }) => copyJob(from, to, desk)),
  ];
  if (jobs.length === 0) return [];
  const who = adminFlags(role.account, role.account.region);
  return [
    text`# Create a job of S3 Batch Operations with the role ${role.roleName}. Whoever does needs s3:CreateJob, and iam:PassRole on the role`,
    ...jobs.flatMap(({ title, prepare, region, job }) => [
      text`# ${title}`,
      ...prepare,
      text`aws s3control create-job --account-id ${role.account.accountId} --priority 1 --role-arn ${inlined(role.principalArn)} --confirmation-required ${joined(job, " ")} --report ${json(report(desk))}${adminFlags(role.account, region)}`,
    ]),
    "# It prints the id of the job. The job waits: look at the number of its objects, and confirm it",
    text`aws s3control describe-job --account-id ${role.account.accountId} --job-id JOB_ID --query ${word("Job.[Status,ProgressSummary,FailureReasons]")}${who}`,
    text`aws s3control update-job-status --account-id ${role.account.accountId} --job-id JOB_ID --requested-job-status Ready${who}`,
    text`# Watch it with describe-job until it is Complete. What failed is in the report:`,
    text`aws s3 ls ${word(text`s3://${bucketOf(desk)}/${desk?.prefixText ?? ""}`)} --recursive${adminFlags(desk?.bucket.model.account ?? role.account)}`,
  ];
}

interface Job {
  /** What it does, as a comment. */
  readonly title: Text;
  /** What to do before. */
  readonly prepare: readonly Text[];
  /** Where it is created. */
  readonly region: Text;
  /** The options that differ. */
  readonly job: readonly Text[];
}

/** New objects are replicated by the rule; the job requests the same for those that were there before, and for failures. */
function replicationJob(grant: Grant, desk: Grant | undefined): Job {
  const { model: bucket } = grant.bucket;
  const filter = {
    EligibleForReplication: true,
    ObjectReplicationStatuses: ["NONE", "FAILED"],
    ...prefixFilter(grant),
  };
  return {
    title: text`replicate what was in ${place(grant)} before its replication rules, and what failed:`,
    prepare: [],
    region: bucket.account.region,
    job: [text`--operation ${json({ S3ReplicateObject: {} })}`, generated(grant, desk, filter)],
  };
}

/** From any other key, and from SSE-S3: one filter for each, because a job that finds nothing to do costs as much. */
function encryptionJob(grant: Grant, desk: Grant | undefined): Job {
  const { model: bucket, key } = grant.bucket;
  const { bucketKeyEnabled = true } = bucket.encryption.kind === "no key" ? {} : bucket.encryption;
  const target = {
    SSEKMS: { KMSKeyArn: key ? keyText(key.keyArn) : "KEY_ARN", BucketKeyEnabled: bucketKeyEnabled },
  };
  return {
    title: text`re-encrypt objects of ${place(grant)} with its key. The filter chooses them: {"SSES3":{}}, or {"SSEKMS":{"KmsKeyArn":"OLD_KEY_ARN"}}`,
    prepare: [],
    region: bucket.account.region,
    job: [
      text`--operation ${json({ S3UpdateObjectEncryption: { ObjectEncryption: target } })}`,
      generated(grant, desk, { MatchAnyObjectEncryption: [{ SSES3: {} }], ...prefixFilter(grant) }),
    ],
  };
}

/** A job has one source and one destination bucket, and runs in the Region of the destination. */
function copyJob(from: Grant, to: Grant, desk: Grant | undefined): Job {
  const target = to.bucket.model;
  const operation = { S3PutObjectCopy: { TargetResource: inlined(target.bucketArn), ...into(to) } };
  return {
    title: text`copy ${place(from)} to ${place(to)}, up to 5 GB an object:`,
    prepare: may("generate_manifest")(from) ? [] : csvManifest(from, desk),
    region: target.account.region,
    job: [
      text`--operation ${json(operation)}`,
      may("generate_manifest")(from) ? generated(from, desk, prefixFilter(from)) : listed(desk),
    ],
  };
}

/** S3 puts the prefix before the whole key. */
function into({ prefixText }: Grant): Readonly<Record<string, Text>> {
  return prefixText === "" ? {} : { TargetKeyPrefix: prefixText };
}

/**
 * A list of objects that a person writes. Its keys must be URL-encoded.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-create-job.html#specify-batchjob-manifest
 */
function csvManifest({ bucket: { model: from }, prefixText }: Grant, desk: Grant | undefined): Text[] {
  const prefix = prefixText === "" ? "" : text` --prefix ${word(prefixText)}`;
  const flags = desk ? adminFlags(desk.bucket.model.account) : "";
  const manifest = word(text`s3://${bucketOf(desk)}/${manifestKey(desk)}`);
  return [
    "# The manifest has a line for each object. For millions of them, take a report of S3 Inventory instead",
    text`aws s3api list-objects-v2 --bucket ${from.bucketName}${prefix} --query ${word("Contents[].[Key]")} --output json${adminFlags(from.account)} | jq -r ${word(text`.[][] | "${from.bucketName}," + @uri`)} > manifest.csv`,
    ...(desk && desk.bucket.model.encryption.kind !== "no key"
      ? [
          text`# S3 does not read a CSV manifest that is encrypted with KMS, as it would be in ${bucketOf(desk)}: use a bucket with encryption AES256`,
        ]
      : []),
    text`aws s3 cp manifest.csv ${manifest}${flags}`,
    "# Replace ETAG in the next command with what this prints:",
    text`aws s3api head-object --bucket ${bucketOf(desk)} --key ${word(manifestKey(desk))} --query ETag --output text${flags} | tr -d ${word('"')}`,
  ];
}

function listed(desk: Grant | undefined): Text {
  return text`--manifest ${json({
    Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key"] },
    Location: { ObjectArn: text`${arnOf(desk)}/${manifestKey(desk)}`, ETag: "ETAG" },
  })}`;
}

function generated(grant: Grant, desk: Grant | undefined, filter: Readonly<Record<string, Json>>): Text {
  return text`--manifest-generator ${json({
    S3JobManifestGenerator: {
      SourceBucket: inlined(grant.bucket.model.bucketArn),
      ...(Object.keys(filter).length > 0 && { Filter: filter }),
      EnableManifestOutput: true,
      ManifestOutputLocation: {
        Bucket: arnOf(desk),
        ManifestPrefix: text`${desk?.prefixText ?? ""}manifests`,
        ManifestFormat: "S3InventoryReport_CSV_20211130",
      },
    },
  })}`;
}

function report(desk: Grant | undefined): Json {
  return {
    Enabled: true,
    Bucket: arnOf(desk),
    Prefix: text`${desk?.prefixText ?? ""}reports`,
    Format: "Report_CSV_20180820",
    ReportScope: "FailedTasksOnly",
  };
}

function prefixFilter({ prefixText }: Grant): Readonly<Record<string, Json>> {
  return prefixText === "" ? {} : { KeyNameConstraint: { MatchAnyPrefix: [prefixText] } };
}

function may(permission: Permission): (grant: Grant) => boolean {
  return ({ permissions }) => permissions.includes(permission);
}

function bucketOf(desk: Grant | undefined): Text {
  return desk?.bucket.model.bucketName ?? "JOBS_BUCKET";
}

function arnOf(desk: Grant | undefined): Text {
  return desk ? inlined(desk.bucket.model.bucketArn) : "JOBS_BUCKET_ARN";
}

function manifestKey(desk: Grant | undefined): Text {
  return text`${desk?.prefixText ?? ""}manifest.csv`;
}

function place({ bucket, prefixText }: Grant): Text {
  return text`s3://${bucket.model.bucketName}/${prefixText}`;
}

function adminFlags({ region, profile }: model.Account<Text>, where: Text = region): Text {
  return text` --region ${where}${profile === undefined ? "" : text` --profile ${word(profile)}`}`;
}

type Json = Text | boolean | readonly Json[] | { readonly [key: string]: Json };

/** JSON as a word of a shell command. */
function json(value: Json): Text {
  return word(jsonText(value));
}

function jsonText(value: Json): Text {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (isExpression(value)) return text`"${mapped(value, escaped)}"`;
  if (Array.isArray(value)) return text`[${joined(value.map(jsonText), ",")}]`;
  const entries = Object.entries(value).map(([key, each]) => text`${JSON.stringify(key)}:${jsonText(each)}`);
  return text`{${joined(entries, ",")}}`;
}

/** Names and ARNs need no escapes. */
function escaped(part: Parameters<Parameters<typeof mapped>[1]>[0]): Text {
  if (typeof part === "string") return JSON.stringify(part).slice(1, -1);
  if (part.kind === "local" || part.isWord) return part;
  return replaced(replaced(part, "\\", "\\\\"), '"', '\\"');
}
