import type { Access, Bucket, DataSyncTask, Principal } from "../model";
import { nothingLeft } from "../nothing-left";
import type { Topology } from "../topology";
import { type ByName, find } from "./entries";

interface Before {
  readonly buckets: ByName<Bucket>;
  readonly principals: ByName<Principal>;
  readonly access: readonly Access[];
}

export function resolveDataSync(tasks: Topology["datasync"] = {}, before: Before): DataSyncTask[] {
  return Object.entries(tasks).map(([name, entry]) => resolveTask(name, entry, before));
}

/** The prefixes are those of the role's access. */
function resolveTask(
  name: string,
  {
    from,
    to,
    role: principal,
    schedule,
    mode = "enhanced",
    ...rest
  }: NonNullable<Topology["datasync"]>[string],
  { buckets, principals, access }: Before,
): DataSyncTask {
  nothingLeft(rest);
  const role = find(principals, principal);
  if (role.kind !== "role" || role.existing)
    throw new Error(`${principal} is no new role; load the topology with loadTopology, which reports it`);
  const prefixIn = (bucket: string) =>
    access.find(
      (edge) =>
        edge.principal.name === principal && edge.bucket.name === bucket && edge.permissions.includes("get"),
    )?.prefix ?? "";
  return {
    name,
    from: find(buckets, from),
    to: find(buckets, to),
    role,
    fromPrefix: prefixIn(from),
    toPrefix: prefixIn(to),
    schedule,
    mode,
  };
}
