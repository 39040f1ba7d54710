import type { Arguments } from "./arguments";
import type { Account, Policy, SettingCheck } from "./estate";
import type { Problems } from "./problem";
import type { ResourceBlock } from "./terraform/configuration";

/**
 * The AWS resources in Terraform of any form, with their accounts and the values of their arguments. A value that is
 * missing or not known adds a problem and is undefined.
 */
export interface AwsResources {
  readonly problems: Problems;
  /** Whether an argument that nobody configures can have the value that AWS has, as in a state. */
  readonly isRefreshed: boolean;
  /** Sorted by address. */
  resources(type: string): readonly ResourceBlock[];
  /**
   * Data sources, sorted by address. Empty if only AWS knows what they return, because a reference to one is then a
   * problem.
   */
  dataSources(type: string): readonly ResourceBlock[];
  arguments(resource: ResourceBlock): Arguments;
  /** What the postconditions of a data source check. Empty if its conditions are not known. */
  checks(source: ResourceBlock): readonly SettingCheck[];
  account(resource: ResourceBlock): Account | undefined;
  /** The region of a resource or a data source, which can differ from its provider's. */
  region(resource: ResourceBlock): string | undefined;
  /** @param argument with the name @default name */
  name(resource: ResourceBlock, argument?: string): string | undefined;
  /** The path of a role, a user or a managed policy. */
  path(resource: ResourceBlock): string;
  /** Tags; none if they are not known, which only matters if a policy compares them. */
  tags(resource: ResourceBlock): Readonly<Record<string, string>>;
  /** A computed attribute, as text. */
  computed(resource: ResourceBlock, name: string): string | undefined;
  /** The policy in an argument. @param argument with its JSON @default policy */
  policy(resource: ResourceBlock, argument?: string): Policy | undefined;
  /** The same in a block of a resource, such as `inline_policy` of a role. */
  policyIn(block: Arguments, argument?: string): Policy | undefined;
}
