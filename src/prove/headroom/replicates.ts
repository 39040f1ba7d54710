import type { Principal } from "../../estate/estate";
import { listOf } from "../iam/shape";

/** Whether it is the role of a replication, which S3 assumes for all rules of a bucket. */
export function replicates({ identityPolicies }: Principal): boolean {
  return identityPolicies.some(({ document }) =>
    document.Statement.some(({ Action }) => listOf(Action ?? []).includes("s3:ReplicateObject")),
  );
}
