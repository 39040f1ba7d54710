/** The policy documents of an estate and whose they are, for everybody who looks at them. */
import type { Account, Bucket, Estate, Key, Policy, Principal } from "../../estate/estate";
import type { RawPolicyDocument } from "../../estate/policy-document";
import { Multimap } from "../multimap";
import { once } from "../once";
import type { ConditionLine } from "./condition-line";
import { parseDocument, type Statement } from "./statement";

/** What a document is attached to decides which elements it takes, and how large it may be. */
export type DocumentKind = ResourcePolicyKind | "managed" | "inline" | "offered";

export interface Document {
  readonly kind: DocumentKind;
  /** What messages call it: `bucket policy of acme-source`. */
  readonly title: string;
  readonly address: string;
  /** Absent where the policy is offered, for whoever wants to attach it. */
  readonly account?: Account;
  readonly raw: RawPolicyDocument;
  readonly statements: readonly DocumentStatement[];
  /** Whose policy it is, for that kind. */
  readonly bucket?: Bucket;
  readonly key?: Key;
  /** The role or user of an inline or a trust policy. */
  readonly principal?: Principal;
}

/** A statement with the document that it is in. */
export interface DocumentStatement extends Statement {
  readonly document: Document;
  /** What messages call it: its Sid, or its number. */
  readonly label: string;
}

/** Each document once: a managed policy by its own name, whomever it is attached to. */
export const documentsOf = once((estate: Estate): readonly Document[] => {
  const documents = resourcePoliciesOf(estate).flatMap(({ document }) => document ?? []);
  const trustPolicies = new Map(documents.map((document) => [document.principal, document]));
  return [
    ...documents.filter(({ kind }) => kind !== "trust"),
    ...estate.managedPolicies.map((policy) =>
      read("managed", `managed policy ${policy.name}`, policy, policy.account),
    ),
    ...estate.offeredPolicies.map((policy) => read("offered", `policy of ${policy.address}`, policy)),
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
  /** What messages call the policy, whether it is there or not. */
  readonly title: string;
  readonly arn: string;
  readonly account: Account;
  /** Of the policy, or else of the resource, which is the place to write one; absent for a role that exists already. */
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

/** The identity policies of a role or a user, managed ones among them. */
export const identityPoliciesOf = once((principal: Principal): readonly Document[] =>
  principal.identityPolicies.map((policy) => {
    const title = `identity policy ${policy.name} of ${principal.kind} ${principal.name}`;
    return read(policy.kind, title, policy, principal.account, { principal });
  }),
);

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

type Owner = Pick<Document, "bucket" | "key" | "principal">;

function read(
  kind: DocumentKind,
  title: string,
  { address, document: raw }: Policy,
  account?: Account,
  owner: Owner = {},
): Document {
  const statements: DocumentStatement[] = [];
  const document: Document = {
    kind,
    title,
    address,
    ...(account && { account }),
    raw,
    statements,
    ...owner,
  };
  for (const statement of parseDocument(raw).statements) statements.push(within(document, statement));
  return document;
}

/** Written out, for a spread takes four times as long, and there are many. */
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

/** A line with the statement that it is in. */
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

/** Whether it says what a role or a user may do. */
export function isIdentity({ kind }: Document): boolean {
  return kind === "managed" || kind === "inline" || kind === "offered";
}

/** As `jsonencode` writes it, but for the order of what is in it. */
export const jsonOf = once(({ raw }: Document) => JSON.stringify(raw));
