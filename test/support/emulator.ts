import { delimiter, join } from "node:path";
import { Server } from "./server";

const CUSTOMIZED = join(__dirname, "emulator");

/** An AWS of its own on this machine: empty at first, with as many accounts as anybody asks for. */
export class Emulator {
  static async start(): Promise<Emulator> {
    // It announces the port that it found free.
    const command = ["moto_server", "-H", "127.0.0.1", "-p", "0"];
    const path = [CUSTOMIZED, process.env.PYTHONPATH].filter(Boolean).join(delimiter);
    const env = { ...process.env, PYTHONPATH: path };
    return new Emulator(await Server.start(command, /(http:\/\/127\.0\.0\.1:\d+)/, env));
  }

  private constructor(private readonly server: Server) {}

  get url(): string {
    return this.server.announced;
  }

  /** Forgets everything, in every account. */
  async reset(): Promise<void> {
    const { ok, status } = await fetch(`${this.url}/moto-api/reset`, { method: "POST" });
    if (!ok) throw new Error(`the emulator answered ${status} to its reset`);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
