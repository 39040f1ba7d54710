/** The answer to a question. */
import type { Authorization } from "../../prove/catalogue/authorization";
import type { Decision } from "../../prove/evaluator/decision";
import type { NearMiss } from "../../prove/evaluator/layers";
import type { Repair } from "../../prove/check/repair";

/** Whether a principal can do something, and why. */
export interface Explanation {
  /** The name of the principal: `S3Porter`. */
  readonly who: string;
  /** An action, or an operation such as `aws s3 sync`. */
  readonly what: string;
  /** The name of the bucket, object, key or role. */
  readonly on: string;
  /** Assumptions, one sentence each. */
  readonly assumed: readonly string[];
  readonly answers: readonly Answer[];
  /** What to change so that it is allowed. Absent if it is, and for the stack of a topology, which is changed instead. */
  readonly repair?: Repair;
}

/** The decision about one authorization. */
export interface Answer {
  readonly authorization: Authorization;
  /** The name of the resource. */
  readonly resource: string;
  readonly decision: Decision;
  /** If it is not allowed: the statements that come closest, and what each lacks. */
  readonly nearest: readonly NearMiss[];
}

export function isAllowed({ answers }: Explanation): boolean {
  return answers.every(({ decision }) => decision.allowed);
}
