import type { Estate } from "../../estate/estate";
import type { Authorization } from "../catalogue/authorization";
import type { Decision } from "../evaluator/decision";
import { explain } from "../evaluator/explain";
import { Authority } from "./authority";
import type { Intents } from "./intents";
import { type Operation, operationsOf } from "./operations";

/** Something that was asked for, and that the policies do not let somebody do. */
export interface Incomplete {
  readonly operation: Operation;
  readonly authorization: Authorization;
  readonly decision: Decision;
}

/** Whether the policies allow everything that was asked for. */
export interface Completeness {
  readonly operations: readonly Operation[];
  /** How many different questions were put to the policies. */
  readonly questions: number;
  /** Each missing authorization once, with the first operation that lacks it. */
  readonly missing: readonly Incomplete[];
}

/** An authorization that somebody needs, with the first operation that it is for. */
export interface Question {
  readonly operation: Operation;
  readonly authorization: Authorization;
}

/** Puts every authorization of every operation that the intents stand for to the policies of the estate. */
export function proveComplete(intents: Intents, estate: Estate): Completeness {
  const authority = new Authority(estate);
  const operations = operationsOf(intents, estate);
  const questions = questionsOf(operations);
  const missing = questions
    .map((question) => ({ ...question, decision: ask(question, authority) }))
    .filter(({ decision }) => !decision.allowed);
  return { operations, questions: questions.length, missing };
}

/** What operations ask of the policies, each question once. */
export function questionsOf(operations: readonly Operation[]): Question[] {
  const questions = new Map<string, Question>();
  for (const operation of operations) {
    for (const authorization of operation.authorizations) {
      const { action, resource, context } = authorization;
      const id = JSON.stringify([operation.principalArn, action, resource, context]);
      if (!questions.has(id)) questions.set(id, { operation, authorization });
    }
  }
  return [...questions.values()];
}

export function ask({ operation, authorization }: Question, authority: Authority): Decision {
  return authority.decide(operation.principalArn, authorization);
}

/** Who cannot do what, what it lacks, and which document in which account would have to grant it. */
export function explainIncomplete({ operation, authorization, decision }: Incomplete): string {
  const { action, resource, source } = authorization;
  return [
    `${operation.principalArn} cannot do: ${operation.title}`,
    `it takes ${action} on ${resource} (${source})`,
    explain(decision),
  ].join("\n");
}
