/**
 * How many more buckets the policies of a role or user have room for.
 *
 * Access to many buckets is spread over managed policies, one filled after the other. In each, buckets share statements that
 * differ in one list only.
 */
import { parseArn } from "../../aws/arn";
import { MANAGED_POLICIES, MANAGED_POLICY } from "../../aws/policy-limits";
import type { Principal } from "../../estate/estate";
import type { RawStatement } from "../../estate/policy-document";
import { listOf } from "../iam/shape";
import { Multimap } from "../multimap";
import { lengthWithLongestNames } from "./longest-names";
import { replicates } from "./replicates";
import type { Room } from "./room";

/** What a bucket adds to a statement or, if it is of no bucket, the whole statement. */
interface Part {
  /** Statements with the same frame are one in each policy. */
  readonly frame: string;
  /** Of the frame and the Sid. */
  readonly length: number;
  /** The lengths of the entries in its list. */
  readonly entries: readonly number[];
  readonly actions: string;
  readonly isOfKey: boolean;
}

/** @param enough how far to count */
export function identityRoomOf(principal: Principal, enough = Infinity): Room | undefined {
  const { kind, name, identityPolicies } = principal;
  const { rest, buckets } = partsOf(
    identityPolicies
      .filter((policy) => policy.kind !== "AWS-managed" && policy.group === undefined)
      .flatMap(({ document }) => document.Statement),
  );
  const isOfReplication = replicates(principal);
  const growing = alike(buckets, isOfReplication);
  const [like] = growing;
  if (like === undefined) return undefined;
  const inFrame = new Multimap<string, string>();
  for (const [bucket, parts] of buckets) for (const { frame } of parts) inFrame.add(frame, bucket);
  const isOwn = ({ frame, isOfKey }: Part) =>
    inFrame.get(frame).length === 1 && (isOfKey || growing.length > 1);
  const next = buckets.get(like) ?? [];
  const others = [...buckets].flatMap(([bucket, parts]) => (growing.includes(bucket) ? [] : [parts]));
  const most = MANAGED_POLICIES[kind];
  const fits = (count: number) => {
    const policies = new Policies();
    for (const part of rest) policies.add([part]);
    for (const parts of others) policies.addInPieces(withPrefixes(parts, growing.length, count));
    for (let number = 0; number < count && policies.count <= most; number++)
      policies.add(next.map((part) => (isOwn(part) ? { ...part, frame: `${part.frame} ${number}` } : part)));
    return policies.count <= most;
  };
  const fitting = mostFitting(fits, growing.length + enough);
  return {
    title: `${most} managed policies of ${kind} ${name}`,
    growth: isOfReplication ? "destinations" : "buckets",
    like,
    more: Math.max(0, fitting - growing.length),
    kind,
    isOfEachItsOwn: true,
  };
}

/** Each destination of a replication can have a prefix of its own, which is in the statements of the source too. */
function withPrefixes(parts: readonly Part[], buckets: number, count: number): readonly Part[] {
  const hasPrefixes = parts.some(({ isOfKey, entries }) => !isOfKey && entries.length === buckets);
  if (buckets < 2 || !hasPrefixes) return parts;
  return parts.map((part) => {
    const { entries } = part;
    const added = Array<number>(Math.max(0, count - buckets)).fill(entries.at(-1) ?? 0);
    return entries.length < buckets ? part : { ...part, entries: [...entries, ...added] };
  });
}

/**
 * @param fits for a number, if it does for every smaller one
 * @param enough how far to count
 */
function mostFitting(fits: (count: number) => boolean, enough: number): number {
  if (enough < Infinity && fits(enough)) return enough;
  let [fitting, tooMany] = [0, 256];
  for (; fits(tooMany); tooMany *= 2) fitting = tooMany;
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(middle)) fitting = middle;
    else tooMany = middle;
  }
  return fitting;
}

/** What each bucket adds, by its ARN, and the statements that are of no bucket. */
function partsOf(statements: readonly RawStatement[]) {
  const rest: Part[] = [];
  const buckets = new Map<string, Part[]>();
  for (const statement of statements) {
    const { list, without } = withoutList(statement);
    const { Sid = "", Action = [] } = statement;
    const frame = JSON.stringify(without);
    const part = {
      frame,
      length: lengthWithLongestNames(frame) + `"Sid":"",`.length + Sid.replace(AND_OTHERS, "").length,
      entries: [],
      actions: listOf(Action).join(),
      isOfKey: listOf(Action).some((action) => action.startsWith("kms:")),
    };
    if (list === undefined) rest.push(part);
    for (const [bucket, entries] of byBucket(list ?? []))
      buckets.set(bucket, [...(buckets.get(bucket) ?? []), { ...part, entries }]);
  }
  return { rest, buckets };
}

const CONTEXT = "kms:EncryptionContext:aws:s3:arn";

/** The list that names buckets, and the statement without its Sid and this list, which is empty then. */
function withoutList({ Sid: _, ...statement }: RawStatement): {
  readonly list?: readonly string[];
  readonly without: object;
} {
  const { Resource = [], Condition = {} } = statement;
  const contexts = Condition.StringLike?.[CONTEXT];
  if (contexts !== undefined) {
    const StringLike = { ...Condition.StringLike, [CONTEXT]: [] };
    return { list: listOf(contexts), without: { ...statement, Condition: { ...Condition, StringLike } } };
  }
  const list = listOf(Resource);
  return list.length > 0 && list.every((arn) => bucketOf(arn) !== undefined)
    ? { list, without: { ...statement, Resource: [] } }
    : { without: statement };
}

function byBucket(list: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const entries = new Map<string, number[]>();
  for (const arn of list) {
    const bucket = bucketOf(arn) ?? arn;
    entries.set(bucket, [...(entries.get(bucket) ?? []), lengthWithLongestNames(JSON.stringify(arn))]);
  }
  return entries;
}

function bucketOf(arn: string): string | undefined {
  return parseArn(arn)?.bucket === undefined ? undefined : arn.split("/", 1)[0];
}

/** The buckets with the same access as most others, the one that takes most first; of a replication, the destinations. */
function alike(buckets: ReadonlyMap<string, readonly Part[]>, isOfReplication: boolean): readonly string[] {
  const kinds = new Multimap<string, string>();
  const lengths = new Map<string, number>();
  for (const [bucket, parts] of buckets) {
    const actions = parts.map((each) => each.actions).join(";");
    if (isOfReplication && !actions.includes("s3:ReplicateObject")) continue;
    kinds.add(actions, bucket);
    const alone = new Policies();
    alone.add(parts);
    lengths.set(bucket, alone.length);
  }
  const lengthOf = (bucket: string | undefined) => lengths.get(bucket ?? "") ?? 0;
  const most = [...kinds.all()].sort((a, b) => b.length - a.length || lengthOf(b[0]) - lengthOf(a[0]))[0];
  return [...(most ?? [])].sort((a, b) => lengthOf(b) - lengthOf(a));
}

/** Without a comma, because each statement is counted with one, also the last. */
const EMPTY = '{"Version":"2012-10-17","Statement":[]}'.length - ",".length;
/** What s3porter adds to the Sid of a statement that several buckets share. */
const AND_OTHERS = "AndOthers";

/** Managed policies that are filled one after the other. */
class Policies {
  count = 1;
  /** Of the last one. */
  length = EMPTY;
  /** How many buckets and entries each statement of the last one has. */
  private frames = new Map<string, { buckets: number; entries: number }>();

  add(parts: readonly Part[]): void {
    const added = this.lengthOf(parts);
    if (this.frames.size > 0 && this.length + added > MANAGED_POLICY.length) {
      this.count++;
      this.length = EMPTY;
      this.frames = new Map();
      return this.add(parts);
    }
    this.length += added;
    for (const { frame, entries } of parts) {
      const before = this.frames.get(frame) ?? { buckets: 0, entries: 0 };
      this.frames.set(frame, { buckets: before.buckets + 1, entries: before.entries + entries.length });
    }
  }

  /** What does not fit into a policy is divided into one piece for each entry. */
  addInPieces(parts: readonly Part[]): void {
    if (this.isShortEnough(parts)) return this.add(parts);
    for (const part of parts) {
      if (this.isShortEnough([part])) this.add([part]);
      else for (const piece of piecesOf(part)) this.add([piece]);
    }
  }

  private isShortEnough(parts: readonly Part[]): boolean {
    return EMPTY + new Policies().lengthOf(parts) <= MANAGED_POLICY.length;
  }

  private lengthOf(parts: readonly Part[]): number {
    return parts.reduce((sum, { frame, length, entries }) => {
      const before = this.frames.get(frame);
      const listed = entries.reduce((all, each) => all + each + ",".length, 0);
      // A list of one has no brackets, and no comma.
      if (before === undefined)
        return sum + length + listed + ",".length - (entries.length === 0 ? 0 : entries.length === 1 ? 3 : 1);
      const brackets = before.entries === 1 ? "[]".length : 0;
      const others = before.buckets === 1 ? AND_OTHERS.length : 0;
      return sum + listed + brackets + others;
    }, 0);
  }
}

/** Each piece of a statement about a key has the entry for the bucket itself, too. */
function piecesOf(part: Part): Part[] {
  const [bucket = 0, ...objects] = part.entries;
  if (!part.isOfKey) return part.entries.map((entry) => ({ ...part, entries: [entry] }));
  const length = part.length + bucket + ",[]".length;
  return objects.map((entry) => ({ ...part, length, entries: [entry] }));
}
