import type { Decision } from "../evaluator/decision";
import type { Authority } from "./authority";
import type { Operation, Question } from "./operation";

/** Puts the questions of operations to the policies, each once. */
export function answer(operations: readonly Operation[], authority: Authority): Map<Question, Decision> {
  const decisions = new Map<Question, Decision>();
  for (const { questions } of operations)
    for (const question of questions)
      if (!decisions.has(question))
        decisions.set(question, authority.decide(question.actor, question.authorization));
  return decisions;
}

/** Whether an operation succeeds: only if all of its questions are answered yes. */
export function succeeds({ questions }: Operation, decisions: ReadonlyMap<Question, Decision>): boolean {
  return questions.every((question) => decisions.get(question)?.allowed);
}
