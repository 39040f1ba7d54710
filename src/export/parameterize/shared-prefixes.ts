import type { Access, Model, Replication } from "../../topology/model";

type Edge = Access | Replication;

/**
 * Which edges of a topology must have the same prefix in a module too: those with the same prefix of the same bucket,
 * because policies merge their statements.
 */
export class SharedPrefixes {
  private readonly groups = new Map<Edge, readonly Edge[]>();

  constructor({ access, replications }: Model) {
    const edges: readonly Edge[] = [...access, ...replications];
    for (const edge of edges) {
      if (edge.prefix === "" || this.groups.has(edge)) continue;
      const group = connected(
        edge,
        edges.filter(({ prefix }) => prefix === edge.prefix),
      );
      for (const each of group) this.groups.set(each, group);
    }
  }

  /** The edge and those that share its prefix, in the order of the topology. */
  groupOf(edge: Edge): readonly Edge[] {
    return this.groups.get(edge) ?? [edge];
  }
}

/** The edges that have a bucket in common with `edge`, or with another of them. */
function connected(edge: Edge, edges: readonly Edge[]): readonly Edge[] {
  const buckets = new Set(bucketsOf(edge));
  let found: readonly Edge[] = [];
  for (;;) {
    const more = edges.filter((each) => bucketsOf(each).some((bucket) => buckets.has(bucket)));
    if (more.length === found.length) return found;
    found = more;
    for (const bucket of more.flatMap(bucketsOf)) buckets.add(bucket);
  }
}

function bucketsOf(edge: Edge): string[] {
  return "bucket" in edge ? [edge.bucket.name] : [edge.from.name, edge.to.name];
}
