import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EmulatedStack } from "./emulated-stack";
import { environment } from "./environment";
import { REPOSITORY } from "./repository";
import { run } from "./run";
import { APP, outputFolder } from "./synthesize";

/** The `cdktf` command with the project's own settings, in the folder of a stack instead of the project's. */
export class CdktfCli {
  constructor(private readonly stack: EmulatedStack) {
    copyFileSync(join(REPOSITORY, "cdktf.json"), join(stack.folder, "cdktf.json"));
  }

  /** Deploys the stack, and returns its outputs. */
  async deploy(): Promise<Readonly<Record<string, unknown>>> {
    const file = join(this.stack.folder, "outputs.json");
    await this.run("deploy", "--outputs-file", file);
    const { outputs } = JSON.parse(readFileSync(file, "utf8"))[this.stack.name];
    return outputs;
  }

  /** Once the topology allows it. */
  async destroy(): Promise<void> {
    this.stack.allowDestroy();
    await this.run("destroy");
  }

  /** A provider lock for every platform would have to be downloaded, mirror or not. */
  private async run(command: string, ...options: readonly string[]): Promise<void> {
    const { folder, name, topologies, environment: emulator } = this.stack;
    const app = APP.map((part) => JSON.stringify(part)).join(" ");
    await run(
      join(REPOSITORY, "node_modules/.bin/cdktf"),
      [
        ...[command, name, "--auto-approve", "--skip-provider-lock", ...options],
        ...["--app", app, "--output", outputFolder(folder)],
      ],
      { cwd: folder, env: environment({ ...emulator, CI: "true", S3PORTER_STACKS: topologies }) },
    );
  }
}
