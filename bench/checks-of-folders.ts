/** A check of a folder, and Terraform on its own with the same folder. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environment } from "../test/support/environment";
import { REPOSITORY } from "../test/support/repository";

/** A check that finds something ends with exit code 1. */
export function checkFolder(folder: string, env: NodeJS.ProcessEnv = {}): void {
  const program = join(REPOSITORY, "bin", "s3porter.js");
  run(process.execPath, [program, "check", folder], { cwd: REPOSITORY, env, exitCodes: [0, 1] });
}

/**
 * What the method needs: `terraform init` and a check's first two tests, each to its end and in the folder as it was. A
 * third test, and everything that the check does itself, comes on top.
 */
export function initAndTwoTests(folder: string, scratch: string): () => void {
  const starts = startsOfTerraform(folder, scratch);
  const [inits, tests] = ["init", "test"].map((command) => starts.filter(({ args }) => args[0] === command));
  const needed = [...(inits ?? []), ...(tests ?? []).slice(0, 2)];
  return () => needed.forEach(({ cwd, args }) => run("terraform", args, { cwd }));
}

/** What anybody can do at least: `terraform init` and a test that plans the folder without AWS. */
export function initAndMockedTest(folder: string, scratch: string): () => void {
  const cwd = join(scratch, "mocked");
  cpSync(folder, cwd, { recursive: true });
  const aliases = readdirSync(cwd)
    .filter((file) => file.endsWith(".tf"))
    .flatMap((file) => [...readFileSync(join(cwd, file), "utf8").matchAll(/^\s*alias\s*=\s*"(\w+)"/gm)])
    .map(([, alias]) => ({ alias }));
  const test = { mock_provider: { aws: [{}, ...aliases] }, run: { mocked: { command: "plan" } } };
  writeFileSync(join(cwd, "mocked.tftest.json"), JSON.stringify(test));
  return () => {
    run("terraform", ["init", "-input=false"], { cwd });
    run("terraform", ["test"], { cwd });
  };
}

interface Start {
  /** A copy of the folder in which Terraform was started. */
  readonly cwd: string;
  readonly args: readonly string[];
}

/** The starts of Terraform during a check, recorded by a script in its place. */
function startsOfTerraform(folder: string, scratch: string): Start[] {
  const [bin, copies] = [join(scratch, "bin"), join(scratch, "starts")];
  mkdirSync(bin, { recursive: true });
  mkdirSync(copies);
  const terraform = spawnSync("sh", ["-c", "command -v terraform"], { encoding: "utf8" }).stdout.trim();
  const recorder = [
    "#!/bin/sh",
    `copy="${copies}/$(ls "${copies}" | wc -l)"`,
    'cp -R "$PWD" "$copy"',
    `printf '%s\\n' "$@" >"$copy/arguments"`,
    `exec "${terraform}" "$@"`,
  ];
  writeFileSync(join(bin, "terraform"), recorder.join("\n"), { mode: 0o755 });
  checkFolder(folder, { PATH: `${bin}:${process.env.PATH}` });
  return readdirSync(copies)
    .map((name) => join(copies, name))
    .map((cwd) => ({ cwd, args: readFileSync(join(cwd, "arguments"), "utf8").trim().split("\n") }));
}

interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly exitCodes?: readonly number[];
}

function run(command: string, args: readonly string[], { cwd, env, exitCodes = [0] }: RunOptions): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: environment(env),
    encoding: "utf8",
    // A test prints megabytes of schemas.
    maxBuffer: Infinity,
  });
  if (!exitCodes.includes(status ?? NaN))
    throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
}
