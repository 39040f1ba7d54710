/** How many more principals the policies of an estate have room for. */
import { accountOf, isAccountRoot } from "../aws/arn";
import { BUCKET_POLICY, KEY_POLICY } from "../aws/policy-limits";
import type { Estate } from "../estate/estate";
import type { RawStatement } from "../estate/policy-document";
import { distinct } from "./distinct";
import { type Document, documentsOf, jsonOf } from "./iam/documents";
import { listOf } from "./iam/shape";

/** How many principals fit into a policy beside those that it names. */
export interface Headroom {
  /** Such as `bucket policy of acme-lake`. */
  readonly title: string;
  /** The ARN of the principal that the others are like. */
  readonly like: string;
  readonly more: number;
}

const LIMITS = { bucket: BUCKET_POLICY, key: KEY_POLICY } as const;

/** The policy of a bucket or a key that is full first. Undefined if none names a principal of another account. */
export function headroomOf(estate: Estate): Headroom | undefined {
  return documentsOf(estate)
    .flatMap((document) => headroomIn(document) ?? [])
    .reduce<Headroom | undefined>(
      (least, each) => (least && least.more <= each.more ? least : each),
      undefined,
    );
}

/** A statement, and whom of other accounts it names. */
interface Naming {
  readonly statement: RawStatement;
  readonly names: readonly string[];
}

function headroomIn(document: Document): Headroom | undefined {
  const { kind, account, raw, title } = document;
  if (kind !== "bucket" && kind !== "key") return undefined;
  const naming = raw.Statement.map((statement): Naming => ({
    statement,
    names: namesIn(statement).filter((arn) => accountOf(arn) !== account?.id),
  }));
  const all = distinct(naming.flatMap(({ names }) => names));
  // The longest one, so that as many fit of whoever comes next.
  const [like] = [...all].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  if (like === undefined) return undefined;
  // If no two of them share an account, the next has an account of its own too.
  const isAlone = distinct(all.map(accountOf)).length === all.length;
  const growth = (step: "first" | "next") =>
    naming
      .filter(({ names }) => names.includes(like))
      .reduce((sum, each) => sum + growthOf(each, { like, isAlone, step, others: naming }), 0);
  const length =
    Buffer.byteLength(jsonOf(document)) + raw.Statement.reduce((sum, each) => sum + unlisted(each), 0);
  const room = LIMITS[kind].length - length - growth("first");
  return { title, like, more: room < 0 ? 0 : 1 + Math.floor(room / growth("next")) };
}

/** The condition keys whose values are a list of the caller in a module, also if it is of one. */
const LISTED = ["aws:PrincipalOrgPaths", "aws:SourceArn", "aws:SourceIp", "aws:SourceVpce"];

/** How much longer a statement is in a module, so that a stack and its module have the same room. */
function unlisted({ Condition = {} }: RawStatement): number {
  const values = Object.values(Condition).flatMap((keys) => LISTED.map((key) => keys[key]));
  return values.filter((value) => typeof value === "string").length * "[]".length;
}

/** The roles and users that a statement is for, or the accounts, if it is for whole accounts. */
function namesIn({ Effect, Principal, Condition = {} }: RawStatement): readonly string[] {
  if (Effect === "Deny" || Principal === undefined) return [];
  const byCondition = Object.values(Condition).flatMap((keys) => listOf(keys["aws:PrincipalArn"] ?? []));
  return byCondition.length > 0 ? byCondition : listOf(Principal === "*" ? [] : (Principal.AWS ?? []));
}

interface Growing {
  readonly like: string;
  readonly isAlone: boolean;
  readonly step: "first" | "next";
  readonly others: readonly Naming[];
}

/** By how many bytes a statement grows, or the document for a statement that each principal has for itself. */
function growthOf({ statement, names }: Naming, { like, isAlone, step, others }: Growing): number {
  const ofItsOwn = names.length === 1 && others.some((each) => isLike(each, statement, like));
  if (ofItsOwn) return JSON.stringify(statement).length + 1;
  const list = (entry: string, values: readonly string[]) =>
    JSON.stringify(entry).length + 1 + (step === "first" && values.length === 1 ? "[]".length : 0);
  const principals = statement.Principal === "*" ? [] : listOf(statement.Principal?.AWS ?? []);
  const root = principals.find(
    (arn) => isAccountRoot(arn) && accountOf(arn) === accountOf(like) && arn !== like,
  );
  return list(like, names) + (root !== undefined && isAlone ? list(root, principals) : 0);
}

/** Whether another principal has a statement of its own with the same actions. */
function isLike({ statement, names }: Naming, { Action }: RawStatement, like: string): boolean {
  return (
    names.length === 1 && names[0] !== like && JSON.stringify(statement.Action) === JSON.stringify(Action)
  );
}
