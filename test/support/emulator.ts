import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** It takes a second or two by itself; this ends a wait for nothing. */
const START_TIMEOUT = 5 * 60_000;

/**
 * The shell waits for its standard input to end, which it does when this process ends, however that happens. Then
 * it kills its process group, which holds itself and the server and nothing else.
 */
const SERVE_UNTIL_PARENT_ENDS = `moto_server -H 127.0.0.1 -p 0 2>&1 & read -r _; kill 0`;

/** An AWS of its own on this machine: empty at first, with as many accounts as anybody asks for. */
export class Emulator {
  static async start(): Promise<Emulator> {
    const shell = spawn("sh", ["-c", SERVE_UNTIL_PARENT_ENDS], {
      detached: true,
      stdio: ["pipe", "pipe", "ignore"],
    });
    try {
      return new Emulator(await announcedUrl(shell), shell);
    } catch (error) {
      shell.stdin.end();
      throw error;
    }
  }

  private constructor(
    readonly url: string,
    private readonly shell: ChildProcess,
  ) {}

  /** Forgets everything, in every account. */
  async reset(): Promise<void> {
    const { ok, status } = await fetch(`${this.url}/moto-api/reset`, { method: "POST" });
    if (!ok) throw new Error(`the emulator answered ${status} to its reset`);
  }

  async stop(): Promise<void> {
    if (this.shell.exitCode !== null || this.shell.signalCode !== null) return;
    this.shell.stdin?.end();
    // Not only the shell: what the server still holds keeps this process from ending.
    await once(this.shell, "close");
  }
}

/** The server announces the port that it found free when it is ready to be asked. */
function announcedUrl(shell: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = "";
    const timer = setTimeout(
      () => reject(new Error(`moto_server did not start in ${START_TIMEOUT / 1000} s:\n${log}`)),
      START_TIMEOUT,
    );
    shell.stdout?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      shell.stdout?.removeAllListeners("data").resume();
      resolve(url);
    });
  });
}
