/** Runs an app as `cdktf synth` does. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { join, relative, resolve } from "node:path";
import { appFailed, notSynthesized } from "./errors";
import type { App } from "./settings";
import { removeTemporaryFolders } from "./temporary-folders";

/** A stack in the manifest of an app. */
export interface ManifestEntry {
  readonly name: string;
  readonly constructPath: string;
  /** Relative to the folder of the output. */
  readonly synthesizedStackPath: string;
}

/**
 * If the command is interrupted, the app is too, and temporary folders are removed.
 *
 * @param output the folder for what `cdktf synth` writes to `cdktf.out`
 * @param variables more variables of the environment
 * @returns the stacks of the app
 * @throws UsageError if the app fails or writes nothing
 */
export async function runApp(
  app: App,
  output: string,
  variables: NodeJS.ProcessEnv,
): Promise<ManifestEntry[]> {
  const { command, context, folder } = app;
  const child = spawn(command, {
    shell: true,
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that its signals reach all that the shell starts.
    detached: process.platform !== "win32",
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
  const { exit, printed } = await ended(child);
  if (exit !== 0) throw appFailed(app, exit, printed);
  return manifestOf(command, output);
}

const INTERRUPTIONS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

interface Ended {
  /** The exit code, or the signal that ended it. */
  readonly exit: number | string | null;
  readonly printed: string;
}

/** Never returns if the command is interrupted. */
function ended(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> {
  const printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text: string) => (printed[stream] += text));
  let interruption: NodeJS.Signals | undefined;
  const interrupt = (signal: NodeJS.Signals) => {
    interruption = signal;
    interruptGroup(child, signal);
  };
  for (const signal of INTERRUPTIONS) process.on(signal, interrupt);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      for (const each of INTERRUPTIONS) process.off(each, interrupt);
      if (interruption === undefined)
        return resolve({ exit: signal ?? status, printed: printed.stdout + printed.stderr });
      removeTemporaryFolders();
      process.kill(process.pid, interruption);
    });
  });
}

function interruptGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || process.platform === "win32") return void child.kill(signal);
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // It has just ended.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
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
