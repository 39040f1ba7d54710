import type { Decision } from "../evaluator/decision";
import type { Authority } from "./authority";
import type { Operation, Question } from "./operation";

/** The policies' answers to the questions of operations, each asked once. */
export interface Answers {
  readonly decisions: ReadonlyMap<Question, Decision>;
  /** The questions about what was asked for, each with the first operation that needs it. */
  readonly wanted: ReadonlyMap<Question, Operation>;
  /** The same for what must be refused. */
  readonly unwanted: ReadonlyMap<Question, Operation>;
}

export function answer(operations: readonly Operation[], authority: Authority): Answers {
  const decisions = new Map<Question, Decision>();
  const wanted = new Map<Question, Operation>();
  const unwanted = new Map<Question, Operation>();
  for (const operation of operations) {
    const first = operation.expected === "allowed" ? wanted : unwanted;
    for (const question of operation.questions) {
      if (first.has(question)) continue;
      first.set(question, operation);
      if (!decisions.has(question))
        decisions.set(question, authority.decide(question.actor, question.authorization));
    }
  }
  return { decisions, wanted, unwanted };
}

/** Whether an operation succeeds: all of its questions must be answered with yes. */
export function succeeds({ questions }: Operation, decisions: ReadonlyMap<Question, Decision>): boolean {
  return questions.every((question) => decisions.get(question)?.allowed);
}
