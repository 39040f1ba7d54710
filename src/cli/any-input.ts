/** What a command can be asked about: a stack, a file or folder of topologies, other Terraform, or these in a Git revision. */
import { existsSync } from "node:fs";
import { join, parse } from "node:path";
import { isUserError } from "../messages/user-error";
import { asGiven } from "../prove/existing";
import type { Intents } from "../prove/proof/intents";
import { type NamedTopology, readStackFolder } from "../topology/folder";
import { readTopologyParts } from "../topology/load";
import { TopologyError } from "../topology/problem";
import { isTopologyFile } from "../topology/topology-file";
import type { Located } from "../verify/located";
import { isPath, type TerraformInput } from "../verify/terraform-input";
import { type Case, caseOfTopology } from "../verify/topology";
import { findAppStacks, hasAppStack } from "./app-stacks";
import { ofARevision, revisionRefused } from "./errors";
import { findStacks, isFolderOfTopologies } from "./find-stacks";
import { checkOut, commitOf } from "./git-revision";
import { type InputFlags, readInput } from "./input-options";
import { type App, readSettings } from "./settings";

/** An input, read. */
interface NamedEstate extends Pick<TerraformInput, "name" | "estate"> {
  /** Those of a stack. */
  readonly intents?: Intents;
}

export interface AnyInputFlags extends InputFlags {
  /** The folder of the topologies. */
  readonly folder: string;
  /** The app with the stacks, instead of topologies. */
  readonly app?: App;
}

/**
 * Reads everything that an input names.
 *
 * @param input the name of a stack, a path, a Git revision that is not the name of a stack, or a revision, a colon, and a path or
 *   the name of a stack
 * @throws UserError if it cannot be read
 */
export async function readEstates(
  input: string | undefined,
  flags: AnyInputFlags,
): Promise<readonly NamedEstate[]> {
  if (input === undefined) return [await readInput(undefined, flags)];
  const revision = await revisionIn(input, flags);
  if (revision) return ofRevision(revision, flags);
  if (isTopologyFile(input) && isPath(input)) return topologiesOf(input).map(estateOf);
  if (isFolderOfTopologies(input)) return stacksOf({ folder: input });
  if (isPath(input)) return [await readInput(input, flags)];
  return stacksOf(flags, [input]);
}

/** Whether an input is neither a path nor a stack, and could be a Git revision that is not there. */
export async function isAbsentRevision(input: string, { folder, app }: AnyInputFlags): Promise<boolean> {
  const [name = ""] = input.split(":");
  if (existsSync(input) || /^[./]|\.(json|tfstate|ya?ml)$/.test(name)) return false;
  return commitOf(name) === undefined && !(await isStack(input, folder, app));
}

/**
 * Reads the stacks of a project.
 *
 * @param names of stacks; empty for all
 * @throws UserError if one of them cannot be read
 */
export async function stacksOf(
  { folder, app }: Pick<AnyInputFlags, "folder" | "app">,
  names: readonly string[] = [],
): Promise<readonly NamedEstate[]> {
  if (app) return (await findAppStacks(app, names)).map((stack) => estateOfCase(stack.name, stack.case));
  const { stacks, problems } = findStacks(folder, names);
  if (problems.length > 0) throw new TopologyError(problems);
  return stacks.map(estateOf);
}

/** A Git revision in an input. */
interface Revision {
  /** As it was given, such as `main`. */
  readonly name: string;
  readonly commit: string;
  /** A path, or the name of a stack. Undefined for all stacks. */
  readonly what?: string;
}

/** Reads with the settings of the revision. */
async function ofRevision(
  { name, commit, what }: Revision,
  flags: AnyInputFlags,
): Promise<readonly NamedEstate[]> {
  const { path, lend, remove } = checkOut(commit);
  try {
    const { stacks, app } = readSettings(process.env, path);
    const project = { folder: join(path, stacks), app: app && { ...app, whenItFails: ofARevision(app) } };
    if (app) lend([PACKAGES, BINDINGS]);
    const file = join(path, what ?? "");
    const found =
      what === undefined || !(existsSync(file) || isFile(what))
        ? await stacksOf(project, what === undefined ? [] : [what])
        : await readEstates(file, { ...flags, ...project });
    return found.map((each) => ({ ...each, name: each.name.replace(path, name) }));
  } catch (error) {
    if (!isUserError(error)) throw error;
    const message = error.message.replaceAll(join(path, "/"), "").replaceAll(path, ".");
    throw revisionRefused(name, message);
  } finally {
    remove();
  }
}

/** Whether a text that names nothing can only have been meant as a path. */
function isFile(text: string): boolean {
  return isPath(text) || isTopologyFile(text);
}

const PACKAGES = "node_modules";

/** What `cdktf get` writes. */
const BINDINGS = ".gen";

async function revisionIn(input: string, { folder, app }: AnyInputFlags): Promise<Revision | undefined> {
  if (existsSync(input) && !input.includes(":")) return undefined;
  const [, name = "", what] = /^([^:]+)(?::(.+))?$/.exec(input) ?? [];
  const commit = commitOf(name);
  if (commit === undefined || (what === undefined && (await isStack(input, folder, app)))) return undefined;
  return { name, commit, what };
}

/** Whether a name is that of a stack, which is meant even if a branch has the same name. */
async function isStack(name: string, folder: string, app: App | undefined): Promise<boolean> {
  if (app) return hasAppStack(app, name);
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
  return estateOfCase(stack.name, caseOfTopology(stack));
}

function estateOfCase(name: string, { intents, estate }: Case): NamedEstate {
  return { name, estate: asGiven(intents, estate).estate, intents };
}
