import type { Estate, Unmodelled } from "../estate/estate";
import type { Decision } from "./evaluator/decision";
import { NotEvaluated } from "./iam/errors";
import type { Flaw } from "./flaw";
import { incomplete, missingOf } from "./flaws/incomplete";
import { notRefused } from "./flaws/not-refused";
import { replicationSettings } from "./flaws/replication-settings";
import { superfluous } from "./flaws/superfluous";
import { unexpected } from "./flaws/unexpected";
import { lint } from "./lint/lint";
import { answer } from "./proof/answers";
import { Authority } from "./proof/authority";
import type { Intents } from "./proof/intents";
import { type Grant, grantsOf } from "./proof/minimality";
import type { Operation, Question } from "./proof/operation";
import { operationsOf } from "./proof/operations";
import { MissingFromEstate, Scene } from "./proof/scene";
import { sweep } from "./sweep/sweep";

export type { Grant };

/** Whether a stack allows what was asked for, and nothing else. */
export interface Proof {
  /** Everything that was asked for, and what must be refused. */
  readonly operations: readonly Operation[];
  /** What the policies answer to the questions of the operations. */
  readonly decisions: ReadonlyMap<Question, Decision>;
  /** Every action that some statement allows or denies, and what it is there for. */
  readonly grants: readonly Grant[];
  readonly sweep: SweepFigures;
  /** Why the stack is not proved; empty where it is. */
  readonly flaws: readonly Flaw[];
  /** What was not read, and may change who may do what. */
  readonly unmodelled: readonly Unmodelled[];
}

/** How much was asked to find that nobody may do anything else. */
export interface SweepFigures {
  /** Every principal and stranger × action × resource. */
  readonly cells: number;
  /** What some Allow statement may match, in every context, and was therefore evaluated; nothing allows the rest. */
  readonly evaluated: number;
  /** How many of those are allowed. */
  readonly allowed: number;
}

/**
 * Proves that the policies of an estate allow what was asked for, and nothing else.
 *
 * What cannot be judged, for it has something that the evaluator does not implement, is a flaw like any other.
 */
export function prove(intents: Intents, estate: Estate): Proof {
  const { unmodelled } = estate;
  const malformed = lint(estate);
  try {
    const scene = new Scene(intents, estate);
    const authority = new Authority(estate);
    const operations = operationsOf(scene);
    const answers = answer(operations, authority);
    const { decisions } = answers;
    const missing = missingOf(operations, answers);
    const grants = grantsOf(answers, scene, authority);
    const swept = sweep(answers, scene, authority);
    const flaws = [
      ...incomplete(missing, authority),
      ...notRefused(operations, decisions),
      ...replicationSettings(scene),
      ...unexpected(swept.unexpected),
      ...superfluous(grants, missing),
      ...malformed,
    ];
    const { cells, evaluated, allowed } = swept;
    return { operations, decisions, grants, sweep: { cells, evaluated, allowed }, flaws, unmodelled };
  } catch (error) {
    if (!(error instanceof NotEvaluated || error instanceof MissingFromEstate)) throw error;
    return {
      operations: [],
      decisions: new Map(),
      grants: [],
      sweep: { cells: 0, evaluated: 0, allowed: 0 },
      flaws: [unprovable(error), ...malformed],
      unmodelled,
    };
  }
}

function unprovable(error: NotEvaluated | MissingFromEstate): Flaw {
  const isMissing = error instanceof MissingFromEstate;
  return {
    part: isMissing ? "complete" : "well-formed",
    problem: error.message,
    addresses: [],
    because: ["nothing can be proved of such a stack"],
    repair: isMissing ? "create it, or do not ask for it" : "write the statement in another way",
  };
}
