/** `export` of the stacks of an app. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../test/support/bundle";
import { folderTree } from "../../test/support/folder-tree";
import { REPOSITORY } from "../../test/support/repository";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { isUserError } from "../messages/user-error";
import { exportCommand } from "./export-command";
import { NO_PROGRESS } from "./progress";
import { proveCommand } from "./prove-command";
import type { App } from "./settings";

const { path: folder, remove } = temporaryFolder();
const before = process.cwd();

beforeAll(() => {
  process.chdir(folder);
  bundle("index.ts", folder, "s3porter/dist/index.js");
});

afterAll(() => {
  process.chdir(before);
  remove();
});

const IMPORTS = `const { DataAwsCallerIdentity } = require("@cdktf/provider-aws/lib/data-aws-caller-identity");
const { S3Bucket } = require("@cdktf/provider-aws/lib/s3-bucket");
const { S3BucketCorsConfiguration } = require("@cdktf/provider-aws/lib/s3-bucket-cors-configuration");
const { App, Aspects, TerraformLocal, TerraformOutput, TerraformStack, TerraformVariable } = require("cdktf");
const { Construct } = require("constructs");
const { AccessRole, AccessService, AccessUser, Account, EncryptedBucket, EncryptionKey, OpenIdConnectPrincipal, Outputs } = require("./s3porter/dist");
const app = new App();
const AUDITORS = [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::333333333333:root" }, Action: "s3:GetBucketPolicy", Resource: "*" }];
`;

/** An app that runs this JavaScript. */
function appOf(name: string, code: string): App {
  const file = join(folder, `${name}.js`);
  writeFileSync(file, `${IMPORTS}${code}app.synth();\n`);
  return { command: `"${process.execPath}" ${file}`, context: {}, folder };
}

const exportStack = (stack: string, out: string, app?: App, stacks = "stacks") =>
  exportCommand(stack, {
    ...{ out, force: false, colour: false, app, progress: NO_PROGRESS },
    project: { root: folder, stacks },
  });

/** Topologies in `stacks/`, by their names. */
const ALIKE: Readonly<Record<string, string>> = {
  "copy-with-role": `
  const source = new Account(accounts, "source", { accountId: "111111111111", region: "us-east-1", profile: "source-admin" });
  const destination = new Account(accounts, "destination", { accountId: "222222222222", region: "us-east-1", profile: "destination-admin" });
  const from = new EncryptedBucket(stack, "source", { account: source, bucketName: "acme-source" });
  const to = new EncryptedBucket(stack, "destination", { account: destination, bucketName: "acme-destination" });
  const porter = new AccessRole(stack, "porter", {
    account: destination,
    roleName: "S3Porter",
    assumedBy: ["arn:aws:iam::222222222222:user/destination-admin"],
  });
  from.grantRead(porter);
  to.grantWrite(porter);`,
  "copy-with-user": `
  const source = new Account(accounts, "source", { accountId: "111111111111", region: "us-east-1", profile: "source-admin" });
  const destination = new Account(accounts, "destination", { accountId: "222222222222", region: "us-east-1", profile: "destination-admin" });
  const archive = new EncryptionKey(stack, "archive", { account: source, alias: "alias/acme-sync-archive", description: "Objects from before 2024" });
  const from = new EncryptedBucket(stack, "source", { account: source, bucketName: "acme-sync-source" });
  from.addOtherKey(archive);
  const to = new EncryptedBucket(stack, "destination", { account: destination, bucketName: "acme-sync-destination", key: from, requireKey: true });
  const sync = new AccessUser(stack, "sync", { account: destination, userName: "sync_user" });
  from.grantRead(sync);
  to.grantWrite(sync);
  to.grant(sync, ["list"]);`,
  "replication-fan-out": `
  const account = (id, accountId, region) => new Account(accounts, id, { accountId, region, profile: id + "-admin" });
  const bucket = (account, id) => new EncryptedBucket(stack, id, { account, bucketName: "acme-fan-out-" + id });
  const [a, b, c] = [account("source", "111111111111", "us-east-1"), account("backup", "222222222222", "us-east-1"), account("analysis", "333333333333", "eu-west-1")];
  const [source, backup, analysis] = [bucket(a, "source"), bucket(b, "backup"), bucket(c, "analysis")];
  source.replicateTo(backup, { roleName: "acme-fan-out", storageClass: "GLACIER_IR" });
  source.replicateTo(analysis, { prefix: "reports/" });`,
  "existing-bucket": `
  const data = new Account(accounts, "data", { accountId: "111111111111", region: "eu-west-1", profile: "data-admin" });
  const apps = new Account(accounts, "apps", { accountId: "222222222222", region: "eu-west-1", profile: "apps-admin" });
  const key = EncryptionKey.fromKeyArn(stack, "central", {
    account: data,
    keyArn: "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b",
    policy: "handover",
  });
  const merge = ${JSON.stringify(join(REPOSITORY, "stacks/policies/lake.json"))};
  const lake = EncryptedBucket.fromBucketName(stack, "lake", { account: data, bucketName: "acme-data-lake", key, policy: { merge } });
  const batch = AccessRole.fromRoleName(stack, "batch", { account: apps, roleName: "acme-batch" });
  lake.grantReadWrite(batch, { prefix: "batch/" });`,
  "central-logs": `
  const logs = new Account(accounts, "logs", { accountId: "333333333333", region: "eu-west-1", profile: "logs-admin" });
  const forAccounts = ["111111111111", "222222222222"].map((accountId, index) => new Account(accounts, ["data", "apps"][index], { accountId, managed: false }));
  const bucket = new EncryptedBucket(stack, "logs", { account: logs, bucketName: "acme-central-logs" });
  const trail = new AccessService(stack, "trail", { service: "cloudtrail", forAccounts });
  const flow = new AccessService(stack, "flow", { service: "vpc-flow-logs", forAccounts });
  const auditor = new AccessRole(stack, "auditor", { account: logs, roleName: "acme-auditor", assumedBy: ["arn:aws:iam::111111111111:role/security"] });
  bucket.grantWrite(trail);
  bucket.grantWrite(flow);
  bucket.grantRead(auditor);`,
  "github-actions": `
  const web = new Account(accounts, "web", { accountId: "111111111111", region: "us-east-1", profile: "web-admin" });
  const ci = new Account(accounts, "ci", { accountId: "222222222222", region: "us-east-1", profile: "ci-admin" });
  const site = new EncryptedBucket(stack, "site", { account: web, bucketName: "acme-site" });
  const github = new OpenIdConnectPrincipal({
    issuer: "token.actions.githubusercontent.com",
    subjects: ["repo:acme/site:ref:refs/heads/main"],
    createProvider: true,
  });
  const deployer = new AccessRole(stack, "deployer", { account: ci, roleName: "SiteDeployer", assumedBy: [github] });
  site.grantReadWrite(deployer);
  site.grantDelete(deployer);`,
};

const alike = () =>
  appOf(
    "alike",
    Object.entries(ALIKE)
      .map(
        ([name, code]) =>
          `{ const stack = new TerraformStack(app, "${name}"); const accounts = new Construct(stack, "accounts");${code}\n}\n`,
      )
      .join(""),
  );

describe("the module of a stack in TypeScript is that of its topology, byte for byte", () => {
  let app: App;
  beforeAll(() => {
    app = alike();
  });

  test.each(Object.keys(ALIKE))("%s", async (name) => {
    const out = `modules/${name}`;
    expect(await exportStack(name, out, app)).toMatchObject({ exitCode: 0, warnings: [] });
    expect(folderTree(join(folder, out))).toEqual(folderTree(join(REPOSITORY, out)));
  });
});

const LAKE = `
  const account = new Account(stack, "data", { accountId: "111111111111", region: "us-east-1" });
  const lake = new EncryptedBucket(stack, "lake", { account, bucketName: "acme-lake-" + stack.node.id.toLowerCase().replace(".", "-") });
  const etl = new AccessRole(stack, "etl", { account, roleName: "Etl-" + stack.node.id, assumedBy: ["lambda.amazonaws.com"] });
  lake.grantRead(etl);`;

const stackOf = (name: string, code: string) =>
  `{ const stack = new TerraformStack(app, "${name}");${code}\n}\n`;

const isWritten = (out: string) => existsSync(join(folder, out));

describe("what a module cannot have is refused, and nothing is written", () => {
  const BEYOND: Readonly<Record<string, [code: string, ...lines: string[]]>> = {
    resource: [
      `new S3BucketCorsConfiguration(stack, "cors", { provider: account.provider, bucket: lake.bucketReference, corsRule: [] });`,
      "aws_s3_bucket_cors_configuration.cors does not come from a construct of s3porter",
    ],
    data: [
      `new DataAwsCallerIdentity(stack, "me", { provider: account.provider });`,
      "data.aws_caller_identity.me does not come from a construct of s3porter",
    ],
    local: [
      `new TerraformLocal(stack, "team", "blue");`,
      "local.team does not come from a construct of s3porter",
    ],
    variable: [
      `new TerraformVariable(stack, "team", {});`,
      "var.team does not come from a construct of s3porter",
    ],
    override: [
      `lake.node.defaultChild.addOverride("timeouts", { create: "30m" });`,
      "aws_s3_bucket.lake differs from what its construct gives, in timeouts",
    ],
    statement: [
      `stack.addOverride("locals.lake_bucket_policy.Version", "2008-10-17");`,
      "local.lake_bucket_policy differs from what its construct gives, in Version",
    ],
    aspect: [
      `Aspects.of(stack).add({ visit: (node) => { if (node instanceof S3Bucket) node.tags = { Team: "blue" }; } });`,
      "aws_s3_bucket.lake differs from what its construct gives, in tags",
    ],
    removed: [
      `lake.node.tryRemoveChild("ownership-controls");`,
      "aws_s3_bucket_ownership_controls.lake is missing, although its construct gives it",
    ],
    moved: [
      `stack.addOverride("moved", [{ from: "aws_s3_bucket.old", to: "aws_s3_bucket.lake" }]);`,
      "moved aws_s3_bucket.lake does not come from a construct of s3porter",
    ],
  };
  let app: App;
  beforeAll(() => {
    app = appOf(
      "beyond",
      Object.entries(BEYOND)
        .map(([name, [code]]) => stackOf(name, `${LAKE}\n${code}`))
        .join(""),
    );
  });

  test.each(Object.entries(BEYOND))("%s", async (name, [, ...lines]) => {
    const error = await refusalOf(() => exportStack(name, "modules/beyond", app));
    const [first, ...rest] = error.split("\n");
    expect(first).toBe(
      `${name} cannot be a module, because a module has only what the constructs of s3porter give; nothing was written`,
    );
    expect(rest.slice(0, -2).map((line) => line.replace(/^ {2}(beyond\.js:\d+: )?/, ""))).toEqual(lines);
    expect(isWritten("modules/beyond")).toBe(false);
  });

  test("with the line of the app", async () => {
    const error = await refusalOf(() => exportStack("resource", "modules/beyond", app));
    expect(error).toMatch(/^ {2}beyond\.js:\d+: aws_s3_bucket_cors_configuration\.cors /m);
    expect(error).toContain("\nMove what does not come from a construct of s3porter to another stack");
  });
});

test("a stack that no topology.yaml can describe is refused", async () => {
  const app = appOf(
    "keys",
    stackOf(
      "keys",
      `
  const account = new Account(stack, "data", { accountId: "111111111111", region: "us-east-1" });
  const key = EncryptionKey.fromKeyArn(stack, "central", { account, keyArn: "arn:aws:kms:us-east-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b" });
  EncryptedBucket.fromBucketName(stack, "lake", { account, bucketName: "acme-lake", key, policy: "handover" });`,
    ),
  );
  const error = await refusalOf(() => exportStack("keys", "modules/keys", app));
  expect(error).toMatch(/^keys cannot be a module, because the topology\.yaml of a module cannot say/);
  expect(error).toMatch(/\n {2}keys\.central\.policy: "policy" is missing: /);
  expect(isWritten("modules/keys")).toBe(false);
});

describe("an app with several stacks", () => {
  let app: App;
  beforeAll(() => {
    app = appOf(
      "several",
      [
        stackOf("Copy.v2", `${LAKE}\nnew TerraformOutput(stack, "team", { value: "blue" });`),
        stackOf("one", `${LAKE.replace('"Etl-" + stack.node.id', '"Shared"')}`),
        stackOf("other", `${LAKE.replace('"Etl-" + stack.node.id', '"Shared"')}`),
        stackOf("unproved", `${LAKE.replace("bucketName:", "statements: AUDITORS, bucketName:")}`),
        stackOf("foreign", ""),
      ].join(""),
    );
  });

  test("has outputs of its own, and names that are none in Terraform", async () => {
    const outcome = await exportStack("Copy.v2", "modules/copy", app);
    expect(outcome).toMatchObject({ exitCode: 0 });
    expect(outcome.warnings).toEqual([
      "warning: the module has no output team, which Copy.v2 has in the app; write it beside the call of the module",
    ]);
    expect(readFileSync(join(folder, "modules/copy/README.md"), "utf8")).toContain('\nmodule "Copy_v2" {\n');
    const proved = await proveCommand([], {
      ...{ colour: false, folder: "stacks", progress: NO_PROGRESS },
      module: ["modules/copy"],
    });
    expect(proved).toMatchObject({ exitCode: 0 });
  });

  test("that create the same role", async () => {
    expect(await refusalOf(() => exportStack("one", "modules/one", app))).toMatch(
      /role "Shared" of account 111111111111 is also in several\.js:\d+, but only one stack can create it/,
    );
  });

  test("one of which is not proved", async () => {
    const { exitCode, text } = await exportStack("unproved", "modules/unproved", app);
    expect(exitCode).toBe(1);
    expect(text).toMatch(
      /^unproved is not proved: 1 flaw\n[^]*AWS reserves GetBucketPolicy\s[^]*several\.js:\d+/,
    );
    expect(isWritten("modules/unproved")).toBe(false);
  });

  test("one of which is meant", async () => {
    expect(await refusalOf(() => exportStack("none", "modules/none", app))).toMatch(
      /there is no stack "none"/,
    );
    expect(await refusalOf(() => exportStack("foreign", "modules/none", app))).toMatch(
      /no Account of s3porter/,
    );
    expect(isWritten("modules/none")).toBe(false);
  });

  test("beside which a topology is in a file", async () => {
    const file = join(REPOSITORY, "stacks/copy-with-role.yaml");
    expect(await exportStack(file, "modules/of-file", app)).toMatchObject({ exitCode: 0 });
  });
});

async function refusalOf(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (isUserError(error)) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}
