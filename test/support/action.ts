/** Runs the step of the GitHub Action as GitHub does. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { installedCommand } from "./bundle";
import { REPOSITORY } from "./repository";

interface Action {
  readonly inputs: Record<string, { readonly default: string }>;
  readonly runs: { readonly steps: { readonly run: string; readonly env: Record<string, string> }[] };
}

const action = parse(readFileSync(join(REPOSITORY, "action.yml"), "utf8")) as Action;

/**
 * @param folder the working directory, which also gets an `npx` that runs this clone
 * @returns the step, which takes the inputs of the action
 */
export function stepOfAction(folder: string) {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  // What npx would install is this clone.
  writeFileSync(
    join(bin, "npx"),
    `#!/usr/bin/env bash\n[[ "$1 $2" == "--yes s3porter@latest" ]] || exit 9\nshift 2\nexec node ${JSON.stringify(installedCommand())} "$@"\n`,
  );
  chmodSync(join(bin, "npx"), 0o755);
  return (inputs: Record<string, string>) => {
    const [{ run, env }] = action.runs.steps as [Action["runs"]["steps"][number]];
    const valueOf = (name: string) => inputs[name] ?? action.inputs[name]?.default ?? "";
    const evaluated = Object.entries(env).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => valueOf(input)),
    ]);
    const output = join(folder, "output");
    writeFileSync(output, "");
    const { status, stdout } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        ...Object.fromEntries(evaluated),
        PATH: `${bin}${delimiter}${process.env.PATH}`,
        GITHUB_OUTPUT: output,
      },
    });
    return { status, stdout, output: readFileSync(output, "utf8") };
  };
}
