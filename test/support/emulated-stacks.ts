import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Topology } from "../../src";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { resolve } from "../../src/topology/resolve";
import { awsClients, type AwsClients } from "./aws-clients";
import { type Estate, expectedEstate, readAccounts } from "./emulated-estate";
import { Emulator } from "./emulator";
import { createExistingPrincipals } from "./existing-principals";
import { canBeCalledTwice, secondCall } from "./second-call";
import { writeModulesRoot, writeStacksRoot } from "./shared-root";
import {
  type ProviderBlock,
  readStackJson,
  synthesize,
  synthesizeHere,
  type TerraformJson,
} from "./synthesize";
import { temporaryFolder } from "./temporary-folder";
import { Terraform } from "./terraform";
import { destroyable, withDeployers, writeTopology } from "./topologies";

/** Several stacks whose accounts are in one emulator, and which are modules of one root. */
export class EmulatedStacks {
  /** Prepares everything that the stacks take for granted, and deploys nothing. */
  static async create(topologies: Readonly<Record<string, Topology>>): Promise<EmulatedStacks> {
    const stacks = new EmulatedStacks(topologies, await Emulator.start(), temporaryFolder());
    try {
      await createExistingPrincipals(stacks.emulator, Object.values(topologies));
      await stacks.synthesize();
    } catch (error) {
      await stacks.remove();
      throw error;
    }
    return stacks;
  }

  /** In the root that calls the stacks. */
  readonly terraform: Terraform;
  /** The providers of that root. */
  providers: readonly ProviderBlock[] = [];
  private readonly root: string;

  private constructor(
    private readonly topologies: Readonly<Record<string, Topology>>,
    readonly emulator: Emulator,
    private readonly temporary: ReturnType<typeof temporaryFolder>,
  ) {
    this.root = join(this.temporary.path, "root");
    this.terraform = new Terraform(this.root, emulator.environment);
  }

  /** Clients for one of the accounts. */
  clients(accountId: string, region: string, role?: string): Promise<AwsClients> {
    return awsClients(this.emulator, accountId, region, role);
  }

  /** What was synthesized of a stack. */
  json(name: string): TerraformJson {
    return readStackJson(this.temporary.path, name);
  }

  /** Destroys the stacks, once their topologies allow it. */
  async destroy(): Promise<void> {
    for (const [name, topology] of Object.entries(this.topologies))
      synthesizeHere(name, withDeployers(destroyable(topology)), this.temporary.path);
    this.writeRoot();
    await this.terraform.destroy();
  }

  /** What the accounts hold now. */
  estate(): Promise<Estate> {
    return readAccounts(this.emulator, Object.values(this.topologies));
  }

  /** What the accounts should hold now that the stacks are applied, given what they held before. */
  expectedEstate(now: Estate, before: Estate): Estate {
    return Object.keys(this.topologies).reduce(
      (estate, name) => expectedEstate(this.json(name), now, estate),
      before,
    );
  }

  /** Makes the accounts what they were before anything was deployed. */
  async reset(): Promise<void> {
    await this.emulator.reset();
    await createExistingPrincipals(this.emulator, Object.values(this.topologies));
  }

  /** A root that calls the modules that were exported from stacks with the same accounts, twice where that is possible. */
  moduleRoot(names: readonly string[]): Terraform {
    const root = join(this.temporary.path, "modules");
    const modules = names.map(
      (name) => [name, { json: this.json(name), second: this.second(name) }] as const,
    );
    writeModulesRoot(root, new Map(modules));
    return new Terraform(root, this.emulator.environment);
  }

  /** What the accounts should hold once all calls of each module are applied. */
  expectedEstateOfModules(names: readonly string[], now: Estate, before: Estate): Estate {
    return names.reduce((estate, name) => {
      const first = expectedEstate(this.json(name), now, estate);
      const second = this.second(name);
      if (second === undefined) return first;
      const { terraform } = topologyTerraform(name, resolve(withDeployers(second)));
      return expectedEstate(terraform as TerraformJson, now, first);
    }, before);
  }

  async remove(): Promise<void> {
    await this.emulator.stop();
    this.temporary.remove();
  }

  private second(name: string): Topology | undefined {
    const topology = this.topologies[name];
    if (topology === undefined) throw new Error(`there is no stack ${name}`);
    return canBeCalledTwice(topology) ? secondCall(topology) : undefined;
  }

  /** Runs the app. */
  private async synthesize(): Promise<void> {
    const folder = join(this.temporary.path, "stacks");
    mkdirSync(folder);
    for (const [name, topology] of Object.entries(this.topologies))
      writeTopology(folder, name, withDeployers(topology));
    await synthesize(folder, this.temporary.path);
    this.writeRoot();
  }

  private writeRoot(): void {
    const stacks = Object.keys(this.topologies).map((name) => [name, this.json(name)] as const);
    this.providers = writeStacksRoot(this.root, new Map(stacks));
  }
}
