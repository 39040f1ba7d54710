import { delimiter, join } from "node:path";
import { CloudControl } from "./cloud-control";
import { DataSync } from "./data-sync";
import { Server } from "./server";

const CUSTOMIZED = join(__dirname, "emulator");

/** An AWS of its own on this machine: empty at first, with as many accounts as anybody asks for. */
export class Emulator {
  static async start(): Promise<Emulator> {
    // It announces the port that it found free.
    const command = ["moto_server", "-H", "127.0.0.1", "-p", "0"];
    const path = [CUSTOMIZED, process.env.PYTHONPATH].filter(Boolean).join(delimiter);
    const env = { ...process.env, PYTHONPATH: path };
    const server = await Server.start(command, /(http:\/\/127\.0\.0\.1:\d+)/, env);
    const url = server.announced;
    return new Emulator(server, await new DataSync(url).start(), await new CloudControl(url).start());
  }

  private constructor(
    private readonly server: Server,
    readonly dataSync: DataSync,
    private readonly cloudControl: CloudControl,
  ) {}

  /** What tells Terraform where it is. */
  get environment(): NodeJS.ProcessEnv {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_ENDPOINT_URL_CLOUDCONTROL: this.cloudControl.url,
      AWS_ENDPOINT_URL_DATASYNC: this.dataSync.url,
    };
  }

  get url(): string {
    return this.server.announced;
  }

  /** Forgets everything, in every account. */
  async reset(): Promise<void> {
    const { ok, status } = await fetch(`${this.url}/moto-api/reset`, { method: "POST" });
    if (!ok) throw new Error(`the emulator answered ${status} to its reset`);
    this.dataSync.reset();
  }

  /** Asks the policies of whoever calls, by action, while `calls` run. Otherwise it allows everything. */
  async whileItAsksPolicies<T>(calls: () => Promise<T>): Promise<T> {
    await this.allowFirst("0");
    try {
      return await calls();
    } finally {
      await this.allowFirst("inf");
    }
  }

  /** How many calls it allows before it asks policies. */
  private async allowFirst(calls: string): Promise<void> {
    await fetch(`${this.url}/moto-api/reset-auth`, { method: "POST", body: calls });
  }

  async stop(): Promise<void> {
    await this.dataSync.stop();
    await this.cloudControl.stop();
    await this.server.stop();
  }
}
