import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Estate } from "../estate/estate";
import { isEstateError } from "../estate/problem";
import { readModule } from "../estate/read-module";
import { exampleValues } from "../export/parameterize/parameterize";
import { TOPOLOGY_FILE } from "../export/topology-file";
import { grantedPrincipals } from "../prove/proof/intents";
import { type Proof, prove } from "../prove/prove";
import { type AwsNames, awsNames } from "../topology/aws-names";
import { intentsOf } from "../topology/intents";
import { readTopology } from "../topology/load";
import type { Model } from "../topology/model";
import { resolve as resolveTopology } from "../topology/resolve";
import { moduleWithoutTopology, noSuchModule, notEvaluatedHere } from "./errors";

export interface ProvedModule {
  readonly proof: Proof;
  readonly estate: Estate;
}

/**
 * Proves that a module, called with the values of its topology, allows exactly what the topology asks for.
 *
 * @throws UsageError if the folder does not exist or has no topology
 * @throws TopologyError with every problem of the topology
 * @throws EstateError with every problem that prevents reading the Terraform of the module
 */
export async function proveModule(folder: string): Promise<ProvedModule> {
  const { model, file } = modelOfModule(folder);
  const intents = intentsOf(model);
  const managed = model.accounts.filter((account) => account.managed);
  const accounts = managed.map(({ name, accountId, region }) => [name, { id: accountId, region }]);
  const call = {
    accounts: Object.fromEntries(accounts) as Record<string, { id: string; region: string }>,
    variables: exampleValues(model),
    existing: grantedPrincipals(intents),
  };
  try {
    const estate = await readModule(folder, call);
    return { proof: prove(intents, estate), estate };
  } catch (error) {
    if (isEstateError(error)) throw notEvaluatedHere(error, folder, file);
    throw error;
  }
}

/** What the topology of a module calls what the module creates. */
export function namesInModule(folder: string): AwsNames {
  return awsNames(modelOfModule(folder).model);
}

function modelOfModule(folder: string): { readonly model: Model; readonly file: string } {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw noSuchModule(folder);
  const file = join(folder, TOPOLOGY_FILE);
  if (!existsSync(file)) throw moduleWithoutTopology(folder, file);
  const { topology } = readTopology(file);
  return { model: resolveTopology(topology), file };
}

/** The name of a module: the name of its folder. */
export function moduleName(folder: string): string {
  return basename(resolve(folder));
}
