import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isTopologyError, type Problem, TopologyError } from "./problem";
import { RULES } from "./rules";
import { Draft } from "./rules/draft";
import { shapeFindings } from "./shape";
import type { Topology } from "./topology";
import { YamlFile } from "./yaml-file";

/** A topology and the name of its stack, which is the name of the file. */
export interface NamedTopology {
  readonly name: string;
  readonly topology: Topology;
}

/**
 * Reads a topology.
 *
 * @param text YAML
 * @param file the name of the file in messages
 * @throws TopologyError with every problem in it
 */
export function loadTopology(text: string, file = "topology.yaml"): Topology {
  const yaml = new YamlFile(file, text);
  const problems = problemsOf(yaml);
  if (problems.length > 0) throw new TopologyError(problems);
  return yaml.value as Topology;
}

/**
 * Reads the topology in a file.
 *
 * @throws TopologyError with every problem in it, or with the file
 */
export function readTopology(file: string): Topology {
  return loadTopology(read(file), file);
}

/**
 * Reads every topology in a folder, sorted by name.
 *
 * @param folder contains a `<stack>.yaml` for each stack
 * @throws TopologyError with every problem in any of them, or with the folder
 */
export function readTopologies(folder: string): NamedTopology[] {
  const taken = new Set<string>();
  let problems: readonly Problem[] = [];
  const topologies = topologyFiles(folder).flatMap(({ file, name }) => {
    try {
      checkName(file, name, taken);
      return [{ name, topology: readTopology(file) }];
    } catch (error) {
      if (!isTopologyError(error)) throw error;
      problems = problems.concat(error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new TopologyError(problems);
  return topologies;
}

function problemsOf(yaml: YamlFile): Problem[] {
  if (yaml.problems.length > 0) return [...yaml.problems];
  if (typeof yaml.value !== "object" || yaml.value === null || Array.isArray(yaml.value)) {
    const message =
      "must be a mapping with accounts and buckets, and usually principals and access; see stacks/copy-with-role.yaml";
    return [yaml.locate({ path: [], message: yaml.value === null ? `is empty; it ${message}` : message })];
  }
  const draft = new Draft(yaml.value, yaml);
  const findings = [...shapeFindings(yaml), ...RULES.flatMap((rule) => rule(draft))];
  return findings
    .map((finding) => yaml.locate(finding))
    .sort((a, b) => a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1));
}

function topologyFiles(folder: string): { file: string; name: string }[] {
  const files = entriesOf(folder)
    .filter((entry) => /\.ya?ml$/.test(entry))
    .map((entry) => ({ file: join(folder, entry), name: entry.replace(/\.ya?ml$/, "") }))
    .sort((a, b) => (a.name < b.name || (a.name === b.name && a.file < b.file) ? -1 : 1));
  if (files.length === 0) {
    throw folderError(
      folder,
      "has no topologies; add one as <stack>.yaml, such as stacks/copy-with-role.yaml",
    );
  }
  return files;
}

function checkName(file: string, name: string, taken: Set<string>): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) {
    throw folderError(
      file,
      `${JSON.stringify(name)} is not a valid stack name: it must begin with a letter or a digit, and contain only letters, digits, "_" and "-"; rename the file`,
    );
  }
  if (taken.has(name)) {
    throw folderError(
      file,
      `there is another file for the stack ${JSON.stringify(name)}; rename one of them`,
    );
  }
  taken.add(name);
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw folderError(
      folder,
      `cannot be read as a folder of topologies (${code}); set another folder in cdktf.json, "context": { "stacks": "<folder>" }, or in the environment variable S3PORTER_STACKS`,
    );
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw folderError(file, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function folderError(file: string, message: string): TopologyError {
  return new TopologyError([{ file, line: 1, column: 1, path: "", message }]);
}
