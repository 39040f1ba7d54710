/** What a command can be asked about: a stack, a file or folder of topologies, other Terraform, or these in a Git revision. */
import { existsSync } from "node:fs";
import { join, parse } from "node:path";
import { topologyTerraform } from "../constructs/topology-terraform";
import { asGiven } from "../prove/existing";
import { type NamedTopology, readStackFolder } from "../topology/folder";
import { TopologyError } from "../topology/problem";
import { readTopologyParts } from "../topology/load";
import { resolve } from "../topology/resolve";
import { located, type Located } from "../verify/located";
import { isPath, type TerraformInput } from "../verify/terraform-input";
import { type Case, caseOf } from "../verify/topology";
import { findAppStacks } from "./app-stacks";
import { findStacks, isFolderOfTopologies } from "./find-stacks";
import type { App } from "./settings";
import { checkOut, commitOf } from "./git-revision";
import { type InputFlags, readInput } from "./input-options";

/** An input, read. */
type NamedEstate = Pick<TerraformInput, "name" | "estate">;

export interface AnyInputFlags extends InputFlags {
  /** The folder of the topologies. */
  readonly folder: string;
  /** The app with the stacks, instead of topologies. */
  readonly app?: App;
}

/**
 * Reads everything that an input names.
 *
 * @param input the name of a stack, a path, a Git revision that is not the name of a stack, or a revision, a colon and a path
 * @throws UserError if it cannot be read
 */
export async function readEstates(
  input: string | undefined,
  flags: AnyInputFlags,
): Promise<readonly NamedEstate[]> {
  if (input === undefined) return [await readInput(undefined, flags)];
  const revision = revisionIn(input, flags.folder);
  if (revision) {
    const { path, remove } = checkOut(revision.commit);
    try {
      const found = await readEstates(join(path, revision.path), {
        ...flags,
        folder: join(path, flags.folder),
      });
      return found.map((each) => ({ ...each, name: each.name.replace(path, revision.name) }));
    } finally {
      remove();
    }
  }
  if (/\.ya?ml$/.test(input) && isPath(input)) return topologiesOf(input).map(estateOf);
  if (isFolderOfTopologies(input)) return stacksOf(input, []);
  if (isPath(input)) return [await readInput(input, flags)];
  if (flags.app)
    return findAppStacks(flags.app, [input]).map((stack) => estateOfCase(stack.name, stack.case));
  return stacksOf(flags.folder, [input]);
}

/** @throws TopologyError if one of the stacks cannot be read, because a picture or a difference without it would be wrong */
function stacksOf(folder: string, names: readonly string[]): readonly NamedEstate[] {
  const { stacks, problems } = findStacks(folder, names);
  if (problems.length > 0) throw new TopologyError(problems);
  return stacks.map(estateOf);
}

/** A revision, and the path in it: by default, the folder of the topologies. */
function revisionIn(input: string, folder: string) {
  if (existsSync(input) && !input.includes(":")) return undefined;
  const [, name = "", path = folder] = /^([^:]+)(?::(.+))?$/.exec(input) ?? [];
  const commit = commitOf(name);
  return commit === undefined || isStack(input, folder) ? undefined : { name, commit, path };
}

/** Whether a name is that of a stack, which is meant even if a branch has the same name. */
function isStack(name: string, folder: string): boolean {
  if (!isPath(folder)) return false;
  const { names, stacks } = readStackFolder(folder);
  return names.includes(name) || stacks.some(({ yaml }) => parse(yaml.file).name === name);
}

function topologiesOf(file: string): (NamedTopology & Located)[] {
  const { name } = parse(file);
  return readTopologyParts(file).map(({ value, ...loaded }) => ({
    ...loaded,
    name: value === undefined ? name : `${name}-${value}`,
  }));
}

function estateOf(stack: NamedTopology & Located): NamedEstate {
  const model = resolve(stack.topology);
  const { terraform } = located(stack, () => topologyTerraform(stack.name, model));
  return estateOfCase(stack.name, caseOf(model, terraform));
}

function estateOfCase(name: string, { intents, estate }: Case): NamedEstate {
  return { name, estate: asGiven(intents, estate).estate };
}
