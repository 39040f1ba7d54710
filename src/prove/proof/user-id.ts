import { createHash } from "node:crypto";
import { nameOf } from "../../aws/arn";
import type { Caller } from "../evaluator/caller";

/**
 * The value of `aws:userid`, made up from the ARN because only AWS knows the real one. For a role, the name of the session
 * follows.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
export function userId(caller: Caller): string | undefined {
  switch (caller.kind) {
    case "root":
      return caller.account;
    case "user":
      return `AIDA${madeUpId(caller.arn)}`;
    case "session":
      return `AROA${madeUpId(caller.role)}:${nameOf(caller.arn)}`;
    case "anonymous":
      return "anonymous";
    case "service":
    case "federated":
      return undefined;
  }
}

function madeUpId(arn: string): string {
  return createHash("sha256").update(arn).digest("hex").slice(0, 17).toUpperCase();
}
