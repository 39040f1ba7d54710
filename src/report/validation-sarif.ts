import type { Log, Result } from "sarif";
import type { Problem } from "../topology/problem";
import { fileIn } from "./sarif-file";
import type { Validation } from "./validation-json";

const PAGE = "https://github.com/s3porter/s3porter/blob/main/docs/topology.md";

/**
 * Problems of topologies in the format of code scanning.
 *
 * @param version of s3porter
 * @param root the folder of the repository
 */
export function validationSarif(
  { problems, warnings }: Validation,
  { version, root }: { readonly version: string; readonly root: string },
): Log {
  const results = [
    ...problems.map((problem) => resultOf(problem, "error", root)),
    ...warnings.map((problem) => resultOf(problem, "warning", root)),
  ];
  const rule = { id: "topology", shortDescription: { text: "A topology is valid" }, helpUri: PAGE };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "s3porter", version, informationUri: PAGE, rules: [rule] } }, results }],
  };
}

function resultOf(
  { file, line, column, path, message, suggestion }: Problem,
  level: "error" | "warning",
  root: string,
): Result {
  const text = [
    path === "" ? message : `${path}: ${message}`,
    ...(suggestion === undefined ? [] : [`Did you mean "${suggestion}"?`]),
  ].join("\n");
  const region = { startLine: line, startColumn: column };
  const physicalLocation = { artifactLocation: { uri: fileIn(root, file).uri }, region };
  return { ruleId: "topology", level, message: { text }, locations: [{ physicalLocation }] };
}
