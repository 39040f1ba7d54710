/** What is planned, but not applied: all in one root, as `shared-root.ts` says why. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Topology } from "../../../src";
import { exportCommand } from "../../../src/cli/export-command";
import { NO_PROGRESS } from "../../../src/cli/progress";
import type { App } from "../../../src/cli/settings";
import { bundle } from "../../support/bundle";
import { Emulator } from "../../support/emulator";
import { environment } from "../../support/environment";
import { plannedPolicies } from "../../support/planned-policies";
import { plannedResources } from "../../support/planned-resources";
import { run } from "../../support/run";
import { writeStacksRoot } from "../../support/shared-root";
import { readStackJson, stackFolder, synthesizeHere, type TerraformJson } from "../../support/synthesize";
import { temporaryFolder } from "../../support/temporary-folder";
import { type Plan, planOfModule, Terraform } from "../../support/terraform";
import { readTopology, withDeployers } from "../../support/topologies";
import { TSX } from "../../support/tsx";

const APP = `import { App, TerraformStack } from "cdktf";
import { AccessRole, AccessUser, Account, EncryptedBucket, EncryptionKey, Outputs } from "./s3porter/dist";
const app = new App();
const account = (stack: TerraformStack, id: string, accountId: string, region: string) =>
  new Account(stack, id, { accountId, region, assumeRole: { roleArn: "arn:aws:iam::" + accountId + ":role/deployer" } });
{
  const stack = new TerraformStack(app, "own-statements");
  const [a, b] = [account(stack, "a", "111111111111", "us-east-1"), account(stack, "b", "222222222222", "us-east-1")];
  const lake = new EncryptedBucket(stack, "lake", {
    account: a,
    bucketName: "acme-lake",
    statements: "statements.json",
    keyProps: { statements: [{ Sid: "Auditors", Effect: "Allow", Principal: { AWS: "arn:aws:iam::333333333333:root" }, Action: "kms:DescribeKey", Resource: "*" }] },
  });
  const etl = new AccessRole(stack, "etl", {
    account: b,
    roleName: "Etl",
    assumedBy: ["lambda.amazonaws.com"],
    statements: [{ Sid: "Parameters", Effect: "Allow", Action: "ssm:GetParameter", Resource: "arn:aws:ssm:us-east-1:222222222222:parameter/etl" }],
    trustStatements: [{ Sid: "Operators", Effect: "Allow", Principal: { AWS: "arn:aws:iam::222222222222:role/operator" }, Action: "sts:AssumeRole" }],
  });
  lake.grantReadWrite(etl, { prefix: "etl/" });
}
{
  const stack = new TerraformStack(app, "copies");
  const [a, b] = [account(stack, "home", "111111111111", "us-east-1"), account(stack, "away", "222222222222", "eu-west-1")];
  const copy = new EncryptedBucket(stack, "copy", { account: b, bucketName: "acme-copies-copy", objectLock: true, tags: { Team: "blue" } });
  const source = new EncryptedBucket(stack, "source", { account: a, bucketName: "acme-copies-source", objectLock: { mode: "governance", days: 30 } });
  source.replicateTo(copy, { prefix: "orders/", deleteMarkers: true, timeControl: true });
  source.replicateTo(copy, { prefix: "reports/", storageClass: "GLACIER_IR" });
}
{
  const stack = new TerraformStack(app, "mixed");
  const a = account(stack, "data", "111111111111", "us-east-1");
  const shared = new EncryptionKey(stack, "shared", { account: a, deletionWindowInDays: 7 });
  const out = new EncryptedBucket(stack, "out", { account: a, bucketName: "acme-mixed-out", key: shared, requireKey: true, abortIncompleteUploadsAfterDays: 7 });
  const inbox = new EncryptedBucket(stack, "in", { account: a, bucketName: "acme-mixed-in", restrictTo: { organizationId: "o-abcde12345" } });
  inbox.addOtherKey(shared);
  const ann = new AccessUser(stack, "ann", { account: a, userName: "ann", path: "/people/" });
  const runner = new AccessRole(stack, "runner", { account: a, roleName: "Runner", assumedBy: [ann], mfa: true });
  out.grantWrite(runner);
  inbox.grantRead(runner);
  inbox.grantDelete(runner);
  out.deny(ann);
  new Outputs(stack, "outputs", { buckets: [out], principals: [runner] });
}
app.synth();
`;

const STATEMENTS = [
  {
    Sid: "Auditors",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::333333333333:root" },
    Action: "s3:ListBucket",
    Resource: "arn:aws:s3:::acme-lake",
  },
];

const NAMES = ["own-statements", "copies", "mixed"];

const withUser = readTopology("copy-with-user");

const HOME = "arn:aws:s3:::acme-sync-source/home/${aws:username}/*";

const ownFolder: Topology = {
  ...withUser,
  keys: undefined,
  buckets: {
    source: { account: "source", name: "acme-sync-source", encryption: "AES256" },
    destination: { account: "destination", name: "acme-sync-destination", encryption: "AES256" },
  },
  principals: { sync: { account: "destination", user: "sync_user", granted_as: "arn" } },
  access: [{ principal: "sync", bucket: "source", allow: "get", prefix: "home/${aws:username}/" }],
};

const { path: folder, remove } = temporaryFolder();
const root = join(folder, "root");
const before = process.cwd();
let emulator: Emulator;
let plan: Plan;

beforeAll(async () => {
  emulator = await Emulator.start();
  process.chdir(folder);
  bundle("index.ts", folder, "s3porter/dist/index.js");
  writeFileSync("main.ts", APP);
  writeFileSync("statements.json", JSON.stringify(STATEMENTS));
  await run(process.execPath, [...TSX, "main.ts"], { cwd: folder, env: environment() });
  synthesizeHere("own-folder", withDeployers(ownFolder), folder);
  const stacks = [...NAMES, "own-folder"].map((name) => [name, readStackJson(folder, name)] as const);
  const callers = NAMES.map((name) => {
    const { provider, terraform } = readStackJson(folder, name);
    return [callerOf(name), { provider, terraform } as TerraformJson] as const;
  });
  writeStacksRoot(root, new Map([...stacks, ...callers]));
  const app = { command: `"${process.execPath}" ${TSX.join(" ")} main.ts`, context: {}, folder };
  for (const name of NAMES) await callModule(app, name);
  plan = await planOf(root);
});

afterAll(async () => {
  process.chdir(before);
  remove();
  await emulator.stop();
});

/** What calls the module of a stack. */
const callerOf = (name: string) => `caller-of-${name}`;

test.each(NAMES)("the module of the stack %s in TypeScript plans what the stack plans", (name) => {
  const ofStack = plannedResources(planOfModule(plan, name));
  expect(Object.keys(ofStack).length).toBeGreaterThan(8);
  const prefix = `module.${name.replaceAll("-", "_")}.`;
  expect(plannedResources(planOfModule(plan, callerOf(name)), prefix)).toEqual(ofStack);
});

test("buckets with AES256 need no key, and IAM policy variables are left to IAM", () => {
  const planned = planOfModule(plan, "own-folder");
  expect(planned.changes.map(({ type }) => type)).toContain("aws_s3_bucket");
  expect(planned.changes.map(({ type }) => type).filter((type) => type.startsWith("aws_kms"))).toEqual([]);
  expect(JSON.stringify(readStackJson(folder, "own-folder"))).not.toContain("kms:");
  const policies = plannedPolicies(planned);
  expect(policies["aws_s3_bucket_policy.source"]).toMatchObject({
    Statement: expect.arrayContaining([
      expect.objectContaining({
        Principal: { AWS: "arn:aws:iam::222222222222:user/sync_user" },
        Resource: HOME,
      }),
    ]),
  });
  expect(policies["aws_iam_policy.sync"]).toMatchObject({
    Statement: [expect.objectContaining({ Action: ["s3:GetObject", "s3:GetObjectTagging"], Resource: HOME })],
  });
});

test("no other account than the topology's is touched", async () => {
  const { source, ...others } = withUser.accounts;
  const elsewhere = { role_arn: "arn:aws:iam::333333333333:role/deployer" };
  const accounts = { ...others, source: { ...source, assume_role: elsewhere } } as Topology["accounts"];
  synthesizeHere("elsewhere", withDeployers({ ...withUser, accounts }), folder);
  await expect(planOf(stackFolder(folder, "elsewhere"))).rejects.toThrow(
    "AWS account ID not allowed: 333333333333",
  );
});

/** As its README says. */
async function callModule(app: App, name: string): Promise<void> {
  const caller = join(root, callerOf(name));
  const out = join(caller, "module");
  const options = { out, force: false, colour: false, progress: NO_PROGRESS };
  await exportCommand(name, { ...options, app, project: { root: folder, stacks: "stacks" } });
  const [call] = /^module "[^]*?^\}/m.exec(readFileSync(join(out, "README.md"), "utf8")) ?? [];
  if (call === undefined) throw new Error("the README calls no module");
  writeFileSync(join(caller, "module.tf"), call.replace(/source = ".*"/, 'source = "./module"'));
}

async function planOf(path: string): Promise<Plan> {
  const terraform = new Terraform(path, emulator.environment);
  await terraform.init();
  return terraform.plan();
}
