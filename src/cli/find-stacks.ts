import { type NamedTopology, readTopologies } from "../topology/load";
import { noSuchStack } from "./errors";

/**
 * The topologies of a folder.
 *
 * @param names of stacks; all of them where there is none
 * @throws TopologyError with everything that is wrong with any topology of the folder
 * @throws UsageError if there is no such stack
 */
export function findStacks(folder: string, names: readonly string[]): NamedTopology[] {
  const topologies = readTopologies(folder);
  if (names.length === 0) return topologies;
  const known = topologies.map(({ name }) => name);
  for (const name of names) if (!known.includes(name)) throw noSuchStack(name, folder, known);
  return topologies.filter(({ name }) => names.includes(name));
}
