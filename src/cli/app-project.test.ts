/** What commands say in a project whose stacks are in an app of its own. */
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { main } from "./program";

const { path: project, remove } = temporaryFolder({
  "cdktf.json": JSON.stringify({ app: "node main.js" }),
  "main.js": 'console.log("it ran"); process.exit(1);',
  "stacks/network-stack.ts": "",
  "other/copy.yaml": "accounts: {}",
});
const before = process.cwd();
beforeAll(() => process.chdir(project));
afterAll(() => {
  process.chdir(before);
  remove();
});

/** What a command prints. */
async function run(line: string) {
  const lines: string[] = [];
  const take = (text: unknown) => lines.push(String(text)) > 0;
  jest.spyOn(process.stdout, "write").mockImplementation(take);
  jest.spyOn(console, "error").mockImplementation(take);
  try {
    const exitCode = await main(line.split(" "));
    return { exitCode, text: lines.join("").trim() };
  } finally {
    jest.restoreAllMocks();
  }
}

test.each([
  "prove",
  "prove copy",
  "explain copy --as a --do s3:GetObject --on b",
  "diagram copy",
  "diff copy other",
  "export copy --out modules/copy",
])("%s runs the app, also beside a folder stacks without topologies", async (line) => {
  const { exitCode, text } = await run(line);
  expect(exitCode).toBe(2);
  expect(text).toMatch(/^the app of cdktf\.json failed.*\n {2}\$ node main\.js\n {2}it ran\n/);
});

test.each<[string, RegExp]>([
  [
    "synth",
    /^the stacks of this project are in the app of cdktf\.json, node main\.js; write their Terraform with cdktf synth$/,
  ],
  [
    "validate",
    /^stacks:1:1: has no topologies: the stacks of this project are in the app of cdktf\.json, node main\.js; s3porter prove runs it and checks them/,
  ],
  ["validate copy", /^stacks:1:1: has no topologies: the stacks of this project are in the app/],
  ["validate other/copy.yaml", /^other\/copy\.yaml:1:1: /],
])("%s says where the stacks are", async (line, message) => {
  const { exitCode, text } = await run(line);
  expect(exitCode).toBe(2);
  expect(text).toMatch(message);
  expect(text).not.toContain("it ran");
  expect(existsSync("modules")).toBe(false);
});

test("a project of CDK Terrain is told its own command", async () => {
  writeFileSync("package.json", JSON.stringify({ devDependencies: { "cdktn-cli": "^0.24.0" } }));
  const { text } = await run("synth");
  rmSync("package.json");
  expect(text).toMatch(/; write their Terraform with cdktn synth$/);
});

test("init says that commands read the topologies from then on, and not the app", async () => {
  const there = readdirSync(project);
  const { exitCode, text } = await run("init --yes");
  expect(exitCode).toBe(0);
  expect(text).toContain("kept cdktf.json");
  expect(text).toContain(
    "prove, explain, diagram, diff and export read the topologies in stacks from now on, and do not run the app of cdktf.json, node main.js.",
  );
  for (const name of readdirSync(project))
    if (!there.includes(name)) rmSync(join(project, name), { recursive: true });
  rmSync(join(project, "stacks/copy-with-role.yaml"));
});
