/** A policy document in the form that AWS stores. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  /** Only in a policy that somebody else wrote. */
  readonly Id?: string;
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Conditions;
}

/** Operator → condition key → value or values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A statement with the reason why it exists. */
export interface Statement {
  /** Alphanumeric, because IAM accepts nothing else. `toDocument` makes it unique within its document. */
  readonly sid: string;
  readonly effect?: "Deny";
  readonly principal?: "*" | Readonly<Record<string, readonly string[]>>;
  readonly actions: readonly string[];
  /** Absent only in trust policies. */
  readonly resources?: readonly string[];
  readonly conditions?: Conditions;
  /** Why AWS needs the statement, in sentences for reviewers of the policy. */
  readonly because: string;
  /** The AWS page that says so. */
  readonly source: string;
}

/** Why a statement exists. */
export type StatementReason = Pick<Statement, "because" | "source">;

const reasons = new WeakMap<PolicyDocument, ReadonlyMap<string, StatementReason>>();

/** The reason of each statement of a document, by Sid. Policy documents cannot contain comments. */
export function reasonsOf(document: PolicyDocument): ReadonlyMap<string, StatementReason> {
  return reasons.get(document) ?? new Map();
}

/**
 * Renders statements in canonical form: lists are sorted and have no duplicates, a list of one value is a string, and Sids are
 * unique. AWS can return policies in another order, and `terraform plan` would otherwise always show a diff.
 */
export function toDocument(statements: readonly Statement[]): PolicyDocument {
  const sids = uniqueSids(statements.map((statement) => statement.sid));
  const document: PolicyDocument = {
    Version: "2012-10-17",
    Statement: statements.map((statement, index) => canonicalStatement(statement, sids[index] as string)),
  };
  const because = statements.map(
    ({ because, source }, index) => [sids[index] as string, { because, source }] as const,
  );
  reasons.set(document, new Map(because));
  return document;
}

function canonicalStatement(
  { effect, principal, actions, resources, conditions }: Statement,
  sid: string,
): PolicyStatement {
  return {
    Sid: sid,
    Effect: effect ?? "Allow",
    ...(principal && { Principal: principalElement(principal) }),
    Action: canonical(actions),
    ...(resources && { Resource: canonical(resources) }),
    ...(conditions && { Condition: canonicalConditions(conditions) }),
  };
}

/** `in_box` → `InBox`, because a Sid has only letters and digits. */
export function sidPart(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

function uniqueSids(sids: readonly string[]): string[] {
  const taken = new Set<string>();
  return sids.map((sid) => {
    let unique = sid;
    for (let number = 2; taken.has(unique); number++) unique = `${sid}${number}`;
    taken.add(unique);
    return unique;
  });
}

function principalElement(principal: NonNullable<Statement["principal"]>): PolicyStatement["Principal"] {
  return principal === "*" ? principal : mapValues(principal, canonical);
}

function canonicalConditions(conditions: Conditions): Conditions {
  return mapValues(conditions, (keys) =>
    mapValues(keys, (value) => canonical(typeof value === "string" ? [value] : value)),
  );
}

function canonical(values: readonly string[]): string | readonly string[] {
  if (values.length === 1) return values[0] as string;
  const sorted = [...new Set(values)].sort();
  return sorted.length === 1 ? (sorted[0] as string) : sorted;
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  const mapped: Record<string, U> = {};
  for (const [key, value] of Object.entries(record)) mapped[key] = map(value);
  return mapped;
}

/** A policy that a bucket or key has before s3porter adds statements. Its elements are as somebody else wrote them. */
export interface EarlierPolicy {
  readonly Id?: string;
  readonly Statement: readonly EarlierStatement[] | EarlierStatement;
}

export interface EarlierStatement {
  readonly Sid?: string;
}

/** Adds the statements of a document to an earlier policy, whose statements stay as they are. */
export function mergedInto(earlier: EarlierPolicy, document: PolicyDocument): PolicyDocument {
  const merged: PolicyDocument = {
    Version: document.Version,
    ...(earlier.Id !== undefined && { Id: earlier.Id }),
    Statement: [
      ...([earlier.Statement].flat() as readonly object[] as PolicyStatement[]),
      ...document.Statement,
    ],
  };
  reasons.set(merged, reasonsOf(document));
  return merged;
}

/** Adds statements that somebody else wrote to a document, as they are. */
export function added(document: PolicyDocument, { Statement }: EarlierPolicy): PolicyDocument {
  const all = {
    ...document,
    Statement: [...document.Statement, ...([Statement].flat() as readonly object[] as PolicyStatement[])],
  };
  reasons.set(all, reasonsOf(document));
  return all;
}

/** Statements of a document with the Sid of an earlier one. AWS requires that Sids are unique within a policy. */
export function collisionsWith(earlier: EarlierPolicy, document: PolicyDocument): PolicyStatement[] {
  const sids = new Set([earlier.Statement].flat().map(({ Sid }) => Sid));
  return document.Statement.filter(({ Sid }) => sids.has(Sid));
}
