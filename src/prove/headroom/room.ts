/** How much more the policy of a bucket or a key, or the trust policy of a role, can name. */
import { accountOf, isAccountRoot } from "../../aws/arn";
import { BUCKET_POLICY, KEY_POLICY, TRUST_POLICY } from "../../aws/policy-limits";
import type { RawStatement } from "../../estate/policy-document";
import { distinct } from "../distinct";
import { type Document, jsonOf } from "../iam/documents";
import { listOf } from "../iam/shape";

/** What policies grow by, in the plural. */
export const GROWTHS = [
  "principals",
  "accounts",
  "trusted principals",
  "trusted subjects",
  "buckets",
  "destinations",
] as const;

export type Growth = (typeof GROWTHS)[number];

/** How many more fit into a policy, or into the policies of a role or user, beside those in it. */
export interface Headroom {
  /** Such as `bucket policy of acme-lake`, or `20 managed policies of role acme-etl`. */
  readonly title: string;
  readonly growth: Growth;
  /** The one that the others are like: the ARN of a principal or a bucket, the id of an account, or a subject. */
  readonly like: string;
  readonly more: number;
  /** What to do when no more fit, as the rest of a sentence. */
  readonly wayOut: string;
}

/** How many more fit, and what decides what to do then. */
export interface Room extends Omit<Headroom, "wayOut"> {
  /** What the policy belongs to. */
  readonly kind: "bucket" | "key" | "role" | "user";
  /** Whether each has statements of its own, because it has other objects than the others. */
  readonly isOfEachItsOwn: boolean;
}

const LIMITS = { bucket: BUCKET_POLICY, key: KEY_POLICY, trust: TRUST_POLICY } as const;

/** What a policy names, and what it grows by with one more of them. */
interface Kind {
  readonly growth: Headroom["growth"];
  readonly named: (statement: RawStatement) => readonly string[];
  /** The lists of a statement that grow, and their entry for a name. */
  readonly lists: (statement: RawStatement, like: string, isAlone: boolean) => readonly List[];
}

interface List {
  readonly entry: string;
  readonly values: readonly string[];
}

/** @param enough how far to count */
export function roomsIn(document: Document, enough = Infinity): readonly Room[] {
  switch (document.kind) {
    case "bucket":
    case "key":
      return [
        ...roomFor(PRINCIPALS, document, enough, document.account?.id),
        ...roomFor(DELIVERED_ACCOUNTS, document, enough),
      ];
    case "trust":
      return [...roomFor(TRUSTED_PRINCIPALS, document, enough), ...roomFor(SUBJECTS, document, enough)];
    default:
      return [];
  }
}

/** A statement, and whom it names. */
interface Naming {
  readonly statement: RawStatement;
  readonly names: readonly string[];
}

/**
 * @param enough how far to count
 * @param own the account whose principals share its statements anyway
 */
function roomFor(kind: Kind, document: Document, enough: number, own?: string): Room[] {
  const { raw, title } = document;
  const naming = raw.Statement.flatMap((statement): Naming[] => {
    const names = kind.named(statement).filter((name) => own === undefined || accountOf(name) !== own);
    return names.length > 0 ? [{ statement, names }] : [];
  });
  const all = distinct(naming.flatMap(({ names }) => names));
  // The longest one, so that as many fit of whoever comes next.
  const [like] = [...all].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  if (like === undefined) return [];
  // If no two of them share an account, the next has an account of its own too.
  const isAlone = distinct(all.map(accountOf)).length === all.length;
  const concerned = naming.filter(({ names }) => names.includes(like));
  const ownStatements = concerned.filter((each) => isItsOwn(each, naming, like));
  const grown = concerned
    .filter((each) => !ownStatements.includes(each))
    .flatMap(({ statement }) => kind.lists(statement, like, isAlone));
  const inLists = grown.reduce((sum, { entry }) => sum + JSON.stringify(entry).length + 1, 0);
  const brackets = grown.filter(({ values }) => values.length === 1).length * "[]".length;
  const lengths = ownStatements.map(({ statement }) => lengthByNumber(statement, naming));
  const inStatements = (number: number) => lengths.reduce((sum, length) => sum + length(number), 0);
  const limit = LIMITS[document.kind as keyof typeof LIMITS];
  let length =
    Buffer.byteLength(jsonOf(document)) +
    raw.Statement.reduce((sum, each) => sum + unlisted(each), 0) +
    brackets;
  let more = -1;
  for (; length <= limit.length && more < enough; more++)
    length += inLists + inStatements(all.length + more + 2);
  return [
    {
      title,
      growth: kind.growth,
      like,
      more: Math.max(0, more),
      kind: document.kind === "trust" ? "role" : (document.kind as "bucket" | "key"),
      isOfEachItsOwn: ownStatements.length > 0,
    },
  ];
}

/** Whether the others have a statement of their own with the same actions. */
function isItsOwn({ statement, names }: Naming, all: readonly Naming[], like: string): boolean {
  if (names.length !== 1) return false;
  if (listOf(statement.Resource ?? []).some((arn) => arn.includes(like))) return true;
  const actions = JSON.stringify(statement.Action);
  return all.some(
    (each) =>
      each.names.length === 1 && each.names[0] !== like && JSON.stringify(each.statement.Action) === actions,
  );
}

const NUMBER = /\d*$/;

/** How much a statement of its own adds, by the number of whom it is for. Sids can end with it. */
function lengthByNumber(statement: RawStatement, others: readonly Naming[]): (number: number) => number {
  const { Sid = "" } = statement;
  const stem = Sid.replace(NUMBER, "");
  const digits = others.flatMap(({ statement: { Sid: other = "" } }) =>
    other.replace(NUMBER, "") === stem ? [other.length - stem.length] : [],
  );
  const most = Math.max(0, ...digits);
  const length = JSON.stringify(statement).length + 1 - (Sid.length - stem.length);
  return (number) => length + (most === 0 ? 0 : Math.max(most, String(number).length));
}

/** The condition keys whose values are a list of the caller in a module, also if it is of one. */
const LISTED = ["aws:PrincipalOrgPaths", "aws:SourceArn", "aws:SourceIp", "aws:SourceVpce"];

/** How much longer a statement is in a module, so that a stack and its module have the same room. */
function unlisted({ Condition = {} }: RawStatement): number {
  const values = Object.values(Condition).flatMap((keys) => LISTED.map((key) => keys[key]));
  return values.filter((value) => typeof value === "string").length * "[]".length;
}

/** The roles and users that a statement is for, or the accounts, if it is for whole accounts. */
const PRINCIPALS: Kind = {
  growth: "principals",
  named: ({ Effect, Principal, Condition = {} }) => {
    if (Effect === "Deny" || Principal === undefined) return [];
    const byCondition = valuesOf(Condition, "aws:PrincipalArn");
    return byCondition.length > 0 ? byCondition : listOf(Principal === "*" ? [] : (Principal.AWS ?? []));
  },
  lists: (statement, like, isAlone) => {
    const { Principal } = statement;
    const principals = Principal === "*" ? [] : listOf(Principal?.AWS ?? []);
    const root = principals.find(
      (arn) => isAccountRoot(arn) && accountOf(arn) === accountOf(like) && arn !== like,
    );
    return [
      { entry: like, values: PRINCIPALS.named(statement) },
      ...(root !== undefined && isAlone ? [{ entry: root, values: principals }] : []),
    ];
  },
};

const TRUSTED_PRINCIPALS: Kind = { ...PRINCIPALS, growth: "trusted principals" };

/** The accounts for which services deliver, by their ids. */
const DELIVERED_ACCOUNTS: Kind = {
  growth: "accounts",
  named: ({ Effect, Principal, Condition = {} }) =>
    Effect === "Deny" || Principal === undefined || Principal === "*" || Principal.Service === undefined
      ? []
      : distinct([
          ...valuesOf(Condition, "aws:SourceAccount"),
          ...valuesOf(Condition, "aws:SourceArn").flatMap((arn) => accountOf(arn) ?? []),
        ]),
  lists: ({ Condition = {}, Resource = [] }, like) =>
    [...Object.values(Condition).flatMap(Object.values), Resource].flatMap((values: string | string[]) =>
      listOf(values).flatMap((entry) => (entry.includes(like) ? [{ entry, values: listOf(values) }] : [])),
    ),
};

/** The subjects of the tokens of identity providers. */
const SUBJECTS: Kind = {
  growth: "trusted subjects",
  named: ({ Effect, Principal, Condition = {} }) =>
    Effect === "Deny" || Principal === undefined || Principal === "*" || Principal.Federated === undefined
      ? []
      : subjectsOf(Condition),
  lists: ({ Condition = {} }, like) => [{ entry: like, values: subjectsOf(Condition) }],
};

type Conditions = NonNullable<RawStatement["Condition"]>;

function valuesOf(conditions: Conditions, key: string): readonly string[] {
  return Object.values(conditions).flatMap((keys) => listOf(keys[key] ?? []));
}

function subjectsOf(conditions: Conditions): readonly string[] {
  return Object.values(conditions).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, values]) => (key.endsWith(":sub") ? listOf(values) : [])),
  );
}
