import { addManagedPolicies } from "./attached-policies";
import { awsManagedPolicy, whyUnknown } from "./aws-managed-policies/aws-managed-policies";
import type { AwsResources } from "./aws-resources";
import { Claims } from "./claims";
import type { ManagedPolicy, Policy, Principal, Unmodelled } from "./estate";
import { ExistingArns, pathOf } from "./existing-arns";
import { addGroups, addPoliciesOfGroups } from "./groups";
import { addHandedOver, type HandoverOutput, isOffered } from "./handovers";
import { addInlinePolicies } from "./inline-policies";
import { isSet } from "./is-set";
import { type Holder, Holders } from "./policy-holders";
import { UNKNOWN } from "./values/terraform-values";

const KINDS = ["role", "user"] as const;

/** Other places with policies that can name an existing role or user. */
export interface PrincipalSources {
  readonly managedPolicies: readonly ManagedPolicy[];
  /** The policies of buckets and keys. */
  readonly resourcePolicies: readonly Policy[];
  /** ARNs of existing roles and users, which Terraform does not contain. */
  readonly existing: readonly string[];
  readonly handovers: readonly HandoverOutput[];
}

/** @param unmodelled collects attached policies that are not known */
export function readPrincipals(
  aws: AwsResources,
  sources: PrincipalSources,
  unmodelled: Unmodelled[],
): Principal[] {
  const holders = new Holders();
  for (const kind of KINDS) {
    addCreated(aws, kind, holders);
    addExisting(aws, kind, holders);
  }
  addGroups(aws, holders);
  addInlinePolicies(aws, holders);
  addManagedPolicies(aws, holders, sources.managedPolicies, unmodelled);
  addPoliciesOfGroups(aws, holders, unmodelled);
  addHandedOver(sources.handovers, holders);
  const drafts = KINDS.flatMap((kind) => holders.all(kind).map((holder) => draftOf(holder, kind)));
  noteBoundaries(drafts, sources.managedPolicies, unmodelled);
  const named = [...sources.resourcePolicies, ...drafts.flatMap(({ trustPolicy }) => trustPolicy ?? [])];
  const all = [
    ...named,
    ...sources.managedPolicies,
    ...drafts.flatMap(({ identityPolicies }) => identityPolicies),
  ];
  const handedOver = sources.handovers.flatMap(({ principalArns }) => principalArns);
  const given = [...sources.existing, ...handedOver.filter((arn) => !isOffered(arn))];
  const arns = new ExistingArns(given, all, aws.problems);
  return drafts
    .flatMap((draft): Principal[] => {
      const { arn, namedBy, ...rest } = draft;
      if (arn !== undefined) return [{ ...rest, arn, arnFrom: "terraform" }];
      const found = arns.find(draft, namedBy);
      return found === undefined ? [] : [{ ...rest, ...found }];
    })
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** A boundary that is not known can only limit. */
function noteBoundaries(
  principals: readonly Draft[],
  managedPolicies: readonly ManagedPolicy[],
  unmodelled: Unmodelled[],
): void {
  const known = new Set(managedPolicies.map(({ arn }) => arn));
  for (const { namedBy: address, permissionsBoundary: arn, account } of principals) {
    const { partition } = account;
    if (arn === undefined || known.has(arn) || awsManagedPolicy(arn, partition)) continue;
    const reason = `has the permissions boundary ${arn}, ${whyUnknown(arn, partition)}`;
    unmodelled.push({ address, argument: "permissions_boundary", reason, canAllow: false });
  }
}

/** What is known about a role or user before the ARNs of existing ones are known. */
interface Draft extends Omit<Principal, "arn" | "arnFrom" | "identityPolicies">, Holder {
  readonly kind: Principal["kind"];
  /** For one that is created or has a data source. */
  readonly arn?: string;
}

/** One that only gets policies here can have any path. */
function draftOf(holder: Holder, kind: Principal["kind"]): Draft {
  return { path: "/", ...holder, kind };
}

function addCreated(aws: AwsResources, kind: Principal["kind"], holders: Holders): void {
  const claims = new Claims(aws.problems);
  for (const resource of aws.resources(`aws_iam_${kind}`)) {
    const account = aws.account(resource);
    const name = aws.name(resource);
    const arn = aws.computed(resource, "arn");
    const trustPolicy = kind === "role" ? aws.policy(resource, "assume_role_policy") : undefined;
    const permissionsBoundary = aws.arguments(resource).text("permissions_boundary");
    const maxSessionDuration =
      kind === "role" ? aws.arguments(resource).number("max_session_duration") : undefined;
    const tags = aws.tags(resource);
    const uniqueId = aws.computed(resource, "unique_id");
    if (account === undefined || name === undefined || arn === undefined) continue;
    const what = `the ${kind} ${name} of account ${account.id}`;
    if (!claims.claim(what, resource, `a ${kind}'s name is unique in its account, so rename one`)) continue;
    const draft: Draft = {
      kind,
      address: resource.address,
      name,
      path: aws.path(resource),
      arn,
      namedBy: resource.address,
      account,
      ...(trustPolicy && { trustPolicy }),
      identityPolicies: [],
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      ...(maxSessionDuration !== undefined && { maxSessionDuration }),
      ...(Object.keys(tags).length > 0 && { tags }),
      ...(uniqueId !== undefined && { uniqueId }),
    };
    holders.add(draft);
  }
}

/** Those with a data source, which do not have an address of their own. */
function addExisting(aws: AwsResources, kind: Principal["kind"], holders: Holders): void {
  for (const source of aws.dataSources(`aws_iam_${kind}`)) {
    const account = aws.account(source);
    const name = aws.name(source, kind === "role" ? "name" : "user_name");
    const arn = aws.computed(source, "arn");
    // Without an answer of AWS, these are as unknown as the other policies of an existing role or user.
    const told = (argument: string) =>
      source.arguments[argument] === UNKNOWN ? undefined : aws.arguments(source).text(argument);
    const permissionsBoundary = told("permissions_boundary");
    const uniqueId = aws.computed(source, "unique_id");
    if (account === undefined || name === undefined || arn === undefined) continue;
    const hasTrustPolicy = kind === "role" && isSet(aws, source, "assume_role_policy");
    const trustPolicy = hasTrustPolicy ? aws.policy(source, "assume_role_policy") : undefined;
    const draft: Draft = {
      kind,
      name,
      path: told("path") ?? pathOf(arn),
      arn,
      namedBy: source.address,
      account,
      ...(trustPolicy && { trustPolicy }),
      identityPolicies: [],
      ...(uniqueId !== undefined && { uniqueId }),
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    };
    holders.add(draft);
  }
}

function sortKey({ address, arn }: Principal): string {
  return address ?? arn;
}
