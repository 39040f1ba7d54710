import { spawnSync } from "node:child_process";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { completionCommand } from "./completion-command";
import { program } from "./program";

const { path: folder, remove } = temporaryFolder({
  "stacks/orders.yaml": `buckets:
  lake: { account: data, name: acme-lake }
principals:
  etl:
    account: data
    role: AcmeEtl
`,
  "stacks/logs.yaml": "",
  "copy.txt": "",
});
afterAll(remove);

/** What Bash offers for the last word. */
function completed(...words: string[]): string[] {
  const script = `${completionCommand(program(), "bash").text}
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _s3porter
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const run = spawnSync("bash", ["--norc", "-uc", script, "bash", "s3porter", ...words], {
    cwd: folder,
    encoding: "utf8",
    // Bash warns of a locale that is not installed.
    env: { ...process.env, LC_ALL: "C" },
  });
  expect(run.stderr).toBe("");
  return run.stdout.trim().split("\n");
}

test("commands", () => {
  expect(completed("va")).toEqual(["validate"]);
  expect(completed("")).toEqual(expect.arrayContaining(["init", "prove", "who-can", "--version"]));
});

test("options, values, stacks and files", () => {
  expect(completed("check", "--sa")).toEqual(["--sarif"]);
  expect(completed("completion", "z")).toEqual(["zsh"]);
  expect(completed("prove", "o")).toEqual(["orders"]);
  expect(completed("explain", "co")).toEqual(["copy.txt"]);
});

test("names in the topologies and in AWS, for --only", () => {
  expect(completed("prove", "--only", "")).toEqual(["lake", "etl", "acme-lake", "AcmeEtl"]);
  expect(completed("prove", "orders", "--only", "A")).toEqual(["AcmeEtl"]);
  expect(completed("check", "--only", "la")).toEqual([""]);
});

test("zsh gets the same, by its functions for completions of Bash", () => {
  const { text } = completionCommand(program(), "zsh");
  expect(text).toContain("bashcompinit");
  expect(text).toContain(completionCommand(program(), "bash").text);
});

test("a folder without topologies", () => {
  const { path, remove: removeEmpty } = temporaryFolder();
  const script = `${completionCommand(program(), "bash").text}
    COMP_WORDS=(s3porter export "") COMP_CWORD=2; _s3porter; printf '%s ' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync("bash", ["--norc", "-uc", script], { cwd: path, encoding: "utf8" });
  expect(stdout.trim()).toBe("--out --force --help");
  removeEmpty();
});
