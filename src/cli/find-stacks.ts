import { type NamedTopology, readTopologies } from "../topology/load";
import { noSuchStack } from "./errors";

/**
 * Reads the topologies of a folder.
 *
 * @param names of stacks; empty for all
 * @throws TopologyError with every problem of every topology in the folder
 * @throws UsageError if a stack does not exist
 */
export function findStacks(folder: string, names: readonly string[]): NamedTopology[] {
  const topologies = readTopologies(folder);
  if (names.length === 0) return topologies;
  const known = topologies.map(({ name }) => name);
  for (const name of names) if (!known.includes(name)) throw noSuchStack(name, folder, known);
  return topologies.filter(({ name }) => names.includes(name));
}
