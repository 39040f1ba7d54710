import { type Conditions, type PolicyDocument, type Statement, toDocument } from "./document";
import { groupBy } from "./group-by";
import type { AssumedRole, Bucket, Intents, PrincipalIntents } from "./intents";
import { lengthenedNames, type Names } from "./lengthened-names";
import { type Need, needsOf } from "./needs";
import { ENCRYPTION_CONTEXT, grant, needSid, s3Resources, sidOfAll } from "./statements";
import { onlyTags } from "./trust-policy";

/** How many characters AWS allows. */
export interface IdentityPolicyLimits {
  /** Of all inline policies of the role or user; absent if it should have none. */
  readonly inline?: number;
  /** Of each managed policy. */
  readonly managed: number;
}

/** The policies of a role or user, and how to attach them. */
export interface IdentityPolicies {
  readonly kind: "inline" | "managed";
  readonly documents: readonly PolicyDocument[];
}

/**
 * One inline policy if it fits, with a statement for each bucket or, if that is too long, with statements that buckets
 * share. Otherwise managed policies, filled bucket by bucket and then role by role, in the order of their names.
 *
 * What fits is decided with the longest possible names, so that a stack and its module have the same policies, and
 * another name for a bucket moves nothing to another policy.
 *
 * @param intents only those of the role or user that the policies are for
 */
export function identityPolicies(
  intents: PrincipalIntents,
  { inline, managed }: IdentityPolicyLimits,
): IdentityPolicies {
  const granted: Granted = { needs: needsOf(intents), assumes: inOrder(intents.assumes ?? []) };
  const kind = inline === undefined ? "managed" : "inline";
  const fits = within(granted.needs);
  const grouping = [single, shared].find((each) => fits(granted, each, inline ?? managed));
  if (grouping) return { kind, documents: [documentOf(granted, grouping)] };
  const parts = split(granted, (part) => fits(part, shared, managed));
  return { kind: "managed", documents: parts.map((part) => documentOf(part, shared)) };
}

/**
 * The same as one policy, with statements that buckets share if it is too long otherwise.
 *
 * @param length how many characters AWS allows
 */
export function identityPolicy(intents: Intents, length = Infinity): PolicyDocument {
  const granted: Granted = { needs: needsOf(intents), assumes: [] };
  const fits = within(granted.needs);
  return documentOf(granted, fits(granted, single, length) ? single : shared);
}

/** What one policy grants. */
interface Granted {
  readonly needs: readonly Need[];
  readonly assumes: readonly AssumedRole[];
}

/** The needs that one statement grants. */
type Group = readonly [Need, ...Need[]];

type Grouping = (needs: readonly Need[]) => Group[];

function single(needs: readonly Need[]): Group[] {
  return needs.map((need) => [need]);
}

/**
 * Groups needs that differ in one list alone: in the resources or, for the same key, in the encryption context. Their
 * statement allows exactly what theirs allow. With another account or key, it would allow more.
 */
function shared(needs: readonly Need[]): Group[] {
  const likeness = (need: Need) => {
    const { sid: _, resources, conditions, ...rest } = identityStatement(need);
    return JSON.stringify(
      need.key
        ? [rest, resources, { ...conditions, StringLike: undefined }]
        : [rest, need.target, conditions],
    );
  };
  return [...groupBy(needs, likeness).values()];
}

function documentOf(
  { needs, assumes }: Granted,
  grouping: Grouping,
  names = NAMES_AS_THEY_ARE,
): PolicyDocument {
  return toDocument([
    ...grouping(needs).map((group) => statementOf(group.map(names.inNeed))),
    ...assumeRoles(assumes.map(names.inRole)),
    ...tagSessions(assumes.map(names.inRole)),
  ]);
}

const NAMES_AS_THEY_ARE: Names = { inNeed: (need) => need, inRole: (role) => role };

/** Whether a policy has at most so many characters, with the longest possible names. */
function within(needs: readonly Need[]) {
  const names = lengthenedNames(needs);
  return (granted: Granted, grouping: Grouping, length: number): boolean =>
    length === Infinity || JSON.stringify(documentOf(granted, grouping, names)).length <= length;
}

/** Fills one part after the other. */
function split({ needs, assumes }: Granted, fits: (part: Granted) => boolean): Granted[] {
  const fitting = (some: readonly Need[]) => fits({ needs: some, assumes: [] });
  const pieces: Granted[] = [
    ...[...groupBy(needs, ({ bucket }) => bucket.name).values()].flatMap((ofBucket) =>
      piecesOf(ofBucket, fitting).map((some) => ({ needs: some, assumes: [] })),
    ),
    ...assumes.map((role) => ({ needs: [], assumes: [role] })),
  ];
  const parts: Granted[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    const more = last && {
      needs: withPrefixesTogether([...last.needs, ...piece.needs]),
      assumes: [...last.assumes, ...piece.assumes],
    };
    if (more && fits(more)) parts[parts.length - 1] = more;
    else parts.push(piece);
  }
  return parts;
}

/** What must not be divided further: the needs of a bucket or, where those do not fit, a single one or its prefixes. */
function piecesOf(ofBucket: readonly Need[], fits: (needs: readonly Need[]) => boolean): (readonly Need[])[] {
  if (fits(ofBucket)) return [ofBucket];
  return ofBucket.flatMap((need) =>
    fits([need]) ? [[need]] : need.prefixes.map((prefix) => [{ ...need, prefixes: [prefix] }]),
  );
}

function withPrefixesTogether(needs: readonly Need[]): Need[] {
  const parts = groupBy(needs, ({ bucket, key, verb, actions }) =>
    JSON.stringify([bucket.name, key?.name, verb, actions]),
  );
  return [...parts.values()].map((some) => ({
    ...some[0],
    prefixes: some.flatMap(({ prefixes }) => prefixes),
  }));
}

function statementOf(needs: readonly Need[]): Statement {
  const [first, ...others] = needs.map(identityStatement) as [Statement, ...Statement[]];
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    ...first,
    sid: sidOfAll(first.sid, all),
    resources: all.flatMap(({ resources = [] }) => resources),
    conditions: withContexts(
      first.conditions,
      all.flatMap(({ conditions }) => conditions?.StringLike?.[ENCRYPTION_CONTEXT] ?? []),
    ),
  };
}

function withContexts(
  conditions: Conditions | undefined,
  contexts: readonly string[],
): Conditions | undefined {
  if (contexts.length === 0) return conditions;
  return { ...conditions, StringLike: { ...conditions?.StringLike, [ENCRYPTION_CONTEXT]: contexts } };
}

function inOrder(roles: readonly AssumedRole[]): AssumedRole[] {
  return [...roles].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function assumeRoles(roles: readonly AssumedRole[]): Statement[] {
  if (roles.length === 0) return [];
  return [
    {
      sid: "AssumeRoles",
      actions: ["sts:AssumeRole"],
      resources: roles.map(({ principalArn }) => principalArn),
      because:
        "The trust policies of these roles name the account, which leaves the decision to its identity policies.",
      source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
    },
  ];
}

function tagSessions(roles: readonly AssumedRole[]): Statement[] {
  const tagged = roles.filter(({ sessionTags }) => sessionTags.length > 0);
  const alike = groupBy(tagged, ({ sessionTags }) => JSON.stringify(sessionTags));
  return [...alike.values()].map(([role, ...others], index) => ({
    sid: `TagSessions${index === 0 ? "" : index + 1}`,
    actions: ["sts:TagSession"],
    resources: [role, ...others].map(({ principalArn }) => principalArn),
    conditions: onlyTags(role.sessionTags),
    because: "The trust policies of these roles also leave it to the account who can pass tags.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
  }));
}

function identityStatement(need: Need): Statement {
  if (need.key) return grant(need, needSid(need), { resources: [need.key.keyArn] });
  return grant(need, needSid(need), {
    resources: s3Resources(need),
    conditions: need.sentBy === "principal" ? inAccountOf(need.bucket) : undefined,
  });
}

/**
 * The ARN of a bucket names no account. If the bucket is deleted, a stranger can take its name and receive the objects.
 * AWS documents this condition key for requests of principals, but not for those that S3 sends to replicate.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
 */
function inAccountOf({ account }: Bucket): Conditions {
  return { StringEquals: { "aws:ResourceAccount": account.accountId } };
}
