import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadTopology, readTopology } from "../load";
import { isTopologyError } from "../problem";

const TRUST =
  'assumed_by: [{ service: datasync.amazonaws.com, source_account: b, source_arn: "arn:aws:datasync:eu-west-1:222222222222:*" }]';
const FROM = "  - { principal: mover, bucket: one, allow: [read, locate, list_uploads] }\n";
const TO = "  - { principal: mover, bucket: two, allow: [read_write, delete, locate, list_uploads] }\n";
const LIST = "  - { principal: deployer, bucket: one, allow: list }\n";
const TASK = "{ from: one, to: two, role: mover }";

function topology({ trust = TRUST, access = FROM + TO + LIST, task = TASK, region = "eu-west-1" } = {}) {
  return `accounts:
  a: { id: "111111111111", region: ${region} }
  b: { id: "222222222222", region: eu-west-1 }
buckets:
  one: { account: a, name: acme-one }
  two: { account: b, name: acme-two }
principals:
  mover: { account: b, role: acme-mover, ${trust} }
  deployer: { account: b, role: deployer, existing: true }
access:
${access}datasync:
  nightly: ${task}
`;
}

function problemsOf(...of: Parameters<typeof topology>): string[] {
  try {
    loadTopology(topology(...of));
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

function warningsOf(...of: Parameters<typeof topology>): string[] {
  const file = join(mkdtempSync(join(tmpdir(), "s3porter-")), "stack.yaml");
  try {
    writeFileSync(file, topology(...of));
    return readTopology(file).warnings.map(({ path, message }) => `${path}: ${message}`);
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
}

test("a task with a role and its access is right", () => {
  expect(problemsOf()).toEqual([]);
  expect(warningsOf()).toEqual([]);
});

test("DataSync must be able to assume the role", () => {
  expect(problemsOf({ trust: "assumed_by: [ec2.amazonaws.com]" })).toEqual([
    'datasync.nightly.role: DataSync cannot assume mover; write assumed_by: [{ service: datasync.amazonaws.com, source_account: b, source_arn: "arn:aws:datasync:eu-west-1:222222222222:*" }] in its entry of principals',
  ]);
  expect(problemsOf({ trust: "existing: true" })).toEqual([
    "datasync.nightly.role: mover must be a new role in an account that is deployed to; write role and assumed_by in its entry of principals",
  ]);
});

test("the role needs everything that DataSync does", () => {
  expect(problemsOf({ access: TO + LIST })).toEqual([
    "datasync.nightly.from: mover has no access to one; add { principal: mover, bucket: one, allow: [read, locate, list_uploads] } to access",
  ]);
  const short = "  - { principal: mover, bucket: two, allow: [write, locate] }\n";
  expect(problemsOf({ access: FROM + short + LIST })).toEqual([
    "datasync.nightly.to: DataSync also needs list, get, delete and list_uploads on two, to copy to it; write { principal: mover, bucket: two, allow: [read_write, delete, locate, list_uploads] }",
  ]);
});

test("a task copies one folder", () => {
  const prefixed = (prefix: string) => FROM.replace(" }", `, prefix: "${prefix}" }`);
  expect(problemsOf({ access: prefixed("in/") + TO + LIST })).toEqual([]);
  expect(problemsOf({ access: prefixed("in") + TO + LIST })).toEqual([
    expect.stringContaining('the prefix "in" of the access of mover to one is not a folder'),
  ]);
  expect(problemsOf({ access: prefixed("in/") + prefixed("out/") + TO + LIST })).toEqual([
    expect.stringContaining("mover has 2 entries of access to one, and a task copies under one prefix"),
  ]);
});

test("beside a folder, the role may have to list the whole bucket", () => {
  const folder = '  - { principal: mover, bucket: one, allow: read, prefix: "in/" }\n';
  const whole = (levels: string) => `  - { principal: mover, bucket: one, allow: [${levels}] }\n`;
  expect(warningsOf({ access: whole("locate, list_uploads") + folder + TO + LIST })).toEqual([
    'datasync.nightly.from: UNVERIFIED: mover lists "in/" of one alone, and AWS does not say whether DataSync also sends HeadBucket, which needs list without a prefix; if the task fails with an error of HeadBucket, add { principal: mover, bucket: one, allow: list } to access',
  ]);
  expect(problemsOf({ access: whole("list, locate, list_uploads") + folder + TO + LIST })).toEqual([]);
  expect(warningsOf({ access: whole("list, locate, list_uploads") + folder + TO + LIST })).toEqual([]);
  expect(problemsOf({ access: whole("list") + folder + TO + LIST })).toEqual([
    expect.stringContaining("DataSync also needs locate and list_uploads on one"),
  ]);
});

test("between Regions, other engines copy", () => {
  expect(problemsOf({ region: "us-east-1" })).toEqual([
    "datasync.nightly.from: one is in us-east-1, and the role and its task are in eu-west-1; s3porter writes tasks within one Region, so replicate or copy with Batch Operations between Regions",
  ]);
});

test("names are known, and the two buckets differ", () => {
  expect(problemsOf({ task: "{ from: one, to: one, role: moover }" })).toEqual([
    expect.stringContaining('"one" is also from'),
    expect.stringContaining('"moover" is not in principals'),
  ]);
});

test.each(["cron(0 3 * *)", "daily", "rate(0 days)"])("%s is no schedule", (schedule) => {
  expect(problemsOf({ task: `{ from: one, to: two, role: mover, schedule: "${schedule}" }` })).toEqual([
    expect.stringContaining("must be cron(…) with six fields"),
  ]);
});

test("whoever creates the location of a bucket of another account must list it", () => {
  expect(warningsOf({ access: FROM + TO })).toContainEqual(
    "datasync.nightly.from: AWS checks that whoever creates a location can list its bucket, and one is in another account; add the role that deploys account 222222222222 to principals with existing: true, and { principal: <its name>, bucket: one, allow: list } to access",
  );
});
