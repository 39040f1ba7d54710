import { spawn } from "node:child_process";

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Exit codes besides 0 that are no failure. */
  readonly accept?: readonly number[];
}

export interface Ran {
  readonly stdout: string;
  readonly exitCode: number;
}

/**
 * Runs a command to its end.
 *
 * @throws with everything that the command printed if it fails
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  const { cwd, env, accept = [] } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      printed += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0 || (code !== null && accept.includes(code))) resolve({ stdout, exitCode: code });
      else reject(new Error(`${command} ${args.join(" ")}: ${signal ?? `exit code ${code}`}\n${printed}`));
    });
  });
}
