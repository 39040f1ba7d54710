import { parseArn } from "../aws/arn";
import { UsageError } from "../messages/user-error";
import { readAccessPoints } from "./access-points";
import { type AddedPolicy, unreadBuckets, unreadKeys, withAdded } from "./added-policies";
import type { AwsResources } from "./aws-resources";
import { AwsTerraform } from "./aws-terraform";
import { readBuckets } from "./buckets";
import { readDataSync } from "./data-sync";
import { readDependencies } from "./dependencies";
import type { Account, Estate, Policy, Unmodelled } from "./estate";
import { type HandoverOutput, managedIn, offeredIn } from "./handovers";
import { readInstanceProfiles } from "./instance-profiles";
import { readKeys } from "./keys";
import { readOidcProviders } from "./oidc-providers";
import { readManagedPolicies } from "./managed-policies";
import { readPrincipals } from "./principals";
import { Problems } from "./problem";
import { readReplicationAlarms, readReplicationNotifications } from "./replication-alarms";
import { readReplicationRules } from "./replication";
import { type Configuration, readConfiguration } from "./terraform/configuration";
import { unknownServices } from "./unknown-services";
import { findUnmodelled, findUnmodelledValues } from "./unmodelled";
import { type AccountOptions, ValueAccounts } from "./values/accounts";
import { dependenciesOf } from "./values/addresses";
import { AwsValues } from "./values/aws-values";
import { type BarePolicies, readBarePolicies } from "./values/bare-policies";
import { formatOf } from "./values/read-terraform-values";
import type { TerraformValues } from "./values/terraform-values";

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

/** What the values of Terraform do not contain. */
export interface ValuesOptions extends AccountOptions {
  /** ARNs of existing roles and users that get policies, because Terraform does not contain their paths. */
  readonly existing?: readonly string[];
}

/**
 * Reads what AWS will contain from Terraform's JSON. Every reference is resolved, to ARNs in the right account and
 * region, and every policy is rendered.
 *
 * @param terraform the content of `cdk.tf.json`, or of another file in Terraform's JSON syntax
 * @throws EstateError with everything that cannot be resolved
 * @throws UsageError for a state or a plan, which `estateOfValues` reads
 */
export function readEstate(terraform: unknown, options: EstateOptions = {}): Estate {
  const format = formatOf(terraform);
  if (format !== undefined)
    throw new UsageError(
      `this is the JSON of a ${format}, and not a configuration such as cdk.tf.json; read it with readTerraformValues and estateOfValues, or on the command line with s3porter check`,
    );
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
  const handovers = aws.handovers();
  const added = aws.addedPolicies();
  const topicPolicies = added
    .filter(({ arn }) => parseArn(arn)?.service === "sns")
    .sort((a, b) => (a.address < b.address ? -1 : 1));
  const estate = read(aws, existing, findUnmodelled(configuration), handovers, added);
  const offeredPolicies = [...aws.offeredPolicies(), ...offeredIn(handovers)];
  aws.throwProblems();
  const deployed = [...aws.accounts.values()].filter((account) => account !== undefined);
  // What is put into permission sets is also handed over for accounts with a provider.
  const others = byAlias([...handovers, ...added].flatMap(({ account }) => account ?? [])).filter(
    ({ id }) => /^\d{12}$/.test(id) && !deployed.some((account) => account.id === id),
  );
  const accounts = [...deployed, ...others].sort((a, b) => (a.alias < b.alias ? -1 : 1));
  let dependencies: Estate["dependencies"] | undefined;
  let alarms: Estate["replicationAlarms"];
  let dataSync: Estate["dataSync"];
  let notifications: Estate["replicationNotifications"];
  return {
    ...estate,
    accounts,
    offeredPolicies,
    ...(topicPolicies.length > 0 && { topicPolicies }),
    ...(handovers.length > 0 && { handovers: handovers.map(({ policies: _, ...handover }) => handover) }),
    // Only a policy that names a role or user as a principal, or a replication rule, depends on them.
    get dependencies() {
      return (dependencies ??= readDependencies(configuration));
    },
    // What cannot be resolved in them hides no policy.
    get replicationAlarms() {
      return (alarms ??= readReplicationAlarms(aws));
    },
    get dataSync() {
      return (dataSync ??= readDataSync(aws, []));
    },
    get replicationNotifications() {
      return (notifications ??= readReplicationNotifications(aws, estate.buckets));
    },
    conflicts: [],
  };
}

/**
 * Reads what AWS will contain from a state, a plan or a rehearsal. What AWS would refuse or overwrite is in `conflicts`,
 * what is not known in `unmodelled`, or a policy is `unknown`.
 *
 * @throws UsageError if the user has to name an account
 */
export function estateOfValues(
  values: TerraformValues,
  { existing = [], ...options }: ValuesOptions = {},
): Estate {
  const accounts = new ValueAccounts(values, options);
  const aws = new AwsValues(values, accounts);
  const unmodelled = findUnmodelledValues(values.resources);
  const estate = read(aws, existing, unmodelled);
  const dataSync = readDataSync(aws, unmodelled);
  const missing: Unmodelled[] =
    values.incomplete === undefined
      ? []
      : [{ address: `the ${values.from}`, reason: values.incomplete, canAllow: true }];
  const { assumptions } = accounts;
  return {
    ...estate,
    accounts: accounts.all,
    offeredPolicies: [],
    dependencies: dependenciesOf(values.resources),
    dataSync,
    unmodelled: sorted([...missing, ...unmodelled, ...aws.unmodelled]),
    conflicts: aws.problems.conflicts,
    ...((values.from === "state" || values.from === "policies") && { isDeployed: true as const }),
    ...(assumptions.length > 0 && { assumptions }),
  };
}

/**
 * Reads what AWS contains from policies that somebody fetched. What they do not say is an assumption.
 *
 * @throws UsageError that names the option for what has to be known
 */
export function estateOfPolicies(policies: BarePolicies): Estate {
  const { values, assumptions } = readBarePolicies(policies);
  return { ...estateOfValues(values), assumptions };
}

/** One account for each alias: that of its buckets and keys, which has a region, replaces that of its principals. */
function byAlias(accounts: readonly Account[]): Account[] {
  return [...new Map(accounts.map((account) => [account.alias, account])).values()];
}

type ResourceEstate = Omit<
  Estate,
  "accounts" | "offeredPolicies" | "handovers" | "dependencies" | "conflicts"
>;

/** What resources contain, whatever they are read from. */
function read(
  aws: AwsResources,
  existing: readonly string[],
  unmodelled: Unmodelled[],
  handovers: readonly HandoverOutput[] = [],
  added: readonly AddedPolicy[] = [],
): ResourceEstate {
  const configured = readBuckets(aws, unmodelled);
  const buckets = [...configured.map(({ bucket }) => withAdded(bucket, added)), ...unreadBuckets(added)];
  const keys = [...readKeys(aws, unmodelled).map((key) => withAdded(key, added)), ...unreadKeys(added)];
  const managedPolicies = [...readManagedPolicies(aws), ...managedIn(handovers)];
  const resourcePolicies: Policy[] = [...buckets, ...keys].flatMap(({ policy }) => policy ?? []);
  const sources = { managedPolicies, resourcePolicies, existing, handovers };
  const principals = readPrincipals(aws, sources, unmodelled);
  const trustPolicies = principals.flatMap(({ trustPolicy }) => trustPolicy ?? []);
  unmodelled.push(...unknownServices([...resourcePolicies, ...trustPolicies]));
  const replicationRules = readReplicationRules(aws, configured);
  const accessPoints = readAccessPoints(aws, unmodelled);
  const instanceProfiles = readInstanceProfiles(aws);
  const oidcProviders = readOidcProviders(aws);
  return {
    buckets,
    keys,
    principals,
    instanceProfiles,
    ...(oidcProviders.length > 0 && { oidcProviders }),
    managedPolicies,
    replicationRules,
    ...(accessPoints.length > 0 && { accessPoints }),
    unmodelled: sorted(unmodelled),
  };
}

function sorted(unmodelled: readonly Unmodelled[]): Unmodelled[] {
  return [...unmodelled].sort((a, b) => (lineOf(a) < lineOf(b) ? -1 : 1));
}

function lineOf({ address, argument = "" }: Unmodelled): string {
  return `${address} ${argument}`;
}
