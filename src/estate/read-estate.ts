import { readAccessPoints } from "./access-points";
import { AwsTerraform } from "./aws-terraform";
import { readBuckets } from "./buckets";
import { readDependencies } from "./dependencies";
import type { Estate, Policy, Unmodelled } from "./estate";
import { readInstanceProfiles } from "./instance-profiles";
import { readKeys } from "./keys";
import { readManagedPolicies } from "./managed-policies";
import { readPrincipals } from "./principals";
import { Problems } from "./problem";
import { readReplicationRules } from "./replication";
import { type Configuration, readConfiguration } from "./terraform/configuration";
import { unknownServices } from "./unknown-services";
import { findUnmodelled } from "./unmodelled";

/** What Terraform does not contain. */
export interface EstateOptions {
  /**
   * Values of Terraform's input variables, by name.
   *
   * @default - their defaults
   */
  readonly variables?: Readonly<Record<string, unknown>>;
  /**
   * ARNs of existing roles and users that get policies, because Terraform does not contain their paths.
   *
   * @default - see `Principal.arnFrom`
   */
  readonly existing?: readonly string[];
}

/**
 * Reads what AWS will contain from Terraform's JSON. Every reference is resolved, to ARNs in the right account and
 * region, and every policy is rendered.
 *
 * @param terraform the content of `cdk.tf.json`, or of another file in Terraform's JSON syntax
 * @throws EstateError with everything that cannot be resolved
 */
export function readEstate(terraform: unknown, options: EstateOptions = {}): Estate {
  const problems = new Problems();
  const configuration = readConfiguration([terraform], problems);
  return estateOf(configuration, problems, options);
}

/**
 * The same from a configuration in any syntax.
 *
 * @param problems those of reading it
 * @throws EstateError with everything that cannot be resolved
 */
export function estateOf(
  configuration: Configuration,
  problems: Problems,
  { variables = {}, existing = [] }: EstateOptions = {},
): Estate {
  const aws = new AwsTerraform(configuration, variables, problems);
  const unmodelled: Unmodelled[] = findUnmodelled(configuration);
  const configured = readBuckets(aws, unmodelled);
  const buckets = configured.map(({ bucket }) => bucket);
  const keys = readKeys(aws, unmodelled);
  const managedPolicies = readManagedPolicies(aws);
  const resourcePolicies: Policy[] = [...buckets, ...keys].flatMap(({ policy }) => policy ?? []);
  const sources = { managedPolicies, resourcePolicies, existing };
  const principals = readPrincipals(aws, sources, unmodelled);
  const trustPolicies = principals.flatMap(({ trustPolicy }) => trustPolicy ?? []);
  unmodelled.push(...unknownServices([...resourcePolicies, ...trustPolicies]));
  const replicationRules = readReplicationRules(aws, configured);
  const accessPoints = readAccessPoints(aws, unmodelled);
  const instanceProfiles = readInstanceProfiles(aws);
  const offeredPolicies = aws.offeredPolicies();
  aws.throwProblems();
  return {
    accounts: [...aws.accounts.values()]
      .filter((account) => account !== undefined)
      .sort((a, b) => (a.alias < b.alias ? -1 : 1)),
    buckets,
    keys,
    principals,
    instanceProfiles,
    managedPolicies,
    offeredPolicies,
    replicationRules,
    ...(accessPoints.length > 0 && { accessPoints }),
    dependencies: readDependencies(configuration),
    unmodelled: unmodelled.sort((a, b) => (lineOf(a) < lineOf(b) ? -1 : 1)),
    conflicts: [],
  };
}

function lineOf({ address, argument = "" }: Unmodelled): string {
  return `${address} ${argument}`;
}
