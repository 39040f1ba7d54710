import type { Bucket, Estate } from "../../estate/estate";
import { distinct } from "../distinct";
import { Multimap } from "../multimap";
import { membersOf } from "../proof/organizations";
import { BucketKeys } from "./bucket-keys";
import { type Caller, callerOf, organizationOf, outsideCaller, withUserId } from "./callers";
import { linksOf } from "./connections";
import { describeLocations, describeTransfers } from "./data-sync";
import type {
  Answer,
  Connection,
  Counts,
  DescribedBucket,
  DescribedPrincipal,
  DescribedRule,
  Description,
  OutsideGrant,
} from "./description";
import { EstateJudge } from "./estate-judge";
import { LinkDescription } from "./operations";
import type { DescribeOptions } from "./options";
import { organizationsOfAccounts } from "./organizations";
import { outsideGrants } from "./outsiders";
import { RequestTime } from "./request-time";
import { describeRules } from "./rules";
import type { Scenery } from "./scenery";

/** Describes what the policies of an estate come to: who can do what, without being told who should. */
export function describe(estate: Estate, options: DescribeOptions = {}): Description {
  const judge = new EstateJudge(estate, options);
  const keys = new BucketKeys(estate);
  const callers = callersOf(estate, options);
  const connections = connectionsOf(estate, { judge, keys, callers });
  // Neither outsiders nor S3 itself come through the endpoint.
  const elsewhere = options.vpcEndpoint
    ? new EstateJudge(estate, { ...options, vpcEndpoint: undefined })
    : judge;
  const outsiders = outsideGrants(estate, { judge: elsewhere, keys });
  const replications = describeRules(estate, { judge: elsewhere, keys, callers });
  const locations = describeLocations(estate, { judge: elsewhere, keys, callers });
  return {
    connections,
    outsiders,
    replications,
    locations,
    transfers: describeTransfers(estate, locations),
    assumptions: distinct([
      ...assumptionsOf(estate, connections, options),
      ...locations.flatMap(({ assumed }) => assumed),
    ]),
    counts: countsOf(connections, outsiders, replications),
  };
}

function callersOf(estate: Estate, options: DescribeOptions): Scenery["callers"] {
  const principals = new Map(estate.principals.map((principal) => [principal.arn, principal]));
  const callers = new Map<string, Caller>();
  const outsider = (arn: string): Caller => {
    const caller = outsideCaller(arn, estate, options);
    return { ...caller, actor: withUserId(caller.actor, estate) };
  };
  return (arn) => {
    const before = callers.get(arn);
    if (before) return before;
    const principal = principals.get(arn);
    const caller = principal ? callerOf(principal, estate, options) : outsider(arn);
    callers.set(arn, caller);
    return caller;
  };
}

function connectionsOf(estate: Estate, { judge, keys, callers }: Scenery): Connection[] {
  const links = new Multimap(linksOf(estate).map((link) => [link.principalArn, link]));
  return [...links.all()].flatMap((ofPrincipal) => {
    const found = ofPrincipal.map((link) => {
      const caller = callers(link.principalArn);
      return new LinkDescription(link, caller, keys.encryptionOf(link.bucket), judge);
    });
    const writable = found.filter(({ canWrite }) => canWrite);
    return found.map((each): Connection => {
      const { caller, link } = each;
      const isKnown = caller.principal.policies !== "assumed";
      const copies = isKnown && writable.some((other) => other !== each);
      return {
        principal: caller.principal,
        bucket: describedBucket(link.bucket, keys),
        operations: each.describe(copies),
      };
    });
  });
}

function describedBucket(bucket: Bucket, keys: BucketKeys): DescribedBucket {
  const { name, arn, account, address } = bucket;
  const keyArn = keys.encryptionOf(bucket)?.keyArn;
  return { name, arn, account: account.id, address, ...(keyArn !== undefined && { keyArn }) };
}

function assumptionsOf(
  estate: Estate,
  connections: readonly Connection[],
  { vpcEndpoint }: DescribeOptions,
): readonly string[] {
  const { buckets } = estate;
  const organization = organizationOf(estate);
  const outside = connections.filter(({ principal }) => principal.policies === "assumed");
  return [
    ...new RequestTime().assumptions(estate),
    ...(vpcEndpoint
      ? [
          `requests to S3 come through the VPC endpoint${vpcEndpoint.id === undefined ? "" : ` ${vpcEndpoint.id}`}`,
        ]
      : []),
    ...outside.map(
      ({ principal }) =>
        `the ${ownPoliciesOf(principal)} allow everything, because they are not in this Terraform`,
    ),
    ...(organization === undefined
      ? []
      : [
          `the accounts of this Terraform belong to the organization ${organization}, which its policies name`,
        ]),
    ...outside.flatMap(({ principal: { account } }) => belonging(account, estate)),
    ...buckets
      .filter((bucket) => bucket.requesterPays && isForOthers(bucket, connections))
      .map(
        ({ name }) =>
          `requests of other accounts to ${name} say that the requester pays (--request-payer requester): S3 refuses them otherwise`,
      ),
    ...buckets
      .filter(({ existing, encryption }) => existing && encryption.address === undefined)
      .map(({ name }) => `${name}, which exists already, encrypts with SSE-S3`),
  ];
}

function isForOthers({ arn, account }: Bucket, connections: readonly Connection[]): boolean {
  return connections.some(({ principal, bucket }) => bucket.arn === arn && principal.account !== account.id);
}

function belonging(account: string, estate: Estate): string[] {
  const id = organizationsOfAccounts(estate).get(account);
  return id === undefined
    ? []
    : [`account ${account} belongs to the organization ${id}, which the policies name together with it`];
}

function ownPoliciesOf({ kind, name, arn, account }: DescribedPrincipal): string {
  switch (kind) {
    case "account":
      return `own policies of ${name}`;
    case "organization":
      return `policies of roles and users of organization ${membersOf(arn)?.organizationId ?? ""} and its service control policies`;
    default:
      return `own policies of ${name} of account ${account}`;
  }
}

export function countsOf(
  connections: readonly Connection[],
  outsiders: readonly OutsideGrant[],
  replications: readonly DescribedRule[],
): Counts {
  const operations: Record<Answer, number> = { can: 0, cannot: 0, half: 0, unknown: 0 };
  for (const connection of connections) for (const { answer } of connection.operations) operations[answer]++;
  const rules = { can: 0, cannot: 0, unknown: 0 };
  for (const { answer } of replications) rules[answer]++;
  return {
    principals: new Set(connections.map(({ principal }) => principal.arn)).size,
    buckets: new Set(connections.map(({ bucket }) => bucket.arn)).size,
    connections: connections.length,
    operations,
    outsiders: outsiders.length,
    replications: rules,
  };
}
