/** Who beyond the accounts of an estate can do anything. */
import { accountOf, isAccountRoot } from "../../aws/arn";
import { untaggedArn } from "../../aws/tagged-arn";
import type { AccessPoint, Bucket, Estate } from "../../estate/estate";
import type { RawPrincipal } from "../../estate/policy-document";
import { distinct } from "../distinct";
import { textsOf } from "../evaluator/unknown";
import { type DocumentStatement, type ResourcePolicy, resourcePoliciesOf } from "../iam/documents";
import { keepsOthersOut } from "../iam/public-statement";
import { parseReadable, type Statement } from "../iam/statement";
import { isPattern } from "../iam/wildcard";
import { membersOf } from "../proof/organizations";
import { ANYBODY, administrator, STRANGE_ACCOUNT } from "../proof/actor";
import type { BucketKeys } from "./bucket-keys";
import { type Caller, outsideCaller } from "./callers";
import { objectsIn } from "./connections";
import type { OutsideGrant, Outsiders } from "./description";
import type { EstateJudge } from "./estate-judge";
import { LinkDescription } from "./operations";
import { organizationsOf, requiredValues } from "./organizations";
import { teamsOf } from "./teams";

interface Scenery {
  readonly estate: Estate;
  readonly judge: EstateJudge;
  readonly keys: BucketKeys;
}

export function outsideGrants(estate: Estate, judging: Omit<Scenery, "estate">): OutsideGrant[] {
  const scenery = { ...judging, estate };
  const accounts = new Set(estate.accounts.map(({ id }) => id));
  const byPolicies = resourcePoliciesOf(estate).flatMap((resource) =>
    (resource.document?.statements ?? [])
      .filter(({ effect }) => effect === "Allow")
      .flatMap((statement) =>
        outsidersOf(statement, accounts, resource.account.partition)
          .map((who) => whoPays(who, statement))
          .map((who) => described(who, statement, resource, scenery)),
      ),
  );
  const byPoints = (estate.accessPoints ?? []).flatMap((point) => byPoint(point, accounts));
  return [...byPolicies, ...byPoints, ...estate.buckets.flatMap(byAcl)].sort((a, b) =>
    order(a.resource, b.resource),
  );
}

/** Nobody without credentials, if the requester pays. */
function whoPays(who: Outsiders, { document: { bucket } }: DocumentStatement): Outsiders {
  return who.kind === "everyone" && bucket?.requesterPays ? { ...who, isAnonymous: false } : who;
}

/** What works also depends on the bucket's policy. */
function byPoint(
  { arn, name, account, address, policy }: AccessPoint,
  accounts: ReadonlySet<string>,
): OutsideGrant[] {
  if (!policy) return [];
  const document = {
    name: `policy of the access point ${name}`,
    account: account.id,
    address: policy.address ?? address,
  };
  return parseReadable(policy.document)
    .statements.filter(({ effect }) => effect === "Allow")
    .flatMap((statement) =>
      outsidersOf(statement, accounts, account.partition).map((who): OutsideGrant => ({
        who,
        resource: arn,
        document,
        statement: statement.sid || `number ${statement.index + 1}`,
        actions:
          statement.notActions.length > 0
            ? [`all but ${statement.notActions.join(", ")}`]
            : statement.actions,
        operations: [],
        conditions: distinct(statement.conditions.map(({ key }) => key)),
        limits: limitsOf(statement),
        objects: [],
        unknown: [`the policy of ${arn} is judged with that of its bucket by explain and who-can alone`],
      })),
    );
}

/** ACLs have no effect while the owner of the bucket is enforced. */
function byAcl({ name, arn, account, acl, ownership, publicAccessBlock }: Bucket): OutsideGrant[] {
  if (!acl || ownership.objectOwnership === "BucketOwnerEnforced") return [];
  return acl.grants.flatMap(({ permission, to, account: grantee = "" }): OutsideGrant[] => {
    // The other groups of AWS are services.
    if (to === "S3 log delivery" || to === "Amazon EC2") return [];
    const who: Outsiders =
      to === "account"
        ? { kind: "account", arn: grantee, account: grantee }
        : { kind: "everyone", isAnonymous: to === "everyone" };
    const isIgnored = to !== "account" && publicAccessBlock.ignorePublicAcls;
    return [
      {
        who,
        resource: arn,
        document: { name: `ACL of ${name}`, account: account.id, address: acl.address },
        statement: permission,
        actions: [permission],
        operations: isIgnored ? [] : (BY_ACL[permission] ?? []),
        conditions: [],
        limits: [],
        objects: [],
        ...(isIgnored && { isBlocked: true }),
        unknown: acl.unknown === undefined ? [] : [`the ACL of ${name} ${acl.unknown}`],
      },
    ];
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions */
const BY_ACL: Readonly<Record<string, readonly string[]>> = {
  READ: ["aws s3 ls"],
  WRITE: ["aws s3 cp, uploading"],
  FULL_CONTROL: ["aws s3 ls", "aws s3 cp, uploading"],
};

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Those that a statement names, or leaves out no more than by conditions that outsiders can meet. */
function outsidersOf(statement: Statement, accounts: ReadonlySet<string>, partition: string): Outsiders[] {
  const { principals, requiredPrincipals, raw } = statement;
  const required = requiredValues(
    statement,
    "aws:principalaccount",
    "kms:calleraccount",
    "aws:sourceaccount",
  );
  const isOutside = (account: string | undefined) => account === undefined || !accounts.has(account);
  const wanted = (arn: string): Outsiders[] => {
    const account = accountOf(arn);
    if (account === undefined || !isOutside(account)) return [];
    if (required && !required.includes(account)) return [];
    return [{ kind: isAccountRoot(untaggedArn(arn)) ? "account" : "principal", arn, account }];
  };
  const rootOf = (account: string) => `arn:${partition}:iam::${account}:root`;
  const teams = principals.accounts.flatMap((account) => teamsOf(rootOf(account), statement));
  const named = [...principals.arns, ...teams].flatMap(wanted);
  if (!principals.everyone && raw.NotPrincipal === undefined) return named;
  const organizations = requiredValues(statement, "aws:principalorgid");
  const paths = requiredValues(statement, "aws:principalorgpaths")?.map((path) => path.split("/")[0] ?? path);
  if (requiredPrincipals && !requiredPrincipals.some((each) => isPattern(accountPart(each))))
    return [...named, ...requiredPrincipals.flatMap(wanted)];
  if (required && !required.some(isPattern)) return [...named, ...required.map(rootOf).flatMap(wanted)];
  const members = organizationsOf(statement, partition);
  if (members.length > 0)
    return [
      ...named,
      ...members.map((arn): Outsiders => ({
        kind: "organization",
        id: membersOf(arn)?.organizationId ?? "",
        arn,
      })),
    ];
  const ids = organizations ?? paths;
  if (ids) return [...named, ...distinct(ids).map((id): Outsiders => ({ kind: "organization", id }))];
  const delegated = delegatedTo(statement);
  if (delegated) return [...named, ...distinct(delegated).map(rootOf).flatMap(wanted)];
  const isSigned = requiredPrincipals !== undefined;
  const but = leftOut(raw.NotPrincipal);
  return [...named, { kind: "everyone", isAnonymous: !isSigned, ...(but.length > 0 && { but }) }];
}

/**
 * The accounts whose access points a statement delegates to. Their policies say who gets in.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
 */
function delegatedTo(statement: Statement): readonly string[] | undefined {
  const accounts = requiredValues(statement, "s3:dataaccesspointaccount");
  const arns = requiredValues(statement, "s3:dataaccesspointarn")?.map(accountPart);
  const delegated = accounts ?? arns;
  return delegated?.some(isPattern) ? undefined : delegated;
}

function leftOut(notPrincipal: RawPrincipal | undefined): readonly string[] {
  if (notPrincipal === undefined) return [];
  return typeof notPrincipal === "string" ? [notPrincipal] : Object.values(notPrincipal).flat();
}

function accountPart(arn: string): string {
  return arn.split(":")[4] ?? "*";
}

function described(
  who: Outsiders,
  statement: DocumentStatement,
  { title, arn, account, address, document }: ResourcePolicy,
  scenery: Scenery,
): OutsideGrant {
  const { label, actions, notActions, conditions } = statement;
  const { bucket } = statement.document;
  const isBlocked = keepsOthersOut(statement.document);
  const { operations, unknown } = isBlocked ? NOTHING : operationsOf(who, statement, scenery);
  return {
    who,
    resource: arn,
    document: { name: title, account: account.id, ...(address !== undefined && { address }) },
    statement: label,
    actions: notActions.length > 0 ? [`all but ${notActions.join(", ")}`] : actions,
    operations,
    conditions: distinct(conditions.map(({ key }) => key)),
    limits: limitsOf(statement),
    objects: bucket ? objectsIn(statement, bucket) : [],
    ...(isBlocked && { isBlocked }),
    unknown: [...unknown, ...(document?.unknown === undefined ? [] : [`the ${title} ${document.unknown}`])],
  };
}

function limitsOf({ conditions }: Statement): string[] {
  return conditions.map(({ operator, key, values }) => `${operator} ${key} ${values.join(" or ")}`);
}

const NOTHING = { operations: [], unknown: [] };

/** The operations that work because of the bucket's policy, whatever its other statements deny. */
function operationsOf(
  who: Outsiders,
  statement: DocumentStatement,
  { estate, judge, keys }: Scenery,
): Pick<OutsideGrant, "operations" | "unknown"> {
  const { bucket } = statement.document;
  if (!bucket) return NOTHING;
  const caller = callerFor(who, bucket.account.partition, estate);
  const objects = objectsIn(statement, bucket);
  const link = { principalArn: caller.principal.arn, bucket, objects: objects.length > 0 ? objects : ["*"] };
  const found = new LinkDescription(link, caller, keys.encryptionOf(bucket), judge).describe(false);
  const titlesOf = (wanted: string) =>
    distinct(found.filter(({ answer }) => answer === wanted).map(({ title }) => title));
  return {
    operations: titlesOf("can"),
    unknown: distinct(found.flatMap(({ unknown }) => textsOf(unknown))),
  };
}

/** One of these outsiders, allowed everything by their own account. */
function callerFor(who: Outsiders, partition: string, estate: Estate): Caller {
  if ("arn" in who && who.arn !== undefined) return outsideCaller(who.arn, estate);
  const account = STRANGE_ACCOUNT;
  const isAnonymous = who.kind === "everyone" && who.isAnonymous;
  return {
    principal: { kind: "account", name: "outsiders", arn: "*", account, policies: "assumed" },
    actor: isAnonymous ? ANYBODY : administrator({ id: account, partition }),
    tagsAreKnown: false,
  };
}
