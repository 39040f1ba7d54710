import {
  added,
  type Conditions,
  type EarlierStatement,
  type PolicyDocument,
  type Statement,
  toDocument,
} from "./document";
import { groupBy } from "./group-by";
import {
  type AssumedRole,
  type Bucket,
  type Intents,
  isHandedOver,
  type Key,
  type Principal,
  type PrincipalIntents,
} from "./intents";
import {
  leastCharacters,
  lengthenedNames,
  mostCharacters,
  mostCharactersOf,
  type Names,
} from "./lengthened-names";
import { type Need, needsOf } from "./needs";
import { ENCRYPTION_CONTEXT, grant, needSid, s3Resources, sidOfAll } from "./statements";
import { withTrailsTogether } from "./trail-needs";
import { onlyTags } from "./trust-policy";

/** The limits of the policies, in characters. */
export interface IdentityPolicyLimits {
  /** For all inline policies together. Undefined if the role or user gets none. */
  readonly inline?: number;
  /** For each managed policy. */
  readonly managed: number;
}

/** The policies of a role or user, and how to attach them. */
export interface IdentityPolicies {
  readonly kind: "inline" | "managed";
  /** Builds the document of each policy. After most grants, only their number matters. */
  readonly documents: readonly (() => PolicyDocument)[];
}

/**
 * Returns one inline policy if it is short enough, with a statement for each bucket or, if that is too long, with statements
 * that buckets share. Otherwise returns managed policies, filled with statements of the user's own, with buckets and then with
 * roles, sorted by name.
 *
 * The length is calculated with the longest possible names. A stack and its module therefore have the same policies, and
 * renaming a bucket never moves a statement to another policy.
 *
 * @param intents the intents of this role or user only
 */
export function identityPolicies(
  intents: PrincipalIntents,
  { inline, managed }: IdentityPolicyLimits,
): IdentityPolicies {
  const { assumes = [], own } = intents;
  const granted: Granted = { needs: withTrailsTogether(needsOf(intents)), assumes: inOrder(assumes), own };
  const kind = inline === undefined ? "managed" : "inline";
  const fits = within(granted.needs);
  const grouping = [single, shared].find((each) => fits(granted, each, inline ?? managed));
  if (grouping) return { kind, documents: [() => documentOf(granted, grouping)] };
  const parts = split(granted, (part) => fits(part, shared, managed));
  return { kind: "managed", documents: parts.map((part) => () => documentOf(part, shared)) };
}

/**
 * Returns everything in one policy. If it would be too long, buckets share statements.
 *
 * @param length the limit, in characters
 */
export function identityPolicy(intents: Intents, length = Infinity): PolicyDocument {
  const granted: Granted = { needs: withTrailsTogether(needsOf(intents)), assumes: [] };
  const fits = within(granted.needs);
  return documentOf(granted, fits(granted, single, length) ? single : shared);
}

/** What one policy grants. */
interface Granted {
  readonly needs: readonly Need[];
  readonly assumes: readonly AssumedRole[];
  readonly own?: PrincipalIntents["own"];
}

/** The needs that one statement grants. */
type Group = readonly [Need, ...Need[]];

type Grouping = (needs: readonly Need[]) => Group[];

function single(needs: readonly Need[]): Group[] {
  return needs.map((need) => [need]);
}

/**
 * Groups needs that differ in one list only: the resources or, for the same key, the encryption context. One statement then
 * allows exactly the same as one statement for each. With different accounts or keys, it would allow more.
 */
function shared(needs: readonly Need[]): Group[] {
  const likeness = (need: Need) => {
    const { sid: _, resources, conditions, ...rest } = identityStatement(need);
    return JSON.stringify(
      need.key
        ? [rest, resources, { ...conditions, StringLike: undefined }, need.trails]
        : [rest, need.target, conditions],
    );
  };
  return [...groupBy(needs, likeness).values()];
}

function documentOf(
  { needs, assumes, own }: Granted,
  grouping: Grouping,
  names = NAMES_AS_THEY_ARE,
): PolicyDocument {
  const document = toDocument([
    ...grouping(needs).map((group) => statementOf(group.map(names.inNeed))),
    ...assumeRoles(assumes.map(names.inRole)),
    ...tagSessions(assumes.map(names.inRole)),
  ]);
  return own ? added(document, { Statement: own as readonly EarlierStatement[] }) : document;
}

const NAMES_AS_THEY_ARE: Names = { inNeed: (need) => need, inRole: (role) => role };

/** Returns a function that checks the length of a policy with the longest possible names. */
function within(needs: readonly Need[]) {
  // Only long policies need them.
  let names: Names | undefined;
  return ({ own, ...granted }: Granted, grouping: Grouping, most: number): boolean => {
    const length = most - (own ? mostCharactersOf(own) : 0);
    if (granted.assumes.length === 0 && mostCharacters(granted.needs) <= length) return true;
    if (leastCharacters(granted.needs) > length) return false;
    names ??= lengthenedNames(needs);
    return JSON.stringify(documentOf(granted, grouping, names)).length <= length;
  };
}

/** Fills one part after the other. */
function split({ needs, assumes, own }: Granted, fits: (part: Granted) => boolean): Granted[] {
  const fitting = (some: readonly Need[]) => fits({ needs: some, assumes: [] });
  const pieces: Granted[] = [
    ...(own ? [{ needs: [], assumes: [], own }] : []),
    ...[...groupBy(needs, ({ bucket }) => bucket.name).values()].flatMap((ofBucket) =>
      piecesOf(ofBucket, fitting).map((some) => ({ needs: some, assumes: [] })),
    ),
    ...assumes.map((role) => ({ needs: [], assumes: [role] })),
  ];
  const parts: Granted[] = [];
  for (let start = 0, count = 1; start < pieces.length; start += count) {
    const filled = (pieceCount: number) => together(pieces.slice(start, start + pieceCount));
    // Buckets are alike, so about as many fit as into the part before.
    const fitting = (pieceCount: number) => pieceCount === 1 || fits(filled(pieceCount));
    count = mostFitting(fitting, Math.min(count, pieces.length - start), pieces.length - start);
    parts.push(filled(count));
  }
  return parts;
}

function together(pieces: readonly Granted[]): Granted {
  return {
    needs: withPrefixesTogether(pieces.flatMap(({ needs }) => needs)),
    assumes: pieces.flatMap(({ assumes }) => assumes),
    own: pieces.find(({ own }) => own)?.own,
  };
}

/** @param fits for a number, if it does for every smaller one; always for 1 */
function mostFitting(fits: (count: number) => boolean, guess: number, most: number): number {
  let count = guess;
  if (fits(count)) while (count < most && fits(count + 1)) count++;
  else while (!fits(--count));
  return count;
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
        "The trust policies of these roles trust the account. Its identity policies decide who can assume the roles.",
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
    because: "The identity policies of the account also decide who can pass tags to these roles.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
  }));
}

function identityStatement(need: Need): Statement {
  if (need.key) return grant(need, needSid(need), keyElements(need.key, need.principal));
  return grant(need, needSid(need), {
    resources: s3Resources(need),
    conditions: need.sentBy === "principal" ? inAccountOf(need.bucket) : undefined,
  });
}

/**
 * A policy that is handed over can be attached before the key exists. AWS chooses the id of the key, so the policy identifies
 * the key by its alias, which is unique in its account and region.
 * https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
function keyElements(
  { account: { partition, region, accountId }, keyArn, alias }: Key,
  principal: Principal,
): Pick<Statement, "resources" | "conditions"> {
  if (!isHandedOver(principal) || alias === undefined) return { resources: [keyArn] };
  return {
    resources: [`arn:${partition}:kms:${region}:${accountId}:key/*`],
    conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias } },
  };
}

/**
 * The ARN of a bucket does not contain the account. If the bucket is deleted, another account can create a bucket with the same
 * name and receive the objects. AWS documents this condition key for requests by principals, but not for replication by S3.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
 */
function inAccountOf({ account }: Bucket): Conditions {
  return { StringEquals: { "aws:ResourceAccount": account.accountId } };
}
