import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Account } from "./account";
import * as errors from "./errors";
import { isKnown } from "./terraform-text";

type InAccount = Construct & { readonly account: Account };

/**
 * Checks that a grant or a replication between two constructs is possible.
 *
 * @throws UsageError if they are in different stacks or partitions, or if the other is none
 */
export function checkReach(one: InAccount, other: InAccount): void {
  // Apps also run without a check of their types.
  if (!Construct.isConstruct(other) || !("account" in other)) throw errors.noReceiver(one.node.path, other);
  checkStack(one, other);
  const { partition } = one.account;
  if (partition !== other.account.partition) {
    throw errors.differentPartitions(one.node.path, partition, other.node.path, other.account.partition);
  }
}

/** @throws UsageError if two constructs are in different stacks */
export function checkStack(one: Construct, other: Construct): void {
  if (TerraformStack.of(one) !== TerraformStack.of(other))
    throw errors.differentStacks(one.node.path, other.node.path);
}

/** Whether two accounts are known to be in different regions: in a module, each region can be a variable. */
export function areInOtherRegions(one: Account, other: Account): boolean {
  return one.region !== other.region && [one, other].every(({ model: { region } }) => isKnown(region));
}
