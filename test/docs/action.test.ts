/** The steps of the GitHub Action and the hook of pre-commit do what they promise. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { stateOfPairs } from "../fixtures/large-state";
import { stepOfAction } from "../support/action";
import { installedCommand } from "../support/bundle";
import { REPOSITORY } from "../support/repository";
import { temporaryFolder } from "../support/temporary-folder";

const PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"].data';
const { path: folder, remove } = temporaryFolder();
const runs = stepOfAction(folder);

beforeAll(() => {
  write("clean state.json", stateOfPairs({ pairs: 1 }));
  const clean = stateOfPairs({ pairs: 1 }) as { resources: object[] };
  const grant = { type: "aws_s3control_access_grant", name: "g", instances: [{ attributes: {} }] };
  write("grants.json", {
    ...clean,
    resources: [...clean.resources, { mode: "managed", provider: PROVIDER, ...grant }],
  });
  write("flawed.json", stateOfPairs({ pairs: 1, objectActions: ["s3:GetObject"] }));
});
afterAll(remove);

function write(name: string, content: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(content));
}

test("a state without flaws, with a space in its name", () => {
  const { status, stdout, output } = runs({ path: "clean state.json", sarif: "my results.sarif" });
  expect([status, output]).toEqual([0, "exit-code=0\n"]);
  expect(stdout).toMatch(/^::stop-commands::(\S+)\n[^]*clean state\.json: no flaws[^]*\n::\1::\n$/);
  expect(existsSync(join(folder, "my results.sarif"))).toBe(true);
});

test("flaws fail the step, with their code and the results", () => {
  const { status, output } = runs({ path: "flawed.json" });
  expect([status, output]).toEqual([1, "exit-code=1\n"]);
  expect(existsSync(join(folder, "s3porter.sarif"))).toBe(true);
});

test("something that can allow more and was not read has a code of its own", () => {
  const { status, stdout, output } = runs({ path: "grants.json", sarif: "grants.sarif" });
  expect([status, output]).toEqual([3, "exit-code=3\n"]);
  expect(stdout).toContain("grants.json: no flaws, 1 thing not read");
  expect(existsSync(join(folder, "grants.sarif"))).toBe(true);
});

test("what cannot be read", () => {
  expect(runs({ path: "none.json" }).status).toBe(2);
});

test("inputs are arguments, not commands", () => {
  runs({ path: "$(touch injected).json", arguments: "--only=failing\n; touch injected\n`touch injected`" });
  expect(existsSync(join(folder, "injected"))).toBe(false);
  expect(runs({ path: "flawed.json", arguments: "--only=failing\n\n" }).stdout).not.toContain(
    "Who can do what",
  );
});

test.each(["prove", "validate"])("%s of the topologies in the folder", (command) => {
  mkdirSync(join(folder, "stacks"), { recursive: true });
  const stack = join(folder, "stacks/copy.yaml");
  cpSync(join(REPOSITORY, "stacks/copy-with-role.yaml"), stack);
  const sarif = `${command}.sarif`;
  expect(runs({ command, sarif }).status).toBe(0);
  expect(readFileSync(join(folder, sarif), "utf8")).toContain('"results": []');
  expect(runs({ command, path: "copy" }).stdout).toContain("copy is ");
  writeFileSync(stack, readFileSync(stack, "utf8").replace("buckets:", "bukets:"));
  expect(runs({ command, sarif }).status).toBe(2);
});

test("another command is refused", () => {
  expect(runs({ command: "init; touch injected" }).status).toBe(2);
});

test("the hook has what pre-commit requires, and runs", () => {
  const [hook, ...others] = parse(readFileSync(join(REPOSITORY, ".pre-commit-hooks.yaml"), "utf8")) as [
    { id: string; name: string; entry: string; language: string; args: string[]; pass_filenames: boolean },
    ...{ id: string; entry: string; language: string; pass_filenames: boolean }[],
  ];
  expect(others).toMatchObject([
    { id: "s3porter-validate", entry: "s3porter validate", language: "node", pass_filenames: false },
    { id: "s3porter-prove", entry: "s3porter prove --failed", language: "node", pass_filenames: false },
  ]);
  expect(hook).toMatchObject({ id: "s3porter-check", name: expect.any(String) as string, language: "node" });
  expect(hook.pass_filenames).toBe(false);
  const [command, ...words] = hook.entry.split(" ");
  const { bin: commands } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
    bin: Record<string, string>;
  };
  const program = join(dirname(installedCommand()), "..", commands[command ?? ""] ?? "");
  const { status, stdout } = spawnSync("node", [program, ...words, "clean state.json"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(status).toBe(0);
  expect(stdout).toContain("no flaws");
  expect(hook.args).toEqual(["."]);
});
