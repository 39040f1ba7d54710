import { topologyTerraform } from "../constructs/topology-terraform";
import { beyondModel, outputsBeyondModel } from "../export/beyond-model";
import { topologyFile } from "../export/topology-file";
import type { NamedTopology } from "../topology/folder";
import { loadTopology } from "../topology/load";
import type { Model } from "../topology/model";
import { formatWarning, isTopologyError, TopologyError } from "../topology/problem";
import { resolve } from "../topology/resolve";
import { isTopologyFile } from "../topology/topology-file";
import { topologyOf } from "../topology/topology-of";
import type { Located } from "../verify/located";
import { type PlaceOf, placesInTopology } from "../verify/place";
import { claimedTwiceIn, findAppStack } from "./app-stacks";
import { beyondModule, notATopology, outputsOfApp } from "./errors";
import { findStack } from "./find-stacks";
import type { App } from "./settings";

interface StackToExport {
  readonly stack: NamedTopology & Located;
  readonly warnings: readonly string[];
  readonly placeOf: PlaceOf;
}

/**
 * Reads the stack that a module is made from: a topology, or a stack of the app.
 *
 * @param given its name, or the path of a topology
 * @param folder of the topologies
 * @throws UserError if there is no such stack, if it has problems, or if it has more than a module can have
 */
export async function stackToExport(given: string, folder: string, app?: App): Promise<StackToExport> {
  if (app && !isTopologyFile(given)) return stackOfApp(given, app);
  const stack = findStack(folder, given);
  return { stack, warnings: stack.warnings.map(formatWarning), placeOf: placesInTopology(stack) };
}

async function stackOfApp(given: string, app: App): Promise<StackToExport> {
  const { name, model, terraform, placeOf } = await findAppStack(app, given);
  const claimed = (await claimedTwiceIn(app)).get(name);
  if (claimed) throw new TopologyError(claimed);
  const topology = topologyIn(name, model);
  const { terraform: ofModel } = topologyTerraform(name, resolve(topology));
  const beyond = beyondModel(terraform, ofModel as object);
  if (beyond.length > 0)
    throw beyondModule(
      name,
      beyond.map(({ address, what }) => {
        const place = placeOf(address);
        return `${place ? `${place.file}:${place.line}: ` : ""}${address} ${what}`;
      }),
    );
  const outputs = outputsBeyondModel(terraform, ofModel as object);
  return {
    stack: { name, topology },
    warnings: outputs.length > 0 ? [outputsOfApp(name, outputs)] : [],
    placeOf,
  };
}

/** @throws UsageError if `prove --module` could not read the topology of the module */
function topologyIn(name: string, model: Model): NamedTopology["topology"] {
  try {
    loadTopology(topologyFile(model));
    return topologyOf(model);
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    throw notATopology(
      name,
      error.problems.map(({ path, message }) => `${path}: ${message}`),
    );
  }
}
