import { spawn } from "node:child_process";

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Exit codes besides 0 that are no failure. */
  readonly accept?: readonly number[];
  /** Milliseconds after which the command is killed. */
  readonly limit?: number;
}

export interface Ran {
  readonly stdout: string;
  readonly exitCode: number;
}

/** Ends a command that hangs. Far more than any needs, even on a busy machine, so that it asserts nothing. */
const LIMIT = 15 * 60_000;

/**
 * Runs a command to its end.
 *
 * @throws with the command, its folder and what it printed, if it fails or does not end
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  const { cwd, env, accept = [], limit = LIMIT } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let printed = "";
    const fail = (what: string) => {
      clearTimeout(timer);
      const error = new Error(`${[command, ...args].join(" ")}: ${what}, in ${cwd}\n${printed}`);
      // What was printed last says why. Where a log is cut, lines of this file must not be all that is left of it.
      error.stack = error.message;
      reject(error);
    };
    const timer = setTimeout(() => {
      // Asked to end, not made to: Terraform then takes its providers with it.
      child.kill("SIGTERM");
      fail(`killed, for it did not end within ${limit / 1000} s`);
    }, limit);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      printed += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
    child.on("error", ({ message }) => fail(message));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0 || (code !== null && accept.includes(code))) resolve({ stdout, exitCode: code });
      else fail(signal === null ? `exit code ${code}` : `killed by ${signal}`);
    });
  });
}
