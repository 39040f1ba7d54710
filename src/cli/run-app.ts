/** Runs an app as `cdktf synth` does. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { appFailed, notSynthesized } from "./errors";
import type { App } from "./settings";

/** A stack in the manifest of an app. */
export interface ManifestEntry {
  readonly name: string;
  readonly constructPath: string;
  /** Relative to the folder of the output. */
  readonly synthesizedStackPath: string;
}

/**
 * @param output the folder for what `cdktf synth` writes to `cdktf.out`
 * @param variables more variables of the environment
 * @returns the stacks of the app
 * @throws UsageError if the app fails or writes nothing
 */
export function runApp(app: App, output: string, variables: NodeJS.ProcessEnv): ManifestEntry[] {
  const { command, context, folder } = app;
  const { status, signal, stdout, stderr } = spawnSync(command, {
    shell: true,
    cwd: folder,
    encoding: "utf8",
    maxBuffer: Infinity,
    env: {
      ...inherited(),
      CDKTF_CONTEXT_JSON: JSON.stringify(context),
      CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true",
      // Relative, as the default is: apps append it to the working directory.
      CDKTF_OUTDIR: relative(resolve(folder), output),
      SYNTH_HCL_OUTPUT: "false",
      ...variables,
    },
  });
  if (status !== 0) throw appFailed(app, signal ?? status, `${stdout}${stderr}`);
  return manifestOf(command, output);
}

/**
 * Terraform's own variables are not for the app. Apps with many bindings need more memory than is the default. With source
 * maps, the lines of compiled apps are those of their sources.
 */
function inherited(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS = "--max-old-space-size=4096", ...others } = process.env;
  return {
    ...Object.fromEntries(Object.entries(others).filter(([name]) => !name.startsWith("TF_VAR_"))),
    NODE_OPTIONS: `${NODE_OPTIONS} --enable-source-maps`,
  };
}

function manifestOf(command: string, output: string): ManifestEntry[] {
  const file = join(output, "manifest.json");
  if (!existsSync(file)) throw notSynthesized(command);
  const { stacks } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly stacks: Readonly<Record<string, ManifestEntry>>;
  };
  return Object.values(stacks);
}
