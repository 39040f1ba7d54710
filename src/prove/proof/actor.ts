/** The actors in a proof: the principals of an estate, and people outside it. */
import { accountOf, isAccountRoot, nameOf, parseArn } from "../../aws/arn";
import { awsManagedPolicy } from "../../estate/aws-managed-policies/aws-managed-policies";
import type { Account, Estate, Policy, Principal } from "../../estate/estate";
import { accountRoot, ANONYMOUS, type Caller, roleSession, service, user } from "../evaluator/caller";
import { withKeys } from "../evaluator/context";
import type { Attached } from "../evaluator/decision";
import { identityPoliciesOf } from "../iam/documents";
import { type Members, memberKeys, organizationInWords, type OrganizationKeys } from "./organizations";
import { permissionSetInWords, representativeOf } from "./permission-sets";
import { accountInWords, requiredTags, type TagKeys, tagsInWords } from "./principal-tags";
import { userId } from "./user-id";

/** The name of users, tags and other things that exist only in a proof. */
export const MADE_UP = "s3porter-proof";

/** A value for a condition key that only AWS knows. Each key has its own value, as keys usually do in AWS. */
export function madeUpValue(key: string): string {
  return `${MADE_UP}-${key.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
}

/** A caller with all attached policies. */
export interface Actor {
  /** Their name in reports: `S3Porter`, or `an administrator of account 999999999999`. */
  readonly name: string;
  /** The ARN of a role, a user or an account root, or the pattern of a permission set; the name of a service; `*` for the anonymous. */
  readonly arn: string;
  /** Absent for services and the anonymous. */
  readonly account?: string;
  readonly caller: Caller;
  readonly identity: readonly Attached[];
  readonly boundary?: Attached;
  /** Whether the policies are made up, so that only the other side decides. Nobody asks for what such an actor does. */
  readonly isUnlimited?: true;
  /** Their unique id and tags, which AWS adds to each request. */
  readonly context?: Readonly<Record<string, string>>;
}

/** An account without any access. */
export const STRANGE_ACCOUNT = "999999999999";

/** What an administrator can attach without asking another account. */
export const EVERYTHING = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

/** A role or user of the estate, with its boundary if that is known. */
export function principalActor(principal: Principal, estate: Estate): Actor {
  const { name, arn, account } = principal;
  const boundary = boundaryOf(principal, estate);
  const caller = callerOf(arn);
  return {
    name: permissionSetInWords(arn) ?? name,
    arn,
    account: account.id,
    caller,
    context: contextOf(caller),
    identity: identityPoliciesOf(principal).map(({ title, raw, address, awsManaged }) => ({
      name: title,
      account: account.id,
      document: raw,
      address,
      ...(awsManaged !== undefined && { awsManaged }),
    })),
    ...(boundary && { boundary }),
  };
}

function boundaryOf(
  { kind, name, account, address, permissionsBoundary: arn }: Principal,
  { managedPolicies }: Estate,
): Attached | undefined {
  if (arn === undefined) return undefined;
  const own = managedPolicies.find((policy) => policy.arn === arn);
  const ofAws = awsManagedPolicy(arn, account.partition);
  const boundary = own ?? ofAws;
  return (
    boundary && {
      name: `permissions boundary ${boundary.name} of ${kind} ${name}`,
      account: account.id,
      document: boundary.document,
      address: own?.address ?? address,
      ...(!own && ofAws && { awsManaged: ofAws.name }),
    }
  );
}

/** A caller outside the estate, of whom only the ARN is known, with the policies `identity`; or a whole account. */
export function actorOf(
  arn: string,
  identity: readonly Attached[] = [],
  name = permissionSetInWords(arn) ?? shortName(arn),
): Actor {
  const caller = callerOf(arn);
  const context = contextOf(caller);
  return { name, arn, caller, context, identity, ...("account" in caller && { account: caller.account }) };
}

/** A user of a whole account, with the policies that the account was offered. */
export function somebodyOf(rootArn: string, offered?: Policy): Actor {
  const { partition = "", account = "" } = parseArn(rootArn) ?? {};
  const tags = requiredTags(rootArn);
  const name = accountInWords(rootArn, account);
  const title =
    offered?.handover === undefined
      ? `policy offered to ${name}`
      : `policy in the hand-over to ${offered.handover}${tagsInWords(tags)}`;
  const policy = offered && { name: title, account, ...offered };
  const caller = user(`arn:${partition}:iam::${account}:user/${MADE_UP}`);
  return {
    name,
    arn: rootArn,
    account,
    caller,
    context: { ...contextOf(caller), ...tags },
    identity: [policy ?? everything(account)],
  };
}

/** An account of which only the organization is known. */
export const MEMBER_ACCOUNT = "888888888888";

/** A user of an account of an organization, with the policies that its administrators were offered. */
export function memberOf(organizationArn: string, members: Members, offered?: Policy): Actor {
  const { partition = "" } = parseArn(organizationArn) ?? {};
  const caller = user(`arn:${partition}:iam::${MEMBER_ACCOUNT}:user/${MADE_UP}`);
  const tags = requiredTags(organizationArn);
  const policy = offered && {
    name: `policy in the hand-over to ${offered.handover}${tagsInWords(tags)}`,
    account: MEMBER_ACCOUNT,
    ...offered,
  };
  return {
    name: organizationInWords(organizationArn),
    arn: organizationArn,
    account: MEMBER_ACCOUNT,
    caller,
    context: { ...contextOf(caller), ...memberKeys(members, MADE_UP), ...tags },
    identity: [policy ?? everything(MEMBER_ACCOUNT)],
  };
}

/** An administrator with tags. */
export function withTags(actor: Actor, tags: TagKeys): Actor {
  return { ...actor, name: actor.name + tagsInWords(tags), context: withKeys(actor.context ?? {}, tags) };
}

/** An administrator whose account is in an organization. */
export function inOrganization(actor: Actor, keys: OrganizationKeys): Actor {
  const [organizationId, path] = Object.values(keys);
  return {
    ...actor,
    name: `${actor.name}, in organization ${organizationId} and OU ${path}`,
    context: { ...actor.context, ...keys },
  };
}

type AccountOf = Pick<Account, "id" | "partition">;

/** A user who can do everything in the account. A user's request context includes everything a role's does. */
export function administrator(account: AccountOf): Actor {
  const identity = [everything(account.id)];
  return actorOf(userArn(account), identity, `an administrator of account ${account.id}`);
}

/** A user without any policy. */
export function stranger(account: AccountOf): Actor {
  return actorOf(userArn(account), [], `a user of account ${account.id} without any policy`);
}

/** Whether an actor comes from one of the two functions above. */
export function isMadeUp({ arn }: Actor): boolean {
  return arn.endsWith(`:user/${MADE_UP}`);
}

function userArn({ id, partition }: AccountOf): string {
  return `arn:${partition}:iam::${id}:user/${MADE_UP}`;
}

export function everything(account: string): Attached {
  return { name: "policy that allows everything", account, document: EVERYTHING, isAssumed: true };
}

/** A role or user whose own policies allow everything. */
export function unlimited(arn: string): Actor {
  return { ...actorOf(arn, [everything(accountOf(arn) ?? "")]), isUnlimited: true };
}

export function serviceActor(name: string): Actor {
  return { name, arn: name, caller: service(name), identity: [], context: OF_SERVICES };
}

/** AWS does not say what these keys are in the requests of its services. No role or user has these values. */
const OF_SERVICES = { "aws:userid": "AWSService", "aws:PrincipalType": "AWSService" };

export const ANYBODY: Actor = {
  name: "anyone",
  arn: "*",
  caller: ANONYMOUS,
  identity: [],
  context: contextOf(ANONYMOUS),
};

/** A role in one of its sessions, by the ARN of the session. */
export function inSession(actor: Actor, sessionArn: string): Actor {
  if (actor.caller.kind !== "session") return actor;
  const { isAnySession: _, ...caller } = actor.caller;
  const id = actor.context?.["aws:userid"]?.replace(/:.*$/, `:${nameOf(sessionArn)}`);
  return {
    ...actor,
    caller: { ...caller, arn: sessionArn },
    context: { ...actor.context, ...(id !== undefined && { "aws:userid": id }) },
  };
}

/** A role in whatever session. */
export function inAnySession(actor: Actor): Actor {
  const { caller } = actor;
  return caller.kind === "session" ? { ...actor, caller: { ...caller, isAnySession: true } } : actor;
}

function contextOf(caller: Caller): Readonly<Record<string, string>> {
  const id = userId(caller);
  return id === undefined ? {} : { "aws:userid": id };
}

function callerOf(arn: string): Caller {
  const { partition, account = "", resource = "", type } = parseArn(arn) ?? {};
  if (resource === "root") return accountRoot(account, partition);
  const [, role, session] = /^assumed-role\/([^/]+)\/([^/]+)$/.exec(resource) ?? [];
  if (role && session) return roleSession(`arn:${partition}:iam::${account}:role/${role}`, session);
  return type === "role" ? roleSession(representativeOf(arn), "proof") : user(arn);
}

function shortName(arn: string): string {
  return isAccountRoot(arn) ? `account ${accountOf(arn)}` : nameOf(arn);
}
