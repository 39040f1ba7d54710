import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** It takes a second or two by itself; this ends a wait for nothing. */
const START_TIMEOUT = 5 * 60_000;

/**
 * The shell waits for its standard input to end, which it does when this process ends, however that happens. Then
 * it kills its process group, which holds itself and the server and nothing else.
 */
const SERVE_UNTIL_PARENT_ENDS = `"$@" 2>&1 & read -r _; kill 0`;

/** A server on this machine, which ends with this process at the latest. */
export class Server {
  /**
   * @param announcement what it prints when it is ready to be asked
   */
  static async start(command: readonly string[], announcement: RegExp, env = process.env): Promise<Server> {
    const shell = spawn("sh", ["-c", SERVE_UNTIL_PARENT_ENDS, "sh", ...command], {
      detached: true,
      stdio: ["pipe", "pipe", "ignore"],
      env,
    });
    try {
      return new Server(await announced(shell, command, announcement), shell);
    } catch (error) {
      shell.stdin.end();
      throw error;
    }
  }

  private constructor(
    /** What it announced: the first group of the announcement. */
    readonly announced: string,
    private readonly shell: ChildProcess,
  ) {}

  async stop(): Promise<void> {
    if (this.shell.exitCode !== null || this.shell.signalCode !== null) return;
    this.shell.stdin?.end();
    // Not only the shell: what the server still holds keeps this process from ending.
    await once(this.shell, "close");
  }
}

function announced(
  shell: ChildProcess,
  [name = ""]: readonly string[],
  announcement: RegExp,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = "";
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new Error(`${name} ${what}:\n${log}`));
    };
    const timer = setTimeout(() => fail(`did not start in ${START_TIMEOUT / 1000} s`), START_TIMEOUT);
    shell.on("error", ({ message }) => fail(message));
    shell.stdout?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      const found = announcement.exec(log)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      shell.stdout?.removeAllListeners("data").resume();
      resolve(found);
    });
  });
}
