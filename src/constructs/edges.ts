/** What constructs have been told of each other. Policies see the edges as they are; their texts are Terraform's. */
import type * as policy from "../policy/intents";
import type { Text } from "../topology/text";
import type { AccessPrincipal } from "./access-principal";
import type { AccessRole } from "./access-role";
import type { EncryptedBucket } from "./encrypted-bucket";

/** Who may do what to which bucket. */
export interface Grant extends policy.Access {
  readonly principal: AccessPrincipal;
  readonly bucket: EncryptedBucket;
  /** The prefix as it was given. */
  readonly prefixText: Text;
}

/** Which bucket replicates to which. */
export interface ReplicationRule extends policy.Replication {
  readonly role: AccessRole;
  readonly from: EncryptedBucket;
  readonly to: EncryptedBucket;
  /** The prefix as it was given. */
  readonly prefixText: Text;
}

/** Everything that touches one bucket, key or principal. */
export interface Edges extends policy.Intents {
  readonly access: readonly Grant[];
  readonly replications: readonly ReplicationRule[];
}
