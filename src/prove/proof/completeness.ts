import type { Estate } from "../../estate/estate";
import type { Authorization } from "../catalogue/authorization";
import type { Decision } from "../decision";
import { explain } from "../explain";
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

/** Puts every authorization of every operation that the intents stand for to the policies of the estate. */
export function proveComplete(intents: Intents, estate: Estate): Completeness {
  const authority = new Authority(estate);
  const operations = operationsOf(intents, estate);
  const asked = new Set<string>();
  const missing: Incomplete[] = [];
  for (const operation of operations) {
    for (const authorization of operation.authorizations) {
      const { action, resource, context } = authorization;
      const question = JSON.stringify([operation.principalArn, action, resource, context]);
      if (asked.has(question)) continue;
      asked.add(question);
      const decision = authority.decide(operation.principalArn, authorization);
      if (!decision.allowed) missing.push({ operation, authorization, decision });
    }
  }
  return { operations, questions: asked.size, missing };
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
