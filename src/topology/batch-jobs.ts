import type { Permission } from "./levels";

/** Access of a role that jobs of S3 Batch Operations assume. */
interface JobAccess {
  readonly permissions: readonly Permission[];
}

/** What jobs can do with the access of their role. No Terraform resource creates one. */
export interface BatchJobs<A extends JobAccess> {
  /** The bucket of manifests and reports. */
  readonly desk: A | undefined;
  /** Where a job starts the replication of existing objects. */
  readonly replicated: readonly A[];
  /** Where a job encrypts objects again. */
  readonly encrypted: readonly A[];
  /** A job copies from one bucket to another. */
  readonly copies: readonly { readonly from: A; readonly to: A }[];
}

/** @param isSame whether both are access to one bucket */
export function batchJobs<A extends JobAccess>(
  access: readonly A[],
  isSame: (one: A, other: A) => boolean,
): BatchJobs<A> {
  const desk = access.find(isDesk);
  const others = access.filter((each) => each !== desk);
  const destinations = others.filter(may("put"));
  return {
    desk,
    replicated: others.filter(may("initiate_replication")),
    encrypted: others.filter(may("update_encryption")),
    copies: others
      .filter(canRead)
      .flatMap((from) =>
        destinations
          .filter((to) => !isSame(from, to) || destinations.length === 1)
          .map((to) => ({ from, to })),
      ),
  };
}

/** The bucket of manifests and reports, which the role reads and writes but does not list. */
function isDesk(access: JobAccess): boolean {
  return may("put")(access) && !may("list")(access) && canRead(access);
}

function canRead(access: JobAccess): boolean {
  return may("get")(access) || may("get_version")(access);
}

function may(permission: Permission): (access: JobAccess) => boolean {
  return ({ permissions }) => permissions.includes(permission);
}
