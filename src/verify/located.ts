import { isPolicyConflict, type PolicyConflict } from "../constructs/policy-conflict";
import { isPolicyTooLong, PolicyTooLong } from "../constructs/policy-too-long";
import type { StackFile } from "../topology/folder";
import { locateStatement } from "../topology/place-of-statement";
import { formatProblem, type Problem, TopologyError } from "../topology/problem";
import type { Path, YamlFile } from "../topology/yaml-file";

/** A topology, and its file if it has one. */
export type Located = Pick<StackFile, "topology"> & Partial<Pick<StackFile, "yaml">>;

/**
 * Builds something of a topology. If a policy becomes too long, the error names the line of the access that is too much.
 *
 * @throws TopologyError if a policy that somebody else wrote does not go together with the statements of s3porter
 */
export function located<T>({ topology, yaml }: Located, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (yaml === undefined) throw error;
    if (isPolicyConflict(error)) throw new TopologyError(conflictsIn(yaml, error));
    if (!isPolicyTooLong(error)) throw error;
    const { problem, repair, grant } = error;
    const index = (topology.access ?? []).findIndex(
      ({ principal, bucket, prefix = "" }) =>
        principal === grant?.principal.name && bucket === grant.bucket.name && prefix === grant.prefixText,
    );
    const place = yaml.locate({ path: index < 0 ? [] : ["access", index], message: problem });
    throw new PolicyTooLong(formatProblem(place), repair, grant);
  }
}

/** The problems of a conflict, with their places in the topology or in the JSON files that it names. */
export function conflictsIn(yaml: YamlFile, { at, conflicts }: PolicyConflict): Problem[] {
  const [, section = "", name = "", key] = at.construct.split("/");
  const entry = key === undefined ? [section, name] : [section, name, "key"];
  const path = [...entry, ...FIELDS[at.property]];
  return conflicts.map(({ problem, index }) =>
    locateStatement(yaml, { path, message: problem, id: "policy-conflicts" }, index),
  );
}

const FIELDS: Readonly<Record<PolicyConflict["at"]["property"], Path>> = {
  statements: ["statements"],
  trustStatements: ["trust_statements"],
  "policy.merge": ["policy", "merge"],
};
