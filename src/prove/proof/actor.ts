/** Who acts in a proof: the principals of an estate, and people who are not in it. */
import { accountOf, isAccountRoot, nameOf, parseArn } from "../../aws/arn";
import type { Account, Estate, Policy, Principal } from "../../estate/estate";
import { accountRoot, ANONYMOUS, type Caller, roleSession, service, user } from "../evaluator/caller";
import type { Attached } from "../evaluator/decision";
import { identityPoliciesOf } from "../iam/documents";

/** What users, tags and other things are called that are made up for a proof. */
export const MADE_UP = "s3porter-proof";

/** Somebody with all the policies that are attached to them. */
export interface Actor {
  /** What a report calls them: `S3Porter`, or `a role of account 999999999999 that may do everything there`. */
  readonly name: string;
  /** The ARN of a role, a user or an account root; the name of a service; `*` for the anonymous. */
  readonly arn: string;
  /** Absent for services and the anonymous. */
  readonly account?: string;
  readonly caller: Caller;
  readonly identity: readonly Attached[];
  readonly boundary?: Attached;
  /** What AWS knows of them besides who they are, such as tags. */
  readonly context?: Readonly<Record<string, string>>;
}

/** An account that has no part in anything. */
export const STRANGE_ACCOUNT = "999999999999";

/** What some administrator attaches, who may do so without asking anybody in another account. */
export const EVERYTHING = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

/** A role or user of the estate, whose boundary is read where the estate has it. */
export function principalActor(principal: Principal, estate: Estate): Actor {
  const { kind, name, arn, account, permissionsBoundary } = principal;
  const boundary =
    permissionsBoundary === undefined
      ? undefined
      : estate.managedPolicies.find((policy) => policy.arn === permissionsBoundary);
  return {
    name,
    arn,
    account: account.id,
    caller: callerOf(arn),
    identity: identityPoliciesOf(principal).map(({ title, raw, address }) => ({
      name: title,
      account: account.id,
      document: raw,
      address,
    })),
    ...(boundary && {
      boundary: {
        name: `permissions boundary ${boundary.name} of ${kind} ${name}`,
        account: account.id,
        document: boundary.document,
        address: boundary.address,
      },
    }),
  };
}

/** Somebody by an ARN alone, whose own account lets them do what `identity` says, or a whole account. */
export function actorOf(arn: string, identity: readonly Attached[] = [], name = shortName(arn)): Actor {
  const caller = callerOf(arn);
  return { name, arn, caller, identity, ...("account" in caller && { account: caller.account }) };
}

/** A user of a whole account, whose administrators attached what they were offered. */
export function somebodyOf(rootArn: string, offered?: Policy): Actor {
  const { partition = "", account = "" } = parseArn(rootArn) ?? {};
  const name = `account ${account}`;
  const policy = offered && { name: `policy that ${name} is offered`, account, ...offered };
  return {
    name,
    arn: rootArn,
    account,
    caller: user(`arn:${partition}:iam::${account}:user/${MADE_UP}`),
    identity: [policy ?? everything(account)],
  };
}

type AccountOf = Pick<Account, "id" | "partition">;

/** A user whom the account's administrators let do everything. A user, for what a role has in a request, a user has too. */
export function administrator(account: AccountOf): Actor {
  const identity = [everything(account.id)];
  return actorOf(userArn(account), identity, `a user of account ${account.id} who may do everything there`);
}

/** A user whom nobody gave any policy. */
export function stranger(account: AccountOf): Actor {
  return actorOf(userArn(account), [], `a user of account ${account.id} without any policy`);
}

/** Whether it is one of those two, and nobody in the estate. */
export function isMadeUp({ arn }: Actor): boolean {
  return arn.endsWith(`:user/${MADE_UP}`);
}

function userArn({ id, partition }: AccountOf): string {
  return `arn:${partition}:iam::${id}:user/${MADE_UP}`;
}

export function everything(account: string): Attached {
  return { name: "policy that allows everything", account, document: EVERYTHING };
}

export function serviceActor(name: string): Actor {
  return { name, arn: name, caller: service(name), identity: [] };
}

export const ANYBODY: Actor = { name: "anybody at all", arn: "*", caller: ANONYMOUS, identity: [] };

function callerOf(arn: string): Caller {
  const { partition, account = "", resource = "", type } = parseArn(arn) ?? {};
  if (resource === "root") return accountRoot(account, partition);
  const [, role, session] = /^assumed-role\/([^/]+)\/([^/]+)$/.exec(resource) ?? [];
  if (role && session) return roleSession(`arn:${partition}:iam::${account}:role/${role}`, session);
  return type === "role" ? roleSession(arn, "proof") : user(arn);
}

function shortName(arn: string): string {
  return isAccountRoot(arn) ? `account ${accountOf(arn)}` : nameOf(arn);
}
