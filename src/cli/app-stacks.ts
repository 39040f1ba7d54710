/** The stacks of an app that somebody wrote with the constructs. This runs the app. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Model } from "../topology/model";
import { MODELS_FOLDER, readModel } from "../verify/app-models";
import { caseOfStack } from "../verify/stack";
import type { Case } from "../verify/topology";
import { appFailed, noStackInApp, noSuchStack, notSynthesized } from "./errors";
import type { App } from "./settings";

/** A stack of the app. */
export interface AppStack {
  readonly name: string;
  readonly model: Model;
  readonly case: Case;
}

/**
 * Runs the app as `cdktf synth` does, but writes to a temporary folder, and reads its stacks that have constructs of s3porter.
 *
 * @param names of stacks; empty for all
 * @throws UsageError if the app fails, writes nothing, or has no such stack
 */
export function findAppStacks(app: App, names: readonly string[]): AppStack[] {
  const folder = mkdtempSync(join(tmpdir(), "s3porter-app-"));
  try {
    const [output, models] = [join(folder, "out"), join(folder, "models")];
    run(app, { CDKTF_OUTDIR: output, [MODELS_FOLDER]: models });
    const written = manifestOf(app, output);
    const stacks = written.flatMap(({ name, constructPath, synthesizedStackPath }) => {
      if (names.length > 0 && !names.includes(name)) return [];
      const model = readModel(models, constructPath);
      if (model === undefined) return [];
      const terraform = readJson(join(output, synthesizedStackPath)) as object;
      return [{ name, model, case: caseOfStack(model, terraform) }];
    });
    const known = written.map(({ name }) => name);
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined) throw noSuchStack(unknown, `the app ${app.command}`, known);
    if (stacks.length === 0) throw noStackInApp(app.command, names.length > 0 ? names : known);
    return stacks;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads one stack of the app. */
export function findAppStack(app: App, name: string): AppStack {
  const [stack] = findAppStacks(app, [name]);
  return stack as AppStack;
}

function run({ command, context }: App, variables: NodeJS.ProcessEnv): void {
  // Terraform's own variables are not for the app.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("TF_VAR_"));
  const { status, signal, stdout, stderr } = spawnSync(command, {
    shell: true,
    encoding: "utf8",
    maxBuffer: Infinity,
    env: {
      ...Object.fromEntries(inherited),
      CDKTF_CONTEXT_JSON: JSON.stringify(context),
      CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true",
      SYNTH_HCL_OUTPUT: "false",
      ...variables,
    },
  });
  if (status !== 0) throw appFailed(command, resolve("."), signal ?? status, `${stdout}${stderr}`);
}

interface Entry {
  readonly name: string;
  readonly constructPath: string;
  readonly synthesizedStackPath: string;
}

function manifestOf({ command }: App, output: string): Entry[] {
  const file = join(output, "manifest.json");
  if (!existsSync(file)) throw notSynthesized(command);
  const { stacks } = readJson(file) as { readonly stacks: Readonly<Record<string, Entry>> };
  return Object.values(stacks);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
