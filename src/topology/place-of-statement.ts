import { dirname, join } from "node:path";
import { jsonFile } from "./policy-file";
import type { Problem } from "./problem";
import type { Finding, Path, YamlFile } from "./yaml-file";

/**
 * Finds the Sid of a statement that somebody else wrote, in the topology or in the JSON file that it names.
 *
 * @param finding has the path of the field with the policy or the statements
 * @param index of the statement; undefined if the finding is about all of them
 */
export function locateStatement(yaml: YamlFile, finding: Finding, index: number | undefined): Problem {
  if (index === undefined) return yaml.locate(finding);
  const written = finding.path.reduce<unknown>((at, key) => (at as Parent)[key], yaml.value);
  if (typeof written !== "string")
    return yaml.locate({ ...finding, path: [...finding.path, ...sidIn(written, index)] });
  const json = jsonFile(join(dirname(yaml.file), written));
  return json.locate({ ...finding, path: sidIn(json.value, index) });
}

type Parent = Readonly<Record<string | number, unknown>>;

/** @param written a policy, or a list of statements */
function sidIn(written: unknown, index: number): Path {
  if (Array.isArray(written)) return [index, "Sid"];
  const { Statement } = written as { readonly Statement: unknown };
  return Array.isArray(Statement) ? ["Statement", index, "Sid"] : ["Statement", "Sid"];
}
