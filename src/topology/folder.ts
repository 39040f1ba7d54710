import { existsSync, readdirSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve as resolvePath } from "node:path";
import { claimantOf, claimedTwice } from "./claims";
import { fileError, type LoadedTopology, readTopologyParts } from "./load";
import { isTopologyFile } from "./topology-file";
import { isTopologyError, type Problem, TopologyError } from "./problem";
import type { Topology } from "./topology";

/**
 * A topology and the name of its stack: the name of the file without its extension and, with `split_by`, a hyphen and the
 * value of its column.
 */
export interface NamedTopology {
  readonly name: string;
  readonly topology: Topology;
}

/** A stack and the file of its topology. */
export interface StackFile extends NamedTopology, LoadedTopology {}

/** The topologies in a folder. */
export interface StackFolder {
  /** The stacks without problems, sorted by name. */
  readonly stacks: readonly StackFile[];
  /** The names of all stacks, sorted. */
  readonly names: readonly string[];
  /** The problems, by the name of the stack. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
}

/**
 * Reads every topology in a folder, sorted by name.
 *
 * @param folder contains a file `<stack>.yaml` for each stack
 * @throws TopologyError with every problem in the files, or if the folder cannot be read or has no topology
 */
export function readTopologies(folder: string): NamedTopology[] {
  const { stacks, problems } = readStackFolder(folder);
  if (problems.size > 0) throw new TopologyError([...problems.values()].flat());
  return stacks.map(({ name, topology }) => ({ name, topology }));
}

/**
 * Reads every topology in a folder. A problem in one file does not hide the other files.
 *
 * @throws TopologyError if the folder cannot be read or has no topology
 */
export function readStackFolder(folder: string): StackFolder {
  const taken = new Set<string>();
  const problems = new Map<string, readonly Problem[]>();
  const files = topologyFiles(folder);
  const loaded = files.flatMap(({ file, name }): StackFile[] => {
    try {
      checkName(file, name, taken);
      return readTopologyParts(file).map(({ value, ...loaded }) => {
        if (value === undefined) return { name, ...loaded };
        const ofPart = `${name}-${value}`;
        checkName(file, ofPart, taken);
        return { name: ofPart, ...loaded };
      });
    } catch (error) {
      if (!isTopologyError(error)) throw error;
      problems.set(name, [...(problems.get(name) ?? []), ...error.problems]);
      return [];
    }
  });
  for (const [name, found] of claimedTwice(loaded.map(claimantOf)))
    problems.set(name, [...(problems.get(name) ?? []), ...found]);
  const stacks = loaded.filter(({ name }) => !problems.has(name));
  return {
    stacks,
    names: [...new Set([...loaded.map(({ name }) => name), ...problems.keys()])].sort(),
    problems,
  };
}

function topologyFiles(folder: string): { file: string; name: string }[] {
  const files = entriesOf(folder)
    .filter(isTopologyFile)
    .map((entry) => ({ file: join(folder, entry), name: entry.replace(/\.ya?ml$/, "") }))
    .sort((a, b) => (a.name < b.name || (a.name === b.name && a.file < b.file) ? -1 : 1));
  if (files.length === 0) {
    throw fileError(
      folder,
      "has no topologies; s3porter init writes one, or add <stack>.yaml, such as stacks/copy-with-role.yaml",
    );
  }
  return files;
}

/** @param taken names in lower case, because many file systems do not distinguish `A` from `a` */
function checkName(file: string, name: string, taken: Set<string>): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) {
    throw fileError(
      file,
      `${JSON.stringify(name)} is not a valid stack name: it must begin with a letter or a digit, and contain only letters, digits, "_" and "-"; rename the file`,
    );
  }
  if (taken.has(name.toLowerCase())) {
    throw fileError(file, `there is another file for the stack ${JSON.stringify(name)}; rename one of them`);
  }
  taken.add(name.toLowerCase());
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const above = code === "ENOENT" && !isAbsolute(folder) ? projectAbove() : undefined;
    throw fileError(
      folder,
      above === undefined
        ? `${whyNot(code)}; ${OTHER_FOLDER}`
        : `there is no such folder here; the project is in ${above}, where its cdktf.json is: run s3porter there`,
    );
  }
}

/** The nearest folder above the working directory that has a `cdktf.json`, if the working directory has none. */
function projectAbove(): string | undefined {
  const here = resolvePath(".");
  for (let folder = here; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "cdktf.json"))) return folder === here ? undefined : relative(here, folder);
    if (dirname(folder) === folder) return undefined;
  }
}

const OTHER_FOLDER =
  'to use another folder, set S3PORTER_STACKS, or "context": { "stacks": "<folder>" } in cdktf.json';

function whyNot(code: string | undefined): string {
  if (code === "ENOENT") return `there is no such folder; s3porter init writes one with a first topology`;
  return code === "ENOTDIR" ? "is not a folder" : `cannot be read as a folder of topologies (${code})`;
}
