import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { libraryWithCdktf } from "../../test/support/bundle";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { diagramCommand } from "./diagram-command";
import { explainCommand } from "./explain-command";
import { NO_PROGRESS } from "./progress";
import { proveCommand } from "./prove-command";
import { type App, readSettings } from "./settings";

const { path: folder, remove } = temporaryFolder();
const before = process.cwd();

// The repository can have a cdktf.out.
beforeAll(() => process.chdir(folder));

afterAll(() => {
  process.chdir(before);
  remove();
});

const NAMES = "AccessRole, Account, App, EncryptedBucket, Outputs, TerraformHclModule, TerraformStack";
const MODULES = `
const { ${NAMES} } = require("${libraryWithCdktf()}");
`;

const APP = `${MODULES}const app = new App();
new TerraformStack(app, "other");
const stack = new TerraformStack(app, "copy");
const account = new Account(stack, "a", { accountId: "111111111111", region: "us-east-1" });
const orders = new EncryptedBucket(stack, "orders", { account, bucketName: "acme-orders" });
const porter = new AccessRole(stack, "porter", { account, roleName: "Porter", assumedBy: ["lambda.amazonaws.com"] });
orders.grantRead(porter, { prefix: stack.node.tryGetContext("prefix") });
new Outputs(stack, "outputs", { buckets: [orders], principals: [porter] });
`;

/** An app that runs this JavaScript. */
function appOf(name: string, code: string, context: App["context"] = {}): App {
  const file = join(folder, `${name}.js`);
  writeFileSync(file, code);
  return { command: `"${process.execPath}" ${file}`, context, folder };
}

const prove = (app: App, names: readonly string[] = []) =>
  proveCommand(names, { colour: false, folder: "stacks", app, progress: NO_PROGRESS });

test("the stacks of an app are proved, explained and drawn as those of topologies", async () => {
  const app = appOf("good", `${APP}app.synth();`, { prefix: "2026/" });
  const { text, exitCode, warnings } = await prove(app);
  expect(text).toMatch(/^copy is proved\n/);
  expect(text).not.toContain("other");
  expect(warnings).toEqual([
    expect.stringMatching(/^warning: other has no Account of s3porter and is not proved; /),
  ]);
  expect(exitCode).toBe(0);
  const options = { colour: false, folder: "stacks", app };
  const ask = { as: "porter", do: "s3:GetObject" };
  expect((await explainCommand("copy", { ...options, ...ask, on: "s3://acme-orders/2026/1" })).exitCode).toBe(
    0,
  );
  expect((await explainCommand("copy", { ...options, ...ask, on: "s3://acme-orders/2025/1" })).exitCode).toBe(
    1,
  );
  const diagram = await diagramCommand("copy", { ...options, format: "mermaid", isTerminal: false });
  expect(diagram.text).toContain("acme-orders");
  expect(existsSync("cdktf.out")).toBe(false);
});

test("what somebody overrides is not proved, and does not stop the app", async () => {
  const override = 'stack.addOverride("locals.orders_bucket_policy.Statement.0.Effect", "Allow");';
  const { text, exitCode } = await prove(appOf("changed", `${APP}${override}\napp.synth();`));
  expect(text).toMatch(/^copy is NOT PROVED/);
  expect(exitCode).toBe(1);
});

test.each<[string, string, readonly string[], RegExp]>([
  [
    "that fails",
    'throw new Error("no such setting");',
    [],
    /^the app of cdktf\.json failed, so nothing was read: in \/.*\n {2}\$ .*fails\.js\n[^]*Error: no such setting\n[^]*ended with 1$/,
  ],
  ["that does not call synth", "", [], /wrote no stacks to the folder in CDKTF_OUTDIR; call app\.synth\(\)/],
  ["without the stack", `${APP}app.synth();`, ["cpoy"], /^there is no stack "cpoy" in .* "copy"\?$/],
  [
    "with a stack that is not of s3porter",
    `${APP}app.synth();`,
    ["copy", "other"],
    /^other of the app of cdktf\.json, .* has no Account of s3porter.* s3porter check cdktf\.out\/stacks\//,
  ],
  [
    "without stacks",
    `${MODULES}new App().synth();`,
    ["copy"],
    /^the app of cdktf\.json, .* has no stacks; create them/,
  ],
])("an app %s", async (_, code, names, message) => {
  const error = await prove(appOf("fails", code), names).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ message: expect.stringMatching(message) as string });
  expect((error as Error).message).not.toMatch(/^\s+at .*(node_modules|node:)/m);
});

test("what two stacks would create is told, with the lines that create it", async () => {
  const stack = (name: string, bucket: string, role: string) => `{
  const stack = new TerraformStack(app, "${name}");
  const account = new Account(stack, "a", { accountId: "111111111111", region: "us-east-1" });
  new EncryptedBucket(stack, "orders", { account, bucketName: "${bucket}" });
  new AccessRole(stack, "porter", { account, roleName: "${role}", assumedBy: ["lambda.amazonaws.com"] });
}
`;
  const stacks = [
    stack("one", "acme-orders", "One"),
    stack("two", "acme-orders", "Two"),
    stack("three", "acme-three", "ONE"),
    stack("four", "acme-four", "Four"),
  ];
  const { text, notes, exitCode } = await prove(
    appOf("twice", `${MODULES}const app = new App();\n${stacks.join("")}app.synth();`),
  );
  expect(text).toMatch(/^four is proved\n/);
  const [note = ""] = notes ?? [];
  expect(note).toContain(
    'twice.js:7:1: one/orders: bucket "acme-orders" is also in twice.js:13, but only one stack can create it; choose another name',
  );
  expect(note).toContain(
    'twice.js:20:1: three/porter: role "ONE" of account 111111111111 is also in twice.js:8, but only one stack can create it; refer to it with AccessRole.fromRoleName in one of them, or choose another name',
  );
  expect(exitCode).toBe(2);
});

test("an app runs as under cdktf synth: it finds local modules, its output folder and its context", async () => {
  const project = temporaryFolder({
    "modules/tags/main.tf": 'output "team" { value = "data" }',
    "cdktf.json": JSON.stringify({
      app: `"${process.execPath}" main.js`,
      terraformModules: [
        { name: "tags", source: "./modules/tags" },
        "terraform-aws-modules/s3-bucket/aws@4.0",
      ],
      context: { prefix: "2026/" },
    }),
    "main.js": `const { readdirSync } = require("node:fs");
const { join } = require("node:path");
${APP}new TerraformHclModule(stack, "tags", { source: "./modules/tags" });
app.synth();
const written = readdirSync(join(process.cwd(), process.env.CDKTF_OUTDIR, "stacks/copy")).join();
const { cdktfRelativeModules } = JSON.parse(process.env.CDKTF_CONTEXT_JSON);
console.error(written, JSON.stringify(cdktfRelativeModules), process.env.NODE_OPTIONS, String(process.env.TF_VAR_secret));
process.exitCode = stack.node.tryGetContext("fails") ? 1 : 0;`,
  });
  const { NODE_OPTIONS } = process.env;
  process.chdir(project.path);
  delete process.env.NODE_OPTIONS;
  process.env.TF_VAR_secret = "secret";
  try {
    const { app } = readSettings({}) as { app: App };
    expect((await prove(app)).text).toContain("module.tags was not read, and can allow more");
    await expect(prove({ ...app, context: { ...app.context, fails: true } })).rejects.toThrow(
      'assets,cdk.tf.json [{"name":"tags","source":"./modules/tags"}] --max-old-space-size=4096 --enable-source-maps undefined\n  ended with 1',
    );
  } finally {
    process.chdir(folder);
    project.remove();
    delete process.env.TF_VAR_secret;
    if (NODE_OPTIONS !== undefined) process.env.NODE_OPTIONS = NODE_OPTIONS;
  }
});
