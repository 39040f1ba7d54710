/** The answer to a question of a person. */
import type { Authorization } from "../../prove/catalogue/authorization";
import type { Decision } from "../../prove/evaluator/decision";
import type { NearMiss } from "../../prove/evaluator/layers";

/** Whether somebody may do something, and why. */
export interface Explanation {
  /** What a person calls them: `S3Porter`. */
  readonly who: string;
  /** An action, or an operation such as `aws s3 sync`. */
  readonly what: string;
  /** What a person calls the bucket, object, key or role that it is about. */
  readonly on: string;
  /** What was assumed, a sentence each. */
  readonly assumed: readonly string[];
  readonly answers: readonly Answer[];
}

/** What the policies say to one of the questions that AWS asks. */
export interface Answer {
  readonly authorization: Authorization;
  /** What a person calls the resource. */
  readonly resource: string;
  readonly decision: Decision;
  /** Of what is not allowed: the statements that come nearest, and what each lacks. */
  readonly nearest: readonly NearMiss[];
}

export function isAllowed({ answers }: Explanation): boolean {
  return answers.every(({ decision }) => decision.allowed);
}
