/** What commands say where there is nothing for them. */
import { mkdirSync, writeFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { initCommand } from "./init-command";
import { main } from "./program";

const { path: empty, remove: removeEmpty } = temporaryFolder();
const { path: project, remove: removeProject } = temporaryFolder();
const { path: bare, remove: removeBare } = temporaryFolder();
mkdirSync(join(bare, "stacks"));
writeFileSync(join(bare, "stacks/notes.txt"), "");
afterAll(() => [removeEmpty, removeProject, removeBare].forEach((remove) => remove()));

beforeAll(() => within(project, () => initCommand({ isAsking: false, folder: "stacks" })));

async function within<Result>(folder: string, run: () => Promise<Result>): Promise<Result> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await run();
  } finally {
    process.chdir(before);
  }
}

/** What a command prints that exits with 2. */
async function refusal(folder: string, line: string): Promise<string> {
  const lines: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  jest.spyOn(console, "error").mockImplementation((text) => void lines.push(String(text)));
  try {
    const exitCode = await within(folder, () => main(line.split(" ")));
    return `${exitCode}: ${lines.join("\n")}`;
  } finally {
    jest.restoreAllMocks();
  }
}

const ASK = "--as a --do s3:GetObject --on b";
const BEGIN = /s3porter init writes/;
const GIVE = /give a folder of Terraform, or a JSON file with its state or plan/;

const NAMED = ["prove x", `explain x ${ASK}`, "diagram x", "export x --out m", "validate x", "diff x x"];

describe.each([
  ["an empty folder", empty],
  ["a folder without topologies", bare],
])("in %s", (_, folder) => {
  test.each([
    ...["prove", "prove --json", "validate", "validate --json", "synth"],
    ...NAMED,
    `explain ${ASK}`,
    "diagram",
  ])("%s: how to begin", async (line) => {
    const told = await refusal(folder, line);
    expect(told).toMatch(/^2: /);
    expect(told).toMatch(BEGIN);
    expect(told).not.toMatch(/ENOENT|^\s+at /m);
  });

  test.each<[string, RegExp]>([
    ["check", /^2: nothing was given; name a folder of Terraform/],
    ["check x", GIVE],
    ["check .", /^2: \. has no file that ends in \.tf/],
    ["check . --intent x.yaml", /x\.yaml:1:1: there is no such file; .*s3porter init/],
    ["who-can s3:GetObject b", /^2: nothing was given; name a stack/],
    ["who-can s3:GetObject b x", BEGIN],
    ["prove --module x", /^2: --module "x" is not a folder/],
    [`explain ./x ${ASK}`, GIVE],
    [`explain stacks/x.yaml ${ASK}`, BEGIN],
    ["diagram stacks/x.yaml", /there is no such file; .*s3porter init/],
    ["diagram ./x", GIVE],
    ["diff . .", /^2: \. has no file that ends in \.tf/],
  ])("%s", async (line, message) => {
    const told = await refusal(folder, line);
    expect(told).toMatch(/^2: /);
    expect(told).toMatch(message);
    expect(told).not.toMatch(/ENOENT|^\s+at /m);
  });
});

test.each(["prove", "validate", "synth", "prove copy", "diff main"])(
  "%s, in a folder below the project",
  async (line) => {
    const told = await refusal(join(project, ".github/workflows"), line);
    expect(told).toMatch(/^2: /);
    expect(told).toMatch(/the project is in \.\.\/\.\., where its cdktf\.json is: run s3porter there/);
    expect(told).not.toContain("s3porter init");
  },
);

test("none of them writes anything", () => {
  expect(readdirSync(empty)).toEqual([]);
});

test.each(NAMED)("%s, which is no stack, with the stacks that there are", async (line) => {
  expect(await refusal(project, line)).toMatch(
    /^2: there is no stack "x" in stacks; there are copy-with-role/,
  );
});
