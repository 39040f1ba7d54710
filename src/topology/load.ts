import { type Part, partsOf } from "./for-each";
import { isTopologyError, type Problem, TopologyError } from "./problem";
import { idOfRule, messageId } from "./messages";
import { RULES, type Rules, WARNINGS } from "./rules";
import { Draft } from "./rules/draft";
import { withPolicies } from "./policy-files";
import { shapeFindings } from "./shape";
import type { Topology } from "./topology";
import { type Finding, type Path, YamlFile } from "./yaml-file";
import { readText } from "./read-text";

/** A topology with its warnings and its file. */
export interface LoadedTopology {
  readonly topology: Topology;
  /** Places that AWS accepts but that are probably mistakes. */
  readonly warnings: readonly Problem[];
  /** The file, to locate problems that only a comparison with other files shows. */
  readonly yaml: YamlFile;
}

/**
 * Parses a topology.
 *
 * @param text the content of the file, in YAML
 * @param file the name of the file, for messages
 * @throws TopologyError with every problem in the text
 */
export function loadTopology(text: string, file = "topology.yaml"): Topology {
  return load(onlyPart(new YamlFile(file, text))).topology;
}

/**
 * Reads the topology in a file.
 *
 * @throws TopologyError with every problem in the file, or if it cannot be read
 */
export function readTopology(file: string): LoadedTopology {
  return load(onlyPart(readYaml(file)));
}

/** A topology of a file, and with `split_by` the value that it is for. */
export interface TopologyPart extends LoadedTopology {
  readonly value?: string;
}

/**
 * Reads the topologies in a file: one, or with `split_by` one for each value of its column.
 *
 * @throws TopologyError with every problem in the file, or if it cannot be read
 */
export function readTopologyParts(file: string): readonly TopologyPart[] {
  const problems: (readonly Problem[])[] = [];
  const parts = partsOf(readYaml(file)).flatMap(({ yaml, value }) => {
    try {
      return [{ ...load(yaml), ...(value !== undefined && { value }) }];
    } catch (error) {
      if (!isTopologyError(error)) throw error;
      problems.push(error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new TopologyError(problems.flat());
  return parts;
}

function readYaml(file: string): YamlFile {
  try {
    return new YamlFile(file, readText(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : fileError(file, whyNot(code));
  }
}

function onlyPart(file: YamlFile): YamlFile {
  const [{ yaml, value }] = partsOf(file) as readonly [Part];
  if (value === undefined) return yaml;
  const message = "makes several stacks of the file; leave it out to read the file as one topology";
  throw new TopologyError([file.locate({ path: ["split_by"], atKey: true, message, id: "rows" })]);
}

/** An error about a whole file or folder. */
export function fileError(file: string, message: string): TopologyError {
  return new TopologyError([{ id: messageId("file"), file, line: 1, column: 1, path: "", message }]);
}

function load(yaml: YamlFile): LoadedTopology {
  const merged = withPolicies(draftOf(yaml));
  const { draft } = merged;
  const findings = [...shapeFindings(yaml), ...ofFiles(merged.findings), ...findingsOf(RULES, draft)];
  const problems = [...located(yaml, withoutConsequences(findings)), ...merged.problems];
  if (problems.length > 0) throw new TopologyError(problems);
  const warnings = located(yaml, findingsOf(WARNINGS, draft));
  return { topology: draft.value as Topology, warnings, yaml };
}

function ofFiles(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ id: "policy-files", ...finding }));
}

function findingsOf(rules: Rules, draft: Draft): Finding[] {
  return Object.entries(rules).flatMap(([name, rule]) =>
    rule(draft).map((finding) => ({ id: idOfRule(name), ...finding })),
  );
}

/** @throws TopologyError if the file is not a mapping in valid YAML */
function draftOf(yaml: YamlFile): Draft {
  if (yaml.problems.length > 0) throw new TopologyError(yaml.problems);
  if (typeof yaml.value !== "object" || yaml.value === null || Array.isArray(yaml.value)) {
    const message =
      "must be a mapping with accounts and buckets, and usually principals and access; see stacks/copy-with-role.yaml";
    throw new TopologyError([
      yaml.locate({
        path: [],
        message: yaml.value === null ? `is empty; it ${message}` : message,
        id: yaml.value === null ? "file" : "wrong-type",
      }),
    ]);
  }
  return new Draft(yaml.value, yaml);
}

/** If a mapping has an unknown key, a missing key is probably this key misspelt, so only the unknown key is reported. */
function withoutConsequences(findings: readonly Finding[]): Finding[] {
  const id = (path: Path) => JSON.stringify(path);
  const unknownKeys = new Set(
    findings.filter(({ isUnknownKey }) => isUnknownKey).map(({ path }) => id(path.slice(0, -1))),
  );
  return findings.filter(({ missingIn }) => missingIn === undefined || !unknownKeys.has(id(missingIn)));
}

function located(yaml: YamlFile, findings: readonly Finding[]): Problem[] {
  return findings
    .map((finding) => yaml.locate(finding))
    .sort((a, b) => a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1));
}

function whyNot(code: string): string {
  return code === "ENOENT"
    ? "there is no such file; give the path of a topology, or write one with s3porter init"
    : `cannot be read (${code})`;
}
