import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadTopology, readTopology } from "../load";
import { isTopologyError } from "../problem";

interface Written {
  /** Of `job`, with what is allowed. */
  readonly access: string;
  readonly lake?: string;
  readonly job?: string;
  readonly more?: string;
}

const JOB = "{ account: data, role: acme-job, assumed_by: [batchoperations.s3.amazonaws.com] }";
const REPLICATION = "replication:\n  - { from: lake, to: copy, role: acme-replication }\n";

function topology({ access, lake = "", job = JOB, more = REPLICATION }: Written): string {
  return `accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake${lake} }
  copy: { account: apps, name: acme-copy }
principals:
  job: ${job}
access:
  - { principal: job, bucket: lake, allow: ${access} }
${more}`;
}

function problemsOf(written: Written): string[] {
  try {
    loadTopology(topology(written));
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

function warningsOf(written: Written): string[] {
  const file = join(mkdtempSync(join(tmpdir(), "s3porter-")), "stack.yaml");
  try {
    writeFileSync(file, topology(written));
    return readTopology(file).warnings.map(({ path, message }) => `${path}: ${message}`);
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
}

const ABROAD = "{ account: apps, role: acme-job, assumed_by: [batchoperations.s3.amazonaws.com] }";

test.each(["[initiate_replication, generate_manifest]", "[get, update_encryption, generate_manifest]"])(
  "a job in the account of the bucket can have %s",
  (access) => {
    expect(problemsOf({ access })).toEqual([]);
    expect(warningsOf({ access })).toEqual([]);
  },
);

test("a job of another account neither replicates the bucket nor configures its inventories", () => {
  expect(problemsOf({ access: "[initiate_replication, generate_manifest]", job: ABROAD })).toEqual([
    'access[0].allow[0]: "initiate_replication" is not for job, which is not in account 111111111111 of the bucket: a job of S3 Batch Replication runs in the account of its source bucket; name a role of that account',
    'access[0].allow[1]: "generate_manifest" is not for job, which is not in account 111111111111 of the bucket: it configures inventories of the bucket, which only its own account should; name a role of that account, or write the manifest yourself: the runbook has the commands',
  ]);
  expect(problemsOf({ access: "generate_manifest", job: "{ organization: o-abcde12345 }" })).toEqual([
    expect.stringMatching(/^access\[0\].allow: "generate_manifest" is not for job/),
  ]);
});

test("objects are re-encrypted with a KMS key", () => {
  expect(
    problemsOf({ access: "update_encryption", lake: ", encryption: AES256", job: ABROAD, more: "" }),
  ).toEqual([
    'access[0].allow: "update_encryption" has no key to use: lake has encryption: AES256, and UpdateObjectEncryption changes objects to SSE-KMS only; give the bucket a key',
  ]);
});

test("AWS wants the new key in the account of the bucket", () => {
  expect(warningsOf({ access: "update_encryption", lake: ", key: copy" })).toContainEqual(
    expect.stringMatching(
      /^access\[0\].allow: UpdateObjectEncryption takes only keys of account 111111111111, which owns the bucket, and its key is in account 222222222222; AWS Support/,
    ),
  );
});

test("only jobs initiate replication, and only if there is a rule", () => {
  const job = "{ account: data, role: acme-job, assumed_by: [ec2.amazonaws.com] }";
  expect(warningsOf({ access: "initiate_replication", job, more: "" })).toEqual([
    "access[0].allow: lake has no replication rule in this topology, so that a job finds nothing to replicate; add an entry of replication with from: lake",
    "access[0].allow: only jobs of S3 Batch Operations initiate the replication of existing objects, and they cannot assume job; write assumed_by: [batchoperations.s3.amazonaws.com] for a role",
  ]);
  const existing = "{ account: data, role: acme-job, existing: true }";
  expect(warningsOf({ access: "initiate_replication", job: existing })).toEqual([]);
});
