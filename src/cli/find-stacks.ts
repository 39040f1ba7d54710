import { dirname, parse, resolve } from "node:path";
import { readStackFolder, type StackFile } from "../topology/folder";
import { type Problem, TopologyError } from "../topology/problem";
import { noSuchStack, severalStacks, stackElsewhere } from "./errors";

/** The stacks that a command works on. */
export interface FoundStacks {
  readonly stacks: readonly StackFile[];
  /** The problems of the other stacks that were asked for. */
  readonly problems: readonly Problem[];
}

/**
 * Reads the topologies of a folder.
 *
 * @param given names of stacks, or paths of their files; empty for all
 * @throws TopologyError if the folder cannot be read
 * @throws UsageError if a stack does not exist
 */
export function findStacks(folder: string, given: readonly string[]): FoundStacks {
  const { stacks, names: known, problems } = readStackFolder(folder);
  const names = given.map((name) => nameOf(name, folder));
  // The name of a file with split_by stands for all of its stacks.
  const files = new Set(stacks.map(({ yaml }) => parse(yaml.file).name));
  for (const name of names)
    if (!known.includes(name) && !files.has(name)) throw noSuchStack(name, folder, known);
  const isMeant = (name: string, file: string) =>
    names.length === 0 || names.includes(name) || names.includes(parse(file).name);
  return {
    stacks: stacks.filter(({ name, yaml }) => isMeant(name, yaml.file)),
    problems: [...problems].flatMap(([name, found]) => found.filter(({ file }) => isMeant(name, file))),
  };
}

/** The name of a stack, which can be given as the path of its file. */
function nameOf(given: string, folder: string): string {
  if (!/\.ya?ml$/.test(given)) return given;
  const isIn = (parent: string) => resolve(parent) === resolve(folder);
  if (given.includes("/") && !isIn(dirname(given))) throw stackElsewhere(given, folder);
  return parse(given).name;
}

/**
 * Reads one topology of a folder. Ignores problems of the other files.
 *
 * @throws TopologyError with every problem of the topology
 * @throws UsageError if the stack does not exist
 */
export function findStack(folder: string, name: string): StackFile {
  const { stacks, problems } = findStacks(folder, [name]);
  const [stack, ...others] = stacks;
  if (!stack) throw new TopologyError(problems);
  if (others.length > 0)
    throw severalStacks(
      name,
      stacks.map((each) => each.name),
    );
  return stack;
}
