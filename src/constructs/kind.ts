/** Marks constructs with their class. `instanceof` does not work if a program contains two copies of a class. */

type Kind =
  | "AccessAccount"
  | "AccessOrganization"
  | "AccessPermissionSet"
  | "AccessPrincipal"
  | "AccessService"
  | "Account"
  | "DataSyncTask"
  | "AccountRegionalBucket"
  | "EncryptedBucket"
  | "EncryptionKey"
  | "PolicyHandover"
  | "PolicyLocal"
  | "TopologyStack";

export function markAs(kind: Kind, construct: object): void {
  Object.defineProperty(construct, markOf(kind), { value: true });
}

export function isMarkedAs(kind: Kind, candidate: unknown): boolean {
  return typeof candidate === "object" && candidate !== null && markOf(kind) in candidate;
}

function markOf(kind: Kind): symbol {
  return Symbol.for(`s3porter.${kind}`);
}
