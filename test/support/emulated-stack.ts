import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Topology } from "../../src";
import { resolve } from "../../src/topology/resolve";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import type { AccountContents } from "./account-contents";
import { awsClients, type AwsClients } from "./aws-clients";
import { Emulator } from "./emulator";
import { createExistingPrincipals } from "./existing-principals";
import { expectedContents } from "./expected-contents";
import { writeModuleRoot } from "./module-root";
import { readAccount } from "./read-account";
import { RenderedStack } from "./rendered-stack";
import { secondCall } from "./second-call";
import { readStackJson, stackFolder, synthesize, type TerraformJson } from "./synthesize";
import { temporaryFolder } from "./temporary-folder";
import { Terraform } from "./terraform";
import { destroyable, readTopology, withDeployers, withEndpoints, writeTopology } from "./topologies";

/** What each account holds, by account id. */
export type Estate = Readonly<Record<string, AccountContents>>;

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
    const environment = foundBy === "environment" ? { AWS_ENDPOINT_URL: emulator.url } : {};
    const stack = new EmulatedStack(name, topology, emulator, folder, environment);
    try {
      mkdirSync(stack.topologies);
      stack.write(topology);
      await createExistingPrincipals(emulator, topology);
    } catch (error) {
      await stack.remove();
      throw error;
    }
    return stack;
  }

  readonly terraform: Terraform;

  private constructor(
    readonly name: string,
    private readonly topology: Topology,
    readonly emulator: Emulator,
    private readonly temporary: ReturnType<typeof temporaryFolder>,
    /** What Terraform needs in its environment. */
    readonly environment: NodeJS.ProcessEnv,
  ) {
    this.terraform = new Terraform(stackFolder(this.folder, name), environment);
  }

  /** Clients for one of its accounts. */
  async clients({ id, region = "us-east-1" }: Topology["accounts"][string]): Promise<AwsClients> {
    return awsClients(this.emulator, id, region);
  }

  /** Writes the Terraform of a changed topology over the last one. */
  async change(topology: Topology): Promise<void> {
    this.write(topology);
    await this.synthesize();
  }

  /** Writes the topology, to be synthesized next, so that Terraform may destroy the stack. */
  allowDestroy(): void {
    this.write(destroyable(this.topology));
  }

  /** Destroys the stack, once its topology allows it. */
  async destroy(): Promise<void> {
    this.allowDestroy();
    await this.synthesize();
    await this.terraform.destroy();
  }

  /** What tells Terraform where the emulator is, from now on. */
  async findByEnvironment(): Promise<void> {
    this.environment.AWS_ENDPOINT_URL = this.emulator.url;
    await this.change(this.topology);
  }

  get folder(): string {
    return this.temporary.path;
  }

  get topologies(): string {
    return join(this.folder, "stacks");
  }

  async synthesize(): Promise<void> {
    await synthesize(this.topologies, this.folder);
  }

  /** A root that calls the module that was exported from the stack twice, with the same accounts. */
  moduleRoot(): Terraform {
    const root = join(this.folder, "root");
    writeModuleRoot(this.name, root, secondCall(this.topology), this.json);
    return new Terraform(root, this.environment);
  }

  /** Makes the accounts what they were before anything was deployed. */
  async reset(): Promise<void> {
    await this.emulator.reset();
    await createExistingPrincipals(this.emulator, this.topology);
  }

  /** What the accounts hold now. */
  async estate(): Promise<Estate> {
    const accounts = Object.values(this.topology.accounts);
    return Object.fromEntries(
      await Promise.all(
        accounts.map(
          async ({ id, region = "us-east-1" }) => [id, await readAccount(this.emulator, id, region)] as const,
        ),
      ),
    );
  }

  /** The synthesized stack as it reads once its keys have the ARNs that they have in `estate`. */
  rendered(estate: Estate, json = this.json): RenderedStack {
    const keys = Object.values(estate).flatMap(({ keys }) => Object.entries(keys));
    return new RenderedStack(json, (wanted) => {
      const key = keys.find(([alias]) => alias === wanted)?.[1];
      if (!key) throw new Error(`no account has a key ${wanted}`);
      return key.arn;
    });
  }

  /** What the accounts should hold now, given what they held before. */
  expectedEstate(now: Estate, before: Estate, json = this.json): Estate {
    const rendered = this.rendered(now, json);
    return Object.fromEntries(
      Object.entries(before).map(([id, contents]) => [id, expectedContents(rendered, id, contents)]),
    );
  }

  /** What the accounts should hold once the module root is applied. */
  expectedEstateOfModules(now: Estate, before: Estate): Estate {
    const topology = withDeployers(secondCall(this.topology));
    const { terraform } = topologyTerraform(this.name, resolve(topology));
    return this.expectedEstate(now, this.expectedEstate(now, before), terraform as TerraformJson);
  }

  private write(topology: Topology): void {
    const emulated = withDeployers(topology);
    const isFound = this.environment.AWS_ENDPOINT_URL !== undefined;
    writeTopology(this.topologies, this.name, isFound ? emulated : withEndpoints(emulated, this.emulator));
  }

  private get json(): TerraformJson {
    return readStackJson(this.folder, this.name);
  }

  async remove(): Promise<void> {
    await this.emulator.stop();
    this.temporary.remove();
  }
}
