import { isPolicyTooLong, PolicyTooLong } from "../constructs/policy-too-long";
import type { StackFile } from "../topology/folder";
import { formatProblem } from "../topology/problem";

/** A topology, and its file if it has one. */
export type Located = Pick<StackFile, "topology"> & Partial<Pick<StackFile, "yaml">>;

/** Builds something of a topology. If a policy becomes too long, the error names the line of the access that is too much. */
export function located<T>({ topology, yaml }: Located, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (yaml === undefined || !isPolicyTooLong(error)) throw error;
    const { problem, repair, grant } = error;
    const index = (topology.access ?? []).findIndex(
      ({ principal, bucket, prefix = "" }) =>
        principal === grant?.principal.name && bucket === grant.bucket.name && prefix === grant.prefixText,
    );
    const place = yaml.locate({ path: index < 0 ? [] : ["access", index], message: problem });
    throw new PolicyTooLong(formatProblem(place), repair, grant);
  }
}
