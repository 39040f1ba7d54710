/** That the module of a stack in TypeScript plans what the stack plans. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportCommand } from "../../../src/cli/export-command";
import { NO_PROGRESS } from "../../../src/cli/progress";
import type { App } from "../../../src/cli/settings";
import { bundle } from "../../support/bundle";
import { Emulator } from "../../support/emulator";
import { environment } from "../../support/environment";
import { plannedResources } from "../../support/planned-resources";
import { run } from "../../support/run";
import { writeStacksRoot } from "../../support/shared-root";
import { readStackJson, type TerraformJson } from "../../support/synthesize";
import { temporaryFolder } from "../../support/temporary-folder";
import { type Plan, planOfModule, Terraform } from "../../support/terraform";
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

const { path: folder, remove } = temporaryFolder();
const before = process.cwd();
let emulator: Emulator;
let ofStacks: Plan;
let ofModules: Plan;

beforeAll(async () => {
  emulator = await Emulator.start();
  process.chdir(folder);
  bundle("index.ts", folder, "s3porter/dist/index.js");
  writeFileSync("main.ts", APP);
  writeFileSync("statements.json", JSON.stringify(STATEMENTS));
  await run(process.execPath, [...TSX, "main.ts"], { cwd: folder, env: environment() });
  const stacks = new Map(NAMES.map((name) => [name, readStackJson(folder, name)]));
  writeStacksRoot("of-stacks", stacks);
  ofStacks = await planOf("of-stacks");
  const providers = [...stacks].map(
    ([name, { provider, terraform }]) => [name, { provider, terraform } as TerraformJson] as const,
  );
  writeStacksRoot("of-modules", new Map(providers));
  const app = { command: `"${process.execPath}" ${TSX.join(" ")} main.ts`, context: {}, folder };
  for (const name of NAMES) await callModule(app, name);
  ofModules = await planOf("of-modules");
});

afterAll(async () => {
  process.chdir(before);
  remove();
  await emulator.stop();
});

test.each(NAMES)("%s", (name) => {
  const ofStack = plannedResources(planOfModule(ofStacks, name));
  expect(Object.keys(ofStack).length).toBeGreaterThan(8);
  const prefix = `module.${name.replaceAll("-", "_")}.`;
  expect(plannedResources(planOfModule(ofModules, name), prefix)).toEqual(ofStack);
});

/** As its README says. */
async function callModule(app: App, name: string): Promise<void> {
  const out = join("of-modules", name, "module");
  const options = { out, force: false, colour: false, progress: NO_PROGRESS };
  await exportCommand(name, { ...options, app, project: { root: folder, stacks: "stacks" } });
  const [call] = /^module "[^]*?^\}/m.exec(readFileSync(join(out, "README.md"), "utf8")) ?? [];
  if (call === undefined) throw new Error("the README calls no module");
  writeFileSync(join("of-modules", name, "module.tf"), call.replace(/source = ".*"/, 'source = "./module"'));
}

async function planOf(root: string): Promise<Plan> {
  const terraform = new Terraform(join(folder, root), emulator.environment);
  await terraform.init();
  return terraform.plan();
}
