/** The principals of a description, as callers. */
import { accountOf, isAccountRoot, nameOf, parseArn } from "../../aws/arn";
import { untaggedArn } from "../../aws/tagged-arn";
import type { Estate, Principal } from "../../estate/estate";
import { distinct } from "../distinct";
import type { Attached } from "../evaluator/decision";
import { conditionsOf, identityPoliciesOf } from "../iam/documents";
import { parseReadable } from "../iam/statement";
import { isPattern } from "../iam/wildcard";
import { matchingActions } from "../iam-data/iam-data";
import { once } from "../once";
import {
  type Actor,
  actorOf,
  everything,
  inAnySession,
  memberOf,
  principalActor,
  somebodyOf,
} from "../proof/actor";
import { membersOf } from "../proof/organizations";
import { permissionSetInWords } from "../proof/permission-sets";
import { principalKeys } from "../proof/principal-keys";
import { organizationsOfAccounts } from "./organizations";
import { tagsAreSingledOut } from "./teams";
import type { DescribedPrincipal } from "./description";
import type { DescribeOptions } from "./options";

export interface Caller {
  readonly principal: DescribedPrincipal;
  readonly actor: Actor;
  /** The tags that its sessions can have are those of the estate. */
  readonly tagsAreKnown: boolean;
}

/** In the organization that policies name together with its account. */
export function inOrganizationNamed(actor: Actor, estate: Estate): Actor {
  const id = organizationsOfAccounts(estate).get(actor.account ?? "");
  return id === undefined ? actor : { ...actor, context: { "aws:PrincipalOrgID": id, ...actor.context } };
}

/** A role or user of the estate. */
export function callerOf(principal: Principal, estate: Estate, options: DescribeOptions): Caller {
  const organization = organizationOf(estate);
  const { kind, name, arn, account, address, arnFrom } = principal;
  const isKnown = address !== undefined && arnFrom === "terraform" && !isExisting(principal);
  const actor = withUserId(principalActor(principal, estate), estate, principal.uniqueId);
  const limit = estate.managedPolicies.find((policy) => policy.arn === principal.permissionsBoundary);
  const boundary =
    givenBoundary(arn, options, principal.permissionsBoundary) ??
    (actor.boundary ? withUnknown(actor.boundary, limit) : missingBoundary(principal));
  const documents = identityPoliciesOf(principal);
  const identity = actor.identity.map((attached, index) => withUnknown(attached, documents[index]));
  return {
    principal: {
      kind,
      name,
      arn,
      account: account.id,
      ...(address !== undefined && { address }),
      policies: isKnown ? "known" : "part",
    },
    actor: {
      ...inAnySession(actor),
      context: {
        ...actor.context,
        ...principalKeys(principal, [], []),
        ...(organization !== undefined && { "aws:PrincipalOrgID": organization }),
      },
      identity: isKnown ? identity : [...identity, furtherPolicies(principal)],
      ...(boundary && { boundary }),
    },
    tagsAreKnown: isKnown && principal.tags !== undefined && !mayBeTagged(principal),
  };
}

/**
 * Whoever assumes a role can pass tags if its trust policy allows it. Those of pods pass through a chain of roles.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
function mayBeTagged({ trustPolicy }: Principal): boolean {
  if (trustPolicy === undefined) return false;
  if (trustPolicy.unknown !== undefined) return true;
  return parseReadable(trustPolicy.document).statements.some(
    ({ effect, actions, raw }) =>
      effect === "Allow" &&
      (raw.NotAction !== undefined ||
        actions.some((action) => matchingActions(action).includes("sts:TagSession"))),
  );
}

/** The proof leaves this out, because a policy that is not known is a flaw of its own there. */
function withUnknown(attached: Attached, policy: { readonly unknown?: string } | undefined): Attached {
  return policy?.unknown === undefined ? attached : { ...attached, unknown: policy.unknown };
}

/** With the unique id that AWS gave it. If that is not known, it can be any that a policy names. */
export function withUserId(actor: Actor, estate: Estate, uniqueId?: string): Actor {
  const { "aws:userid": madeUp = "", ...context } = actor.context ?? {};
  if (uniqueId !== undefined && (ID_OF_AWS.test(uniqueId) || !namesIds(estate)))
    return { ...actor, context: { ...context, "aws:userid": madeUp.replace(/^[^:]*/, uniqueId) } };
  return namesIds(estate) ? { ...actor, context } : actor;
}

/** Whether a policy names a role or a user by the id that AWS gave it. */
const namesIds = once((estate: Estate): boolean =>
  conditionsOf(estate)
    .get("aws:userid")
    .some(({ line }) => line.values.some((value) => ID_OF_AWS.test(value))),
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const ID_OF_AWS = /^A(IDA|ROA)[A-Z0-9]{8,}/;

/** The organization that the policies name, if it is one. The accounts of the estate are then taken to be in it. */
export const organizationOf = once((estate: Estate): string | undefined => {
  const lines = conditionsOf(estate).get("aws:principalorgid");
  const [id, ...others] = distinct(lines.flatMap(({ line }) => line.values));
  return id === undefined || others.length > 0 || isPattern(id) ? undefined : id;
});

function isExisting({ address = "" }: Principal): boolean {
  return /(^|\.)data\./.test(address);
}

function furtherPolicies({ kind, name, account }: Principal): Attached {
  return {
    name: `identity policies of ${kind} ${name}`,
    account: account.id,
    document: NOTHING,
    unknown: "are known only in part, because it exists already",
    restOnlyAllows: true,
  };
}

/** The boundary that a person gives for a role or user. It replaces what the Terraform has. */
export function givenBoundary(
  arn: string,
  { boundaries }: DescribeOptions,
  policyArn = "",
): Attached | undefined {
  const given = boundaries?.[arn] ?? boundaries?.[policyArn];
  return (
    given && {
      name: `permissions boundary ${given.name} of ${parseArn(arn)?.type} ${nameOf(arn)}`,
      account: accountOf(arn) ?? "",
      document: given.document,
    }
  );
}

function missingBoundary(principal: Principal): Attached | undefined {
  const { kind, name, account, address, permissionsBoundary: arn } = principal;
  if (arn === undefined) return undefined;
  const option = `--boundary ${arn}=<file>`;
  return {
    name: `permissions boundary ${nameOf(arn)} of ${kind} ${name}`,
    account: account.id,
    document: NOTHING,
    ...(address !== undefined && { address }),
    unknown: `is not in this Terraform: give it with ${option}`,
    option,
  };
}

const NOTHING = { Version: "2012-10-17", Statement: [] };

/** A role that the estate does not have, and whose policies matter. */
export function unknownRole(arn: string): Caller {
  const account = accountOf(arn) ?? "";
  const name = nameOf(arn);
  const identity = {
    name: `identity policies of role ${name}`,
    account,
    document: NOTHING,
    unknown: "are not in this Terraform",
  };
  return {
    principal: { kind: "role", name, arn, account, policies: "part" },
    actor: inAnySession(actorOf(arn, [identity])),
    tagsAreKnown: false,
  };
}

/**
 * A role, a user, or roles and users of an account or an organization, that the estate does not have. Their own policies are
 * taken to allow everything.
 */
export function outsideCaller(arn: string, estate: Estate, options: DescribeOptions = {}): Caller {
  const members = membersOf(arn);
  if (members) {
    const actor = memberOf(arn, members);
    return {
      principal: { kind: "organization", name: actor.name, arn, account: "", policies: "assumed" },
      actor,
      tagsAreKnown: tagsAreSingledOut(estate),
    };
  }
  const account = accountOf(arn) ?? "";
  if (isAccountRoot(untaggedArn(arn))) {
    const actor = inOrganizationNamed(somebodyOf(arn), estate);
    return {
      principal: { kind: "account", name: actor.name, arn, account, policies: "assumed" },
      actor,
      tagsAreKnown: tagsAreSingledOut(estate),
    };
  }
  const kind = parseArn(arn)?.type === "user" ? "user" : "role";
  const boundary = givenBoundary(arn, options);
  return {
    principal: { kind, name: permissionSetInWords(arn) ?? nameOf(arn), arn, account, policies: "assumed" },
    actor: {
      ...inOrganizationNamed(inAnySession(actorOf(arn, [everything(account)])), estate),
      ...(boundary && { boundary }),
    },
    tagsAreKnown: false,
  };
}
