/** The policy documents of an estate and what they belong to, for every part of the proof. */
import type { Account, Bucket, Estate, Key, OfferedPolicy, Policy, Principal } from "../../estate/estate";
import type { RawPolicyDocument } from "../../estate/policy-document";
import { Multimap } from "../multimap";
import { once } from "../once";
import { tagKeys, tagsInWords } from "../proof/principal-tags";
import type { ConditionLine } from "./condition-line";
import { parseReadable, type Statement } from "./statement";

/** What a document is attached to determines which elements it can have, and how large it can be. */
export type DocumentKind = ResourcePolicyKind | "managed" | "AWS-managed" | "inline" | "offered";

export interface Document {
  readonly kind: DocumentKind;
  /** Its name in messages: `bucket policy of acme-source`. */
  readonly title: string;
  readonly address: string;
  /** The name of a policy that AWS manages. */
  readonly awsManaged?: string;
  /** Absent for a policy in an output, which anyone can attach. */
  readonly account?: Account;
  readonly raw: RawPolicyDocument;
  /** Those that can be parsed. */
  readonly statements: readonly DocumentStatement[];
  /** Why the others cannot, one by one. */
  readonly unreadable: readonly string[];
  /** Why more statements are possible than those, as the end of a sentence about the policy. */
  readonly unknown?: string;
  /** What the policy belongs to, depending on its kind. */
  readonly bucket?: Bucket;
  readonly key?: Key;
  /** The role or user of an inline or a trust policy. */
  readonly principal?: Principal;
}

/** A statement and its document. */
export interface DocumentStatement extends Statement {
  readonly document: Document;
  /** Its name in messages: its Sid, or its number. */
  readonly label: string;
}

/**
 * Every document, once. A managed policy has the same name for all principals. Omits AWS managed policies, which only AWS
 * can change.
 */
export const documentsOf = once((estate: Estate): readonly Document[] => {
  const documents = resourcePoliciesOf(estate).flatMap(({ document }) => document ?? []);
  const trustPolicies = new Map(documents.map((document) => [document.principal, document]));
  return [
    ...documents.filter(({ kind }) => kind !== "trust"),
    ...estate.managedPolicies.map((policy) =>
      read("managed", `managed policy ${policy.name}${handedOver(policy)}`, policy, policy.account),
    ),
    ...estate.offeredPolicies.map((policy) =>
      read("offered", `policy of ${policy.address}${toTagged(policy)}${handedOver(policy)}`, policy),
    ),
    ...estate.principals.flatMap((principal) => [
      ...[trustPolicies.get(principal) ?? []].flat(),
      ...identityPoliciesOf(principal).filter(({ kind }) => kind === "inline"),
    ]),
  ];
});

export type ResourcePolicyKind = "bucket" | "key" | "trust";

/** A bucket, a key or a role, with its policy. */
export interface ResourcePolicy {
  readonly kind: ResourcePolicyKind;
  /** The name of the policy in messages, whether it exists or not. */
  readonly title: string;
  readonly arn: string;
  readonly account: Account;
  /** The address of the policy, or of the resource that has none. Absent for an existing role. */
  readonly address?: string;
  readonly document?: Document;
}

/** Every bucket, key and role. */
export const resourcePoliciesOf = once(({ buckets, keys, principals }: Estate): readonly ResourcePolicy[] => [
  ...buckets.map((bucket) =>
    resourcePolicy("bucket", `bucket policy of ${bucket.name}`, bucket, bucket.policy, { bucket }),
  ),
  ...keys.map((key) => resourcePolicy("key", `key policy of ${key.address}`, key, key.policy, { key })),
  ...principals
    .filter(({ kind }) => kind === "role")
    .map((principal) =>
      resourcePolicy("trust", `trust policy of role ${principal.name}`, principal, principal.trustPolicy, {
        principal,
      }),
    ),
]);

/** The identity policies of a role or user, including managed ones. */
export const identityPoliciesOf = once((principal: Principal): readonly Document[] =>
  principal.identityPolicies.map((policy) => {
    const isOfAws = policy.kind === "AWS-managed";
    const group = policy.group === undefined ? "" : ` from group ${policy.group}`;
    const title = `${isOfAws ? "AWS-managed" : "identity"} policy ${policy.name} of ${principal.kind} ${principal.name}${group}${handedOver(policy)}`;
    const owner = { principal, ...(isOfAws && { awsManaged: policy.name }) };
    return read(policy.kind, title, policy, principal.account, owner);
  }),
);

/** Names who attaches the policy, if Terraform does not. */
function handedOver({ handover }: Policy): string {
  return handover === undefined ? "" : ` (in the hand-over to ${handover})`;
}

/** Tells it from the policies of other teams in the same hand-over. */
function toTagged({ principalTags = {} }: OfferedPolicy): string {
  const tags = tagsInWords(tagKeys(principalTags));
  return tags === "" ? "" : ` for roles and users${tags}`;
}

function resourcePolicy(
  kind: ResourcePolicyKind,
  title: string,
  { arn, account, address: own }: Bucket | Key | Principal,
  policy: Policy | undefined,
  owner: Owner,
): ResourcePolicy {
  const document = policy && read(kind, title, policy, account, owner);
  const address = document?.address ?? own;
  return {
    kind,
    title,
    arn,
    account,
    ...(address !== undefined && { address }),
    ...(document && { document }),
  };
}

type Owner = Pick<Document, "bucket" | "key" | "principal" | "awsManaged">;

function read(
  kind: DocumentKind,
  title: string,
  { address, document: raw, unknown }: Policy,
  account?: Account,
  owner: Owner = {},
): Document {
  const statements: DocumentStatement[] = [];
  const readable = parseReadable(raw);
  const document: Document = {
    kind,
    title,
    address,
    ...(account && { account }),
    raw,
    statements,
    unreadable: readable.problems,
    ...(unknown !== undefined && { unknown }),
    ...owner,
  };
  for (const statement of readable.statements) statements.push(within(document, statement));
  return document;
}

/** Lists the fields, because a spread takes four times as long and there are many statements. */
function within(document: Document, statement: Statement): DocumentStatement {
  return {
    document,
    label: statement.sid ? statement.sid : `number ${statement.index + 1}`,
    raw: statement.raw,
    sid: statement.sid,
    index: statement.index,
    effect: statement.effect,
    principals: statement.principals,
    actions: statement.actions,
    notActions: statement.notActions,
    resources: statement.resources,
    notResources: statement.notResources,
    conditions: statement.conditions,
    requirements: statement.requirements,
    requiredPrincipals: statement.requiredPrincipals,
  };
}

export const statementsOf = once((estate: Estate): readonly DocumentStatement[] =>
  documentsOf(estate).flatMap(({ statements }) => statements),
);

/** A line and its statement. */
export interface Conditional {
  readonly statement: DocumentStatement;
  readonly line: ConditionLine;
}

/** By condition key, in lower case. */
export const conditionsOf = once((estate: Estate): Multimap<string, Conditional> => {
  const conditions = new Multimap<string, Conditional>();
  for (const statement of statementsOf(estate))
    for (const line of statement.conditions) conditions.add(line.lowerKey, { statement, line });
  return conditions;
});

/** Whether it determines what a role or user can do. */
export function isIdentity({ kind }: Document): boolean {
  return kind === "managed" || kind === "AWS-managed" || kind === "inline" || kind === "offered";
}

/** As `jsonencode` writes it, except for the order. */
export const jsonOf = once(({ raw }: Document) => JSON.stringify(raw));

/** Whether it may have policy variables. Most documents have none. */
export function hasVariables(document: Document): boolean {
  return jsonOf(document).includes("${");
}
