import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environment } from "./environment";
import { REPOSITORY } from "./repository";
import { run } from "./run";
import { APP, outputFolder } from "./synthesize";

/** The app in a folder of its own. */
export interface AppFolder {
  readonly folder: string;
  /** The folder of the topologies. */
  readonly topologies: string;
  /** What Terraform needs in its environment. */
  readonly environment: NodeJS.ProcessEnv;
}

/** What stacks output, by their names. */
type OutputsOfStacks = Readonly<Record<string, { readonly outputs: Outputs }>>;

type Outputs = Readonly<Record<string, unknown>>;

/** The command line of CDKTF, or of CDK Terrain. */
export interface CommandLine {
  readonly command: readonly string[];
  /** What it needs in its environment. */
  readonly environment: NodeJS.ProcessEnv;
}

const CDKTF: CommandLine = {
  command: [join(REPOSITORY, "node_modules/.bin/cdktf")],
  environment: {},
};

/** The `cdktf` command with the project's own settings, in another folder instead of the project's. */
export class CdktfCli {
  constructor(
    private readonly app: AppFolder,
    private readonly line = CDKTF,
  ) {
    copyFileSync(join(REPOSITORY, "cdktf.json"), join(app.folder, "cdktf.json"));
  }

  /**
   * Deploys stacks, and returns their outputs and what the command prints.
   *
   * @param stacks the name of one, or a pattern
   */
  async deploy(
    stacks: string,
    ...options: readonly string[]
  ): Promise<{ readonly outputs: OutputsOfStacks; readonly printed: string }> {
    const file = join(this.app.folder, "outputs.json");
    const printed = await this.run("deploy", stacks, "--outputs-file", file, ...options);
    return { outputs: JSON.parse(readFileSync(file, "utf8")) as OutputsOfStacks, printed };
  }

  /** Their topologies must allow it. */
  async destroy(stacks: string): Promise<void> {
    await this.run("destroy", stacks);
  }

  /** A provider lock for every platform would have to be downloaded, mirror or not. */
  private async run(command: string, stacks: string, ...options: readonly string[]): Promise<string> {
    const { folder, topologies, environment: emulator } = this.app;
    const app = APP.map((part) => JSON.stringify(part)).join(" ");
    const [program = "", ...first] = this.line.command;
    const { stdout } = await run(
      program,
      [
        ...[...first, command, stacks, "--auto-approve", "--skip-provider-lock", ...options],
        ...["--app", app, "--output", outputFolder(folder)],
      ],
      {
        cwd: folder,
        env: environment({ ...emulator, ...this.line.environment, CI: "true", S3PORTER_STACKS: topologies }),
      },
    );
    return stdout;
  }
}
