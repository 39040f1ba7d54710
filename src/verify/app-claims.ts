/** What more than one stack of an app would create. */
import { modelOf } from "../constructs/model-of";
import type { Stack } from "../constructs/synthesized";
import { isUserError } from "../messages/user-error";
import { type Claimant, claimedTwice } from "../topology/claims";
import type { Model } from "../topology/model";
import type { Path } from "../topology/yaml-file";

/** The messages of each stack, by its path. */
export function claimedTwiceBy(stacks: readonly Stack[]): ReadonlyMap<string, readonly string[]> {
  return claimedTwice(stacks.flatMap(claimantOf));
}

/** None if only Terraform knows what the stack creates. */
function claimantOf(stack: Stack): Claimant<string>[] {
  try {
    const model = modelOf(stack);
    const { path: name } = stack.node;
    const placeOf = (path: Path) => `${name}/${constructAt(path, model).construct}`;
    return [{ name, model, locate: ({ path, message }) => `${placeOf(path)}: ${message}`, placeOf, toRefer }];
  } catch (error) {
    if (isUserError(error)) return [];
    throw error;
  }
}

/** The id of the construct that a path of the topology is about, and the address of its resource. */
export function constructAt([section, entry, field]: Path, { replications }: Model) {
  // A rule is a part of its source.
  const construct =
    section === "replication" ? (replications[Number(entry)]?.from.name ?? "") : String(entry);
  const types: Readonly<Record<string, string>> = { keys: "aws_kms_key", principals: `aws_iam_${field}` };
  return { construct, address: `${types[String(section)] ?? "aws_s3_bucket"}.${construct}` };
}

/** How to refer to a role or user that another stack creates. */
export function toRefer(kind: "role" | "user"): string {
  return `refer to it with ${kind === "role" ? "AccessRole.fromRoleName" : "AccessUser.fromUserName"} in one of them`;
}
