/** The policy documents of an estate, taken apart once for all the rules that look at them. */
import type { Account, Bucket, Estate, Key, Principal } from "../../estate/estate";
import type { OneOrMore, RawPolicyDocument, RawStatement } from "../../estate/policy-document";
import { Multimap } from "../multimap";
import { type Named, readNamed } from "./named";

/** What a document is attached to decides which elements it takes, and how large it may be. */
export type DocumentKind = "bucket" | "key" | "managed" | "inline" | "offered" | "trust";

export interface Document {
  readonly kind: DocumentKind;
  /** What messages call it: `bucket policy of acme-source`. */
  readonly title: string;
  readonly address: string;
  /** Absent where the policy is offered, for whoever wants to attach it. */
  readonly account?: Account;
  readonly raw: RawPolicyDocument;
  readonly statements: readonly Statement[];
  /** Whose policy it is, for that kind. */
  readonly bucket?: Bucket;
  readonly key?: Key;
  /** The role or user of an inline or a trust policy. */
  readonly principal?: Principal;
}

export interface Statement {
  readonly document: Document;
  readonly raw: RawStatement;
  /** What messages call it: its Sid, or its number. */
  readonly label: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly ConditionLine[];
  /** Those of them that hold only where the key is there. */
  readonly requirements: readonly ConditionLine[];
  /** Whom it is about; nobody in the policy of a role or a user. */
  readonly named: Named;
}

/** One line of a `Condition` element. */
export interface ConditionLine {
  /** `ForAllValues:StringNotLikeIfExists` */
  readonly operator: string;
  /** The same without qualifier and suffix: `StringNotLike`. */
  readonly base: string;
  readonly qualifier: string | undefined;
  readonly ifExists: boolean;
  readonly negated: boolean;
  readonly key: string;
  /** In lower case. */
  readonly lowerKey: string;
  readonly values: readonly string[];
}

const taken = new WeakMap<Estate, readonly Document[]>();

/** Each managed policy is there once, whomever it is attached to. */
export function documentsOf(estate: Estate): readonly Document[] {
  const before = taken.get(estate);
  if (before) return before;
  const documents = [
    ...estate.buckets.flatMap((bucket) => {
      const { policy, account } = bucket;
      return policy ? document("bucket", `bucket policy of ${bucket.name}`, policy, account, { bucket }) : [];
    }),
    ...estate.keys.map((key) =>
      document("key", `key policy of ${key.address}`, key.policy, key.account, { key }),
    ),
    ...estate.managedPolicies.map((policy) =>
      document("managed", `managed policy ${policy.name}`, policy, policy.account, {}),
    ),
    ...estate.offeredPolicies.map((policy) =>
      document("offered", `policy of ${policy.address}`, policy, undefined, {}),
    ),
    ...estate.principals.flatMap((principal) => {
      const { account, kind, name, trustPolicy, identityPolicies } = principal;
      const inline = identityPolicies.filter((policy) => policy.kind === "inline");
      return [
        ...(trustPolicy
          ? [document("trust", `trust policy of ${kind} ${name}`, trustPolicy, account, { principal })]
          : []),
        ...inline.map((policy) =>
          document("inline", `identity policy ${policy.name} of ${kind} ${name}`, policy, account, {
            principal,
          }),
        ),
      ];
    }),
  ];
  taken.set(estate, documents);
  return documents;
}

const takenStatements = new WeakMap<Estate, readonly Statement[]>();

export function statementsOf(estate: Estate): readonly Statement[] {
  const before = takenStatements.get(estate);
  if (before) return before;
  const statements = documentsOf(estate).flatMap((each) => each.statements);
  takenStatements.set(estate, statements);
  return statements;
}

/** A line with the statement that it is in. */
export interface Conditional {
  readonly statement: Statement;
  readonly line: ConditionLine;
}

const takenConditions = new WeakMap<Estate, Multimap<string, Conditional>>();

/** By condition key, in lower case: most rules are about one. */
export function conditionsOf(estate: Estate): Multimap<string, Conditional> {
  const before = takenConditions.get(estate);
  if (before) return before;
  const conditions = new Multimap<string, Conditional>();
  for (const statement of statementsOf(estate)) {
    for (const line of statement.conditions) conditions.add(line.lowerKey, { statement, line });
  }
  takenConditions.set(estate, conditions);
  return conditions;
}

/** Whether it says what a role or a user may do. */
export function isIdentity({ kind }: Document): boolean {
  return kind === "managed" || kind === "inline" || kind === "offered";
}

/** Whether it holds only where the key is there: without `IfExists`, `ForAllValues`, `Null` and negation. */
export function isRequirement({ base, negated, ifExists, qualifier }: ConditionLine): boolean {
  return !negated && !ifExists && base !== "Null" && qualifier !== "ForAllValues";
}

function document(
  kind: DocumentKind,
  title: string,
  { address, document: raw }: { readonly address: string; readonly document: RawPolicyDocument },
  account: Account | undefined,
  owner: Pick<Document, "bucket" | "key" | "principal">,
): Document {
  const statements: Statement[] = [];
  const made: Document = {
    kind,
    title,
    address,
    ...(account && { account }),
    raw,
    statements,
    ...owner,
  };
  for (const [index, each] of raw.Statement.entries()) statements.push(statement(made, each, index));
  return made;
}

function statement(document: Document, raw: RawStatement, index: number): Statement {
  const conditions = raw.Condition ? conditionLines(raw.Condition) : NONE;
  const requirements = conditions.length > 0 ? conditions.filter(isRequirement) : NONE;
  return {
    document,
    raw,
    label: raw.Sid ? raw.Sid : `number ${index + 1}`,
    actions: list(raw.Action),
    resources: list(raw.Resource),
    conditions,
    requirements,
    named: readNamed(raw.Principal, requirements),
  };
}

const NONE: readonly ConditionLine[] = [];

function conditionLines(block: NonNullable<RawStatement["Condition"]>): ConditionLine[] {
  const lines: ConditionLine[] = [];
  for (const [operator, keys] of Object.entries(block)) {
    const { base, qualifier, ifExists, negated } = operatorParts(operator);
    for (const [key, value] of Object.entries(keys)) {
      const values = list(value);
      lines.push({ operator, base, qualifier, ifExists, negated, key, lowerKey: lowerCase(key), values });
    }
  }
  return lines;
}

const lowerCases = new Map<string, string>();

/** One text for each key, for there are few keys and many lines. */
function lowerCase(key: string): string {
  const before = lowerCases.get(key);
  if (before !== undefined) return before;
  const made = key.toLowerCase();
  lowerCases.set(key, made);
  return made;
}

type OperatorParts = Pick<ConditionLine, "base" | "qualifier" | "ifExists" | "negated">;
const operators = new Map<string, OperatorParts>();

function operatorParts(operator: string): OperatorParts {
  const before = operators.get(operator);
  if (before) return before;
  const [, qualifier, base = "", ifExists] = /^(?:([^:]*):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const parts = {
    base,
    qualifier,
    ifExists: ifExists !== undefined,
    negated: /Not/.test(base),
  };
  operators.set(operator, parts);
  return parts;
}

const texts = new WeakMap<Document, string>();

/** As `jsonencode` writes it, but for the order of what is in it. */
export function jsonOf(document: Document): string {
  const before = texts.get(document);
  if (before !== undefined) return before;
  const text = JSON.stringify(document.raw);
  texts.set(document, text);
  return text;
}

/** Without what is there twice; most have nothing twice. */
export function distinct<T>(items: readonly T[]): readonly T[] {
  return items.length < 2 ? items : [...new Set(items)];
}

/** What a statement is about, and what it is about everything but. */
export function allResources({ resources, raw }: Statement): readonly string[] {
  return raw.NotResource === undefined ? resources : [...resources, ...list(raw.NotResource)];
}

export function list(value: OneOrMore | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
