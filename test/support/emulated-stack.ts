import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Topology } from "../../src";
import { awsClients, type AwsClients } from "./aws-clients";
import { type Estate, expectedEstate, readAccounts, rendered } from "./emulated-estate";
import { Emulator } from "./emulator";
import { createExistingPrincipals } from "./existing-principals";
import type { RenderedStack } from "./rendered-stack";
import { readStackJson, stackFolder, synthesize, synthesizeHere, type TerraformJson } from "./synthesize";
import { temporaryFolder } from "./temporary-folder";
import { Terraform } from "./terraform";
import { destroyable, readTopology, withDeployers, withEndpoints, writeTopology } from "./topologies";

/**
 * What tells Terraform where the emulator is: the `endpoints` of its accounts, or its environment. With `endpoints` the
 * AWS provider takes seconds more at each of its many starts.
 */
export type EmulatorFoundBy = "endpoints" | "environment";

/** A stack whose accounts are in an emulator of its own, in a folder of its own. */
export class EmulatedStack {
  /** Prepares everything that the stack takes for granted, and deploys nothing. */
  static async create(
    name: string,
    topology = readTopology(name),
    foundBy: EmulatorFoundBy = "environment",
  ): Promise<EmulatedStack> {
    const folder = temporaryFolder();
    const emulator = await Emulator.start();
    const environment = foundBy === "environment" ? emulator.environment : {};
    const stack = new EmulatedStack(name, topology, emulator, folder, environment);
    try {
      mkdirSync(stack.topologies);
      stack.write(topology);
      await createExistingPrincipals(emulator, [topology]);
    } catch (error) {
      await stack.remove();
      throw error;
    }
    return stack;
  }

  terraform: Terraform;

  private constructor(
    readonly name: string,
    private readonly topology: Topology,
    readonly emulator: Emulator,
    private readonly temporary: ReturnType<typeof temporaryFolder>,
    /** What Terraform needs in its environment. */
    public environment: NodeJS.ProcessEnv,
  ) {
    this.terraform = new Terraform(stackFolder(this.folder, name), environment);
  }

  /** Takes the emulator from the endpoints of the accounts to the environment. */
  findByEnvironment(): void {
    this.environment = this.emulator.environment;
    this.terraform = new Terraform(stackFolder(this.folder, this.name), this.environment);
    this.change(this.topology);
  }

  /** Clients for one of its accounts. */
  async clients({ id, region = "us-east-1" }: Topology["accounts"][string]): Promise<AwsClients> {
    return awsClients(this.emulator, id, region);
  }

  /** Writes the Terraform of a changed topology over the last one. */
  change(topology: Topology): void {
    synthesizeHere(this.name, this.emulated(topology), this.folder);
  }

  /** Writes the topology, to be synthesized next, so that Terraform may destroy the stack. */
  allowDestroy(): void {
    this.write(destroyable(this.topology));
  }

  /** Destroys the stack, once its topology allows it. */
  async destroy(): Promise<void> {
    this.change(destroyable(this.topology));
    await this.terraform.destroy();
  }

  get folder(): string {
    return this.temporary.path;
  }

  get topologies(): string {
    return join(this.folder, "stacks");
  }

  /** Runs the app. */
  async synthesize(): Promise<void> {
    await synthesize(this.topologies, this.folder);
  }

  /** What the accounts hold now. */
  estate(): Promise<Estate> {
    return readAccounts(this.emulator, [this.topology]);
  }

  /** The synthesized stack as it reads once its keys have the ARNs that they have in `estate`. */
  rendered(estate: Estate): RenderedStack {
    return rendered(this.json, estate);
  }

  /** What the accounts should hold now, given what they held before. */
  expectedEstate(now: Estate, before: Estate): Estate {
    return expectedEstate(this.json, now, before);
  }

  private write(topology: Topology): void {
    writeTopology(this.topologies, this.name, this.emulated(topology));
  }

  private emulated(topology: Topology): Topology {
    const deployed = withDeployers(topology);
    const isFound = this.environment.AWS_ENDPOINT_URL !== undefined;
    return isFound ? deployed : withEndpoints(deployed, this.emulator);
  }

  get json(): TerraformJson {
    return readStackJson(this.folder, this.name);
  }

  async remove(): Promise<void> {
    await this.emulator.stop();
    this.temporary.remove();
  }
}
