import { TwoAccounts } from "../../test/fixtures/stack";
import type { Permission } from "../topology/levels";
import { reference } from "../topology/text";
import type { EncryptedBucket } from "./encrypted-bucket";
import { runbook } from "./runbook";
import { terraformText } from "./terraform-text";

const JOBS: readonly Permission[] = ["get", "get_version", "put"];

class Jobs extends TwoAccounts {
  readonly source = this.bucket("source");
  readonly desk = this.bucket("jobs");
  readonly job = this.role("job", {
    account: this.a,
    assumedBy: ["batchoperations.s3.amazonaws.com"],
  });

  printed(...buckets: EncryptedBucket[]): string[] {
    return terraformText(runbook(buckets, [this.job])).split("\n");
  }

  /** The JSON of an option of the first job. */
  option(name: "--operation" | "--manifest" | "--manifest-generator" | "--report"): unknown {
    const line = this.printed().find((each) => each.startsWith("aws s3control create-job")) ?? "";
    const [, value] = new RegExp(`${name} ('(?:[^']|'\\\\'')*')`).exec(line) ?? [];
    return value && JSON.parse(value.slice(1, -1).replaceAll(`'\\''`, "'"));
  }
}

test("a job of Batch Replication takes its objects from the replication rules", () => {
  const stack = new Jobs();
  stack.source.grant(stack.job, ["initiate_replication", "generate_manifest"], { prefix: "in/" });
  stack.desk.grant(stack.job, JOBS, { prefix: "of 'a'/" });
  expect(stack.option("--operation")).toEqual({ S3ReplicateObject: {} });
  expect(stack.option("--manifest-generator")).toEqual({
    S3JobManifestGenerator: {
      SourceBucket: "arn:aws:s3:::acme-source",
      Filter: {
        EligibleForReplication: true,
        ObjectReplicationStatuses: ["NONE", "FAILED"],
        KeyNameConstraint: { MatchAnyPrefix: ["in/"] },
      },
      EnableManifestOutput: true,
      ManifestOutputLocation: {
        Bucket: "arn:aws:s3:::acme-jobs",
        ManifestPrefix: "of 'a'/manifests",
        ManifestFormat: "S3InventoryReport_CSV_20211130",
      },
    },
  });
  expect(stack.option("--report")).toMatchObject({
    Bucket: "arn:aws:s3:::acme-jobs",
    Prefix: "of 'a'/reports",
  });
});

test("whoever creates the job can confirm and watch it, and nobody runs commands as the role", () => {
  const stack = new Jobs();
  stack.source.grant(stack.job, ["initiate_replication"]);
  stack.desk.grant(stack.job, JOBS);
  const [title, ...lines] = stack.printed();
  expect(title).toBe(
    "# Create a job of S3 Batch Operations with the role job. Whoever does needs s3:CreateJob, and iam:PassRole on the role",
  );
  expect(lines.filter((line) => line.startsWith("aws")).map((line) => line.split(" --")[0])).toEqual([
    "aws s3control create-job",
    "aws s3control describe-job",
    "aws s3control update-job-status",
    "aws s3 ls s3://acme-jobs/",
  ]);
  expect(lines.join()).toContain("--confirmation-required");
  expect(lines.join()).not.toContain("--profile job");
});

test("a job that copies from another account needs a list of its objects", () => {
  const stack = new Jobs();
  const destination = stack.bucket("destination");
  const away = stack.bucket("away", { account: stack.b });
  away.grantRead(stack.job, { prefix: "out/" });
  destination.grantWrite(stack.job, { prefix: "in/" });
  stack.desk.grant(stack.job, JOBS);
  expect(stack.option("--operation")).toEqual({
    S3PutObjectCopy: { TargetResource: "arn:aws:s3:::acme-destination", TargetKeyPrefix: "in/" },
  });
  expect(stack.option("--manifest")).toEqual({
    Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key"] },
    Location: { ObjectArn: "arn:aws:s3:::acme-jobs/manifest.csv", ETag: "ETAG" },
  });
  expect(stack.option("--manifest-generator")).toBeUndefined();
  const printed = stack.printed().join("\n");
  expect(printed).toContain("aws s3api list-objects-v2 --bucket acme-away --prefix out/ ");
  expect(printed).toContain("# S3 does not read a CSV manifest that is encrypted with KMS");
});

test("there is no warning about a bucket without a KMS key", () => {
  const stack = new Jobs();
  const plain = stack.bucket("plain", { encryption: "AES256" });
  stack.source.grantRead(stack.job);
  stack.bucket("destination").grantWrite(stack.job);
  plain.grant(stack.job, JOBS);
  expect(stack.printed().join("\n")).not.toContain("encrypted with KMS");
});

test("with generate_manifest, S3 lists the objects of a copy", () => {
  const stack = new Jobs();
  stack.source.grant(stack.job, ["list", "get", "put", "generate_manifest"]);
  stack.desk.grant(stack.job, JOBS);
  expect(stack.option("--operation")).toEqual({
    S3PutObjectCopy: { TargetResource: "arn:aws:s3:::acme-source" },
  });
  expect(stack.option("--manifest-generator")).not.toHaveProperty("S3JobManifestGenerator.Filter");
});

test("a job that re-encrypts has the ARN of the new key, and a filter for the old one", () => {
  const stack = new Jobs();
  stack.source.grant(stack.job, ["get", "get_version", "update_encryption", "generate_manifest"]);
  stack.desk.grant(stack.job, JOBS);
  expect(stack.option("--operation")).toEqual({
    S3UpdateObjectEncryption: {
      ObjectEncryption: {
        SSEKMS: { KMSKeyArn: "${aws_kms_key.source.arn}", BucketKeyEnabled: true },
      },
    },
  });
  expect(stack.option("--manifest-generator")).toMatchObject({
    S3JobManifestGenerator: { Filter: { MatchAnyObjectEncryption: [{ SSES3: {} }] } },
  });
});

test("a role that instances assume too has both commands and jobs", () => {
  const stack = new TwoAccounts();
  const both = stack.role("both", {
    account: stack.a,
    assumedBy: ["ec2.amazonaws.com", "batchoperations.s3.amazonaws.com"],
  });
  stack.bucket("source").grant(both, ["list", "initiate_replication"]);
  const printed = terraformText(runbook([], [both]));
  expect(printed).toContain("aws s3 ls s3://acme-source/");
  expect(printed).toContain("aws s3control create-job");
  // Its ARN depends on the partition.
  expect(printed).toContain('"Bucket":"JOBS_BUCKET_ARN"');
  expect(printed).not.toContain("arn:aws:s3:::JOBS_BUCKET");
});

test("the prefix of a module is escaped where Terraform knows it", () => {
  const stack = new Jobs();
  const prefix = reference("var.prefix", { isWord: false });
  stack.source.grant(stack.job, ["initiate_replication"], { prefix });
  const text = terraformText(runbook([], [stack.job]));
  expect(text).toContain('"MatchAnyPrefix":["${replace(');
});
