import type { Decision } from "../evaluator/decision";
import { sentence } from "../evaluator/explain";
import type { Flaw } from "../flaw";
import { succeeds } from "../proof/answers";
import type { Operation, Question } from "../proof/operation";
import { addressesOf, listOf, titleOf } from "./wording";

/** What must be refused, but is allowed, or only not allowed where a Deny must refuse it. */
export function notRefused(
  operations: readonly Operation[],
  decisions: ReadonlyMap<Question, Decision>,
): Flaw[] {
  return operations
    .filter((operation) => operation.expected === "refused" && !isRefused(operation, decisions))
    .map((operation) => {
      const { actor, questions } = operation;
      const findings = questions.flatMap((question) => decisions.get(question)?.chain ?? []);
      const places = addressesOf(findings);
      const actions = questions.map(({ authorization }) => authorization.action);
      return {
        part: "nothing else",
        problem: succeeds(operation, decisions)
          ? `${actor.name} can do ${titleOf(operation)}, which must be refused`
          : `no Deny refuses ${titleOf(operation)} to ${actor.name}, so that another grant could allow it`,
        addresses: places,
        because: [...new Set(findings.map(sentence))],
        repair: `in ${listOf(places)}, deny ${listOf(actions)} for these requests, or narrow the statements that allow them`,
        source: questions[0]?.authorization.source,
      };
    });
}

function isRefused(operation: Operation, decisions: ReadonlyMap<Question, Decision>): boolean {
  return operation.explicitly
    ? operation.questions.some((question) => decisions.get(question)?.explicit)
    : !succeeds(operation, decisions);
}
