import { join } from "node:path";
import { trustPlugins } from "../../src/rehearse/lock-file";
import { environment } from "./environment";
import { run } from "./run";

export interface Plan {
  /** Whether there is nothing to do, not even to an output. */
  readonly isEmpty: boolean;
  readonly changes: readonly ResourceChange[];
  /** The outputs of the root that change. */
  readonly changedOutputs: readonly string[];
}

/** What a plan does to a module, as if it were the root, and to the output of its name. */
export function planOfModule({ changes, changedOutputs }: Plan, module: string): Plan {
  const prefix = `module.${module}.`;
  const own = changes
    .filter(({ address }) => address.startsWith(prefix))
    .map((change) => ({ ...change, address: change.address.slice(prefix.length) }));
  const outputs = changedOutputs.filter((output) => output === module);
  return { isEmpty: own.length + outputs.length === 0, changes: own, changedOutputs: outputs };
}

export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Attributes | null;
    readonly after: Attributes | null;
    /** Which attributes are known only after the apply. */
    readonly after_unknown: Attributes;
  };
}

export type Attributes = Readonly<Record<string, unknown>>;

const SOMETHING_TO_DO = 2;

/** Terraform in one working folder. */
export class Terraform {
  private shown?: Promise<unknown>;

  constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv = {},
  ) {}

  async init(...options: string[]): Promise<void> {
    await this.run(["init", ...options]);
    trustPlugins(this.folder);
  }

  /** @throws with Terraform's diagnostics if the configuration is invalid */
  async validate(): Promise<void> {
    await this.run(["validate"]);
  }

  async plan(): Promise<Plan> {
    const { exitCode } = await this.run(
      ["plan", "-detailed-exitcode", `-out=${this.planned}`],
      [SOMETHING_TO_DO],
    );
    this.shown = undefined;
    if (exitCode !== SOMETHING_TO_DO) return { isEmpty: true, changes: [], changedOutputs: [] };
    const { resource_changes = [], output_changes = {} } = (await this.showPlan()) as {
      resource_changes?: ResourceChange[];
      output_changes?: Readonly<Record<string, ResourceChange["change"]>>;
    };
    const isNoChange = ({ actions }: ResourceChange["change"]) => actions.join() === "no-op";
    return {
      isEmpty: false,
      changes: resource_changes.filter(({ change }) => !isNoChange(change)),
      changedOutputs: Object.keys(output_changes).filter(
        (name) => output_changes[name] && !isNoChange(output_changes[name]),
      ),
    };
  }

  /** What was planned last. */
  async apply(): Promise<void> {
    await this.run(["apply", this.planned]);
  }

  /** Of what is as it was planned, so that nothing is read first. */
  async destroy(): Promise<void> {
    await this.run(["destroy", "-auto-approve", "-refresh=false"]);
  }

  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const outputs: Record<string, { value: unknown }> = await this.json("output");
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** The JSON of the last plan. */
  showPlan(): Promise<unknown> {
    return (this.shown ??= this.json("show", this.planned));
  }

  /** The state as Terraform keeps it, which names the providers. */
  async pullState(): Promise<unknown> {
    const env = environment(this.environment);
    return JSON.parse((await run("terraform", ["state", "pull"], { cwd: this.folder, env })).stdout);
  }

  private get planned(): string {
    return join(this.folder, "plan");
  }

  private async json(command: string, ...args: readonly string[]) {
    return JSON.parse((await this.run([command, "-json", ...args])).stdout);
  }

  private run([command = "", ...args]: readonly string[], accept?: readonly number[]) {
    return run("terraform", [command, "-no-color", ...args], {
      cwd: this.folder,
      env: environment(this.environment),
      accept,
    });
  }
}
