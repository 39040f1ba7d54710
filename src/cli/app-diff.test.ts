/** `diff` of the stacks of an app, through the command. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { libraryWithCdktf } from "../../test/support/bundle";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { main } from "./program";

/** Where the app is: below the root of the repository, whose packages it uses, as in a workspace. */
const { path: root, remove } = temporaryFolder();
const folder = join(root, "infra");
mkdirSync(folder);
const { path: temporary, remove: removeTemporary } = temporaryFolder();
const before = { folder: process.cwd(), TMPDIR: process.env.TMPDIR };
beforeAll(() => {
  process.chdir(folder);
  process.env.TMPDIR = temporary;
});
afterAll(() => {
  process.chdir(before.folder);
  if (before.TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before.TMPDIR;
  remove();
  removeTemporary();
});

const app = (permissions: string, more = "") => `
const { AccessRole, Account, App, EncryptedBucket, Outputs, TerraformStack } = require("${libraryWithCdktf()}");
const { company } = require("company");
const { region } = require("./.gen/region");
const app = new App();
function lake(id) {
  const stack = new TerraformStack(app, id);
  const account = new Account(stack, "a", { accountId: "111111111111", region });
  const lake = new EncryptedBucket(stack, "lake", { account, bucketName: \`\${company}-\${id}\` });
  const etl = new AccessRole(stack, "etl", { account, roleName: \`etl-\${id}\`, assumedBy: ["lambda.amazonaws.com"] });
  lake.grant(etl, id === "orders" ? [${permissions}] : ["list", "get"]);
  new Outputs(stack, "outputs", { buckets: [lake], principals: [etl] });
}
lake("orders");
lake("main");
${more}
app.synth();
`;

const write = (path: string, text: string) => {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
};

const git = (...args: string[]) => {
  const { status, stderr } = spawnSync(
    "git",
    ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main", ...args],
    { cwd: root, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
};

const commit = (message: string) => {
  git("add", ".");
  git("commit", "--quiet", "--message", message);
};

beforeAll(() => {
  write(join(root, ".gitignore"), "node_modules\n.gen\ncdktf.out\n");
  write(join(root, "node_modules/company/index.js"), 'exports.company = "acme";');
  write(join(folder, ".gen/region.js"), 'exports.region = "us-east-1";');
  write(join(folder, "cdktf.json"), JSON.stringify({ app: `"${process.execPath}" main.js` }));
  git("init", "--quiet");
  write(join(folder, "main.js"), 'throw new Error("not yet");');
  commit("an app that fails");
  git("branch", "broken");
  write(join(folder, "main.js"), app('"list", "get"'));
  commit("an app");
  git("branch", "release/1");
  write(join(folder, "main.js"), app('"list", "get", "delete"'));
});

/** What the command prints. */
async function run(...args: string[]) {
  const lines: string[] = [];
  const take = (text: unknown) => lines.push(String(text)) > 0;
  jest.spyOn(process.stdout, "write").mockImplementation(take);
  jest.spyOn(console, "error").mockImplementation(take);
  try {
    const exitCode = await main(args);
    return { exitCode, text: lines.join("").trim() };
  } finally {
    jest.restoreAllMocks();
  }
}

const GAINS_DELETE = `role etl-orders of account 111111111111 gains access; nobody loses anything.
  + role etl-orders of account 111111111111 gains delete on acme-orders`;

test("a revision is compared with the app as it is now", async () => {
  expect(await run("diff", "release/1")).toEqual({ exitCode: 1, text: GAINS_DELETE });
});

test("a stack of a revision is compared with a stack of now", async () => {
  expect(await run("diff", "HEAD:orders", "orders")).toEqual({ exitCode: 1, text: GAINS_DELETE });
  expect(await run("diff", "HEAD:nothing", "orders")).toEqual({
    exitCode: 2,
    text: expect.stringMatching(
      /^in the Git revision HEAD: there is no stack "nothing" in the app .*; there are main and orders$/,
    ) as string,
  });
});

test("a stack is meant, not the branch with its name; with a colon, the branch", async () => {
  const { text } = await run("diff", "main", "orders");
  expect(text).toContain("role etl-main of account 111111111111 loses list, get on acme-main");
  expect(await run("diff", "main:orders", "orders")).toEqual({ exitCode: 1, text: GAINS_DELETE });
});

test("an app that fails in a revision is told with the name of the revision", async () => {
  const { exitCode, text } = await run("diff", "broken");
  expect(exitCode).toBe(2);
  expect(text).toMatch(/^in the Git revision broken: the app of cdktf\.json failed/);
  expect(text).toMatch(/Error: not yet/);
  expect(text).toMatch(/A revision runs with the packages that are installed now/);
});

test("what is lent to a revision stays, and nothing else is left", () => {
  expect(readdirSync(root).sort()).toEqual([".git", ".gitignore", "infra", "node_modules"]);
  expect(existsSync(join(root, "node_modules/company/index.js"))).toBe(true);
  expect(existsSync(join(folder, ".gen/region.js"))).toBe(true);
  expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
  expect(readdirSync(temporary).filter((name) => name.startsWith("s3porter-"))).toEqual([]);
});
