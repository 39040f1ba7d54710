import { NotEvaluated } from "../iam/errors";
import type { Decision, Documents } from "./decision";
import { evaluate } from "./evaluate";
import type { Request } from "./request";
import { causeIn, distinctReasons, type Unknown } from "./unknown";

/** What is known about a request: a decision, or why there is none. */
export interface Judgement {
  /** Absent if it depends on something that is not known, or that the evaluator cannot judge. */
  readonly decision?: Decision;
  /** On what it depends. Empty if there is a decision. */
  readonly unknown: readonly Unknown[];
}

/** The decision if everything that is not known denies what it can. Undefined if the evaluator cannot judge even that. */
export function atWorst(request: Request, documents: Documents): Decision | undefined {
  try {
    return evaluate(request, { ...documents, completion: "deny" });
  } catch (error) {
    if (!(error instanceof NotEvaluated)) throw error;
    return undefined;
  }
}

/** Whether AWS allows a request, if that is certain whatever is not known. Never guesses, and never throws for a policy. */
export function judge(request: Request, documents: Documents): Judgement {
  try {
    return { decision: evaluate(request, documents), unknown: [] };
  } catch (error) {
    if (!(error instanceof NotEvaluated)) throw error;
  }
  try {
    const atLeast = evaluate(request, { ...documents, completion: "deny" });
    if (atLeast.allowed) return { decision: atLeast, unknown: [] };
    const atMost = evaluate(request, { ...documents, completion: "allow" });
    if (!atMost.allowed) return { decision: atMost, unknown: [] };
    const findings = [...atLeast.chain, ...atMost.chain];
    return { unknown: distinctReasons(findings.flatMap(({ unknown }) => unknown ?? [])) };
  } catch (error) {
    if (!(error instanceof NotEvaluated)) throw error;
    return { unknown: [{ ...causeIn(error, { kind: "other" }), text: error.message }] };
  }
}
