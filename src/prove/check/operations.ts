/** What a principal can do with a bucket. */
import { distinct } from "../distinct";
import { Multimap } from "../multimap";
import type { Authorization, CalledObject, Encryption } from "../catalogue/authorization";
import * as cli from "../catalogue/cli-commands";
import { type Calls, type Permission, PERMISSIONS, usesOf } from "../catalogue/permissions";
import type { Decision, Finding } from "../evaluator/decision";
import type { Judgement } from "../evaluator/judge";
import { distinctReasons, textsOf } from "../evaluator/unknown";
import { instanceOf, matches, pattern } from "../iam/wildcard";
import type { Question } from "../proof/operation";
import { OBJECT, prefixFor } from "../proof/prefix";
import { Questions } from "../proof/questions";
import type { Answered } from "./answered";
import type { Caller } from "./callers";
import type { Link } from "./connections";
import type {
  AllowingStatement,
  DecidingDocument,
  DescribedOperation,
  Half,
  MissingAuthorization,
} from "./description";
import type { EstateJudge } from "./estate-judge";
import { halfOf } from "./half";

/** A copy from the bucket to one in which the principal can write. */
const COPY = "aws s3 cp, copying from it";

export class LinkDescription {
  readonly answered: readonly Answered[];

  constructor(
    readonly link: Link,
    readonly caller: Caller,
    encryption: Encryption | undefined,
    private readonly judge: EstateJudge,
  ) {
    const asks = new Questions();
    const judgements = new Map<Question, Judgement>();
    const answer = (question: Question) => {
      const before = judgements.get(question);
      if (before) return before;
      const made = judge.judge(caller, question.authorization);
      judgements.set(question, made);
      return made;
    };
    const patterns = distinct(link.objects.map((object) => prefixFor(object, caller.actor)));
    this.answered = patterns.flatMap((objects) =>
      operationsOn(link, objects, patterns, encryption).map(({ title, variant, authorizations }) => {
        const questions = asks.of(caller.actor, authorizations);
        return {
          title,
          ...(variant !== undefined && { variant }),
          pattern: objects,
          questions,
          judgements: questions.map(answer),
        };
      }),
    );
  }

  /** Whether it can write some object of the bucket. */
  get canWrite(): boolean {
    return this.answered.some(
      ({ questions, judgements }) =>
        questions.some(({ authorization }) => authorization.action === "s3:PutObject") &&
        judgements.every(({ decision }) => decision?.allowed),
    );
  }

  /** @param copies whether it can write in another bucket */
  describe(copies: boolean): DescribedOperation[] {
    const groups = new Multimap(
      this.answered.map((each) => {
        const described = this.described(each, copies);
        const { title, variant = "" } = each;
        const lacking = described.missing.map(({ authorization: { action }, documents }) => [
          action,
          documents,
        ]);
        const id = [title, variant, described.answer, described.half, lacking, textsOf(described.unknown)];
        return [JSON.stringify(id), described] as const;
      }),
    );
    return [...groups.all()].map((group) => ({
      ...(group[0] as DescribedOperation),
      keys: widest(group.flatMap(({ keys }) => keys)),
    }));
  }

  private described(asked: Answered, copies: boolean): DescribedOperation {
    const { title, variant, questions, judgements } = asked;
    const refused = questions.filter((_, index) => judgements[index]?.decision?.allowed === false);
    const unknown = judgements.flatMap((judgement) => judgement.unknown);
    const base = {
      title,
      ...(variant !== undefined && { variant }),
      keys: [asked.pattern],
      by: allowingStatements(judgements),
    };
    if (refused.length === 0 && unknown.length > 0)
      return { ...base, answer: "unknown", missing: [], unknown: distinctReasons(unknown) };
    if (refused.length === 0) return { ...base, answer: "can", missing: [], unknown: [] };
    const half = this.half(asked, copies);
    const missing = questions.flatMap((question, index) => this.missing(question, judgements[index]));
    return { ...base, answer: half ? "half" : "cannot", ...(half && { half }), missing, unknown: [] };
  }

  private half(asked: Answered, copies: boolean): Half | undefined {
    const { caller, judge, link } = this;
    if (asked.title !== COPY) return halfOf(asked, this.answered, { caller, judge, bucket: link.bucket });
    const isOther = (each: Answered) =>
      each.title === COPY && each.pattern === asked.pattern && each !== asked;
    const worksOtherwise = this.answered.some(
      (each) => isOther(each) && each.judgements.every(({ decision }) => decision?.allowed),
    );
    return copies && worksOtherwise ? "variant" : undefined;
  }

  private missing(question: Question, judgement: Judgement | undefined): MissingAuthorization[] {
    const decision = judgement?.decision;
    if (!decision || decision.allowed) return [];
    const { judge, caller } = this;
    return [missingOf(question.authorization, decision, { judge, caller })];
  }
}

interface Judged {
  readonly judge: EstateJudge;
  readonly caller: Pick<Caller, "actor" | "tagsAreKnown">;
}

/** Looks for the nearest statements only on demand, because most missing authorizations are never shown. */
export function missingOf(
  authorization: Authorization,
  decision: Decision,
  { judge, caller }: Judged,
): MissingAuthorization {
  return {
    authorization,
    decision,
    documents: decision.because.flatMap(documentsOf),
    get nearest() {
      return judge.nearest(caller, authorization, decision);
    },
  };
}

function documentsOf({ documents, outcome, statement }: Finding): DecidingDocument[] {
  const which = statement && (statement.sid ? statement.sid : `number ${statement.index + 1}`);
  return documents.map(({ name, account, address }) => ({
    name,
    account,
    ...(address !== undefined && { address }),
    outcome: outcome === "denies" ? "denies" : "does not allow",
    ...(which !== undefined && { statement: which }),
  }));
}

function allowingStatements(judgements: readonly Judgement[]): AllowingStatement[] {
  const found = new Map<string, AllowingStatement>();
  for (const { decision } of judgements)
    for (const {
      documents: [document],
      statement,
    } of decision?.allowed ? decision.because : []) {
      if (!document || !statement) continue;
      const { name, account, address } = document;
      const id = `${account} ${name} ${statement.index}`;
      if (!found.has(id))
        found.set(id, {
          name,
          account,
          ...(address !== undefined && { address }),
          index: statement.index,
          statement: statement.sid ? statement.sid : `number ${statement.index + 1}`,
        });
    }
  return [...found.values()];
}

/** Without the patterns that another one covers. */
function widest(patterns: readonly string[]): readonly string[] {
  const all = distinct(patterns);
  return all.filter((one) => !all.some((other) => other !== one && matches(pattern(other), one)));
}

interface Possible {
  readonly title: string;
  readonly variant?: string;
  readonly authorizations: readonly Authorization[];
}

/** Every operation of the catalogue on an object that the pattern matches, and narrower ones do not. */
function operationsOn(
  { bucket }: Link,
  objects: string,
  all: readonly string[],
  encryption: Encryption | undefined,
): Possible[] {
  const object: CalledObject = {
    bucket: { bucketArn: bucket.arn, account: bucket.account.id, region: bucket.region },
    name: keyFor(objects, all),
    ...(encryption && { encryption }),
  };
  const listed = objects.replace(/[*?].*$/s, "");
  const uses = (Object.keys(PERMISSIONS) as Permission[]).flatMap(
    (permission) => usesOf(permission).operations,
  );
  const possible = uses.map(({ title, variant, calls }) => ({
    title,
    ...(variant !== undefined && { variant }),
    authorizations: (calls as Calls)(object, listed),
  }));
  return [...possible.filter(({ authorizations }) => authorizations.length > 0), ...copiesFrom(object)];
}

/** Without tags. What a copy needs in its destination, an upload needs too. */
function copiesFrom(from: CalledObject): Possible[] {
  const to = { bucket: { ...from.bucket, bucketArn: "arn:aws:s3:::" }, name: OBJECT };
  const isSource = ({ resource }: Authorization) => !resource.startsWith(to.bucket.bucketArn + "/");
  return (["small", "multipart"] as const).map((size) => ({
    title: COPY,
    variant: size === "small" ? "small" : "from 8 MiB on",
    authorizations: cli.cp(from, to, { size, tagged: false }, 2).filter(isSource),
  }));
}

/**
 * A key that a pattern matches, outside the narrower ones if it can be. It is deep enough to detect a pattern that covers
 * one level only.
 */
export function keyFor(objects: string, all: readonly string[] = []): string {
  const narrower = all.filter((each) => each !== objects && matches(pattern(objects), each)).map(pattern);
  const keys = [OBJECT, `-/${OBJECT}`].map((any) => instanceOf(objects, any));
  return keys.find((key) => !narrower.some((tokens) => matches(tokens, key))) ?? (keys[0] as string);
}
