import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, normalize, parse, resolve } from "node:path";
import { readStackFolder, type StackFile } from "../topology/folder";
import { type Problem, TopologyError } from "../topology/problem";
import { hasTopologies, isTopologyFile } from "../topology/topology-file";
import { noSuchFile, noSuchStack, noTopologies, severalStacks } from "./errors";

/** The stacks that a command works on. */
export interface FoundStacks {
  readonly stacks: readonly StackFile[];
  /** The problems of the other stacks that were asked for. */
  readonly problems: readonly Problem[];
}

/**
 * Reads the topologies that were asked for.
 *
 * @param folder of the stacks that are given by name
 * @param given names of stacks, paths of their files, or other folders of topologies; empty for all stacks of `folder`
 * @throws TopologyError if a folder cannot be read
 * @throws UsageError if a stack or a file does not exist
 */
export function findStacks(folder: string, given: readonly string[]): FoundStacks {
  const wanted = given.length === 0 ? [{ folder }] : given.map((each) => wantedIn(each, folder));
  const found = [...new Set(wanted.map((each) => each.folder))].map((each) =>
    stacksIn(
      each,
      wanted.filter((one) => one.folder === each),
    ),
  );
  return {
    stacks: found.flatMap(({ stacks }) => stacks),
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** Whether a folder has YAML, and no Terraform that could be meant. */
export function isFolderOfTopologies(path: string): boolean {
  return hasTopologies(path) && !readdirSync(path).some((file) => /\.tf(\.json)?$/.test(file));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

interface Wanted {
  readonly folder: string;
  /** @default - all stacks of the folder */
  readonly name?: string;
}

function wantedIn(given: string, folder: string): Wanted {
  const isThe = (other: string) => resolve(other) === resolve(folder);
  const inFolder = (other: string) => (isThe(other) ? folder : normalize(other));
  if (isFolderOfTopologies(given)) return { folder: inFolder(given) };
  if (!isTopologyFile(given)) return { folder, name: given };
  const [exists, isPath] = [existsSync(given), given.includes("/")];
  if (isPath && !exists && !isThe(dirname(given))) throw noSuchFile(given);
  return { folder: exists || isPath ? inFolder(dirname(given)) : folder, name: parse(given).name };
}

function stacksIn(folder: string, wanted: readonly Wanted[]): FoundStacks {
  const { stacks, names: known, problems } = readStackFolder(folder);
  const names = wanted.flatMap(({ name }) => name ?? []);
  // The name of a file with split_by stands for all of its stacks.
  const files = new Set(stacks.map(({ yaml }) => parse(yaml.file).name));
  for (const name of names)
    if (!known.includes(name) && !files.has(name))
      throw isFolder(name) ? noTopologies(name) : noSuchStack(name, folder, known);
  const areAllMeant = wanted.some(({ name }) => name === undefined);
  const isMeant = (name: string, file: string) =>
    areAllMeant || names.includes(name) || names.includes(parse(file).name);
  return {
    stacks: stacks.filter(({ name, yaml }) => isMeant(name, yaml.file)),
    problems: [...problems].flatMap(([name, found]) => found.filter(({ file }) => isMeant(name, file))),
  };
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
