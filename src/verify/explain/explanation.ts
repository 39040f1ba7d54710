/** A question, and the answer to it. */
import type { Authorization } from "../../prove/catalogue/authorization";
import type { Decision } from "../../prove/evaluator/decision";
import type { NearMiss } from "../../prove/evaluator/layers";
import type { Unknown } from "../../prove/evaluator/unknown";
import type { Repair } from "../../prove/check/repair";

/** A question: the options of `s3porter explain`. */
export interface Ask {
  readonly as: string;
  readonly do: string;
  readonly on: string;
  /** Condition keys to add to the request, such as `aws:SourceIp=192.0.2.1`. */
  readonly context?: readonly string[];
}

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
  /** For a principal outside the Terraform: what its own policies, which are not known, can change. */
  readonly ownPolicies?: "can allow" | "can deny" | "change nothing";
  /** What to give or to find out so that the answer is known. Absent if it is. */
  readonly toKnow?: readonly string[];
  /** What to change so that it is allowed, whatever is not known. Absent if it is, and for the stack of a topology, which is changed instead. */
  readonly repair?: Repair;
}

/** The decision about one authorization. */
export interface Answer {
  readonly authorization: Authorization;
  /** The name of the resource. */
  readonly resource: string;
  /** Absent if it depends on something that is not known. */
  readonly decision?: Decision;
  /** On what it depends. Empty if there is a decision. */
  readonly unknown: readonly Unknown[];
  /** If it is not allowed: the statements that come closest, and what each lacks. */
  readonly nearest: readonly NearMiss[];
}

/** `unknown` if nothing is refused, but something depends on what is not known. */
export function verdictOf({ answers }: Explanation): "allowed" | "refused" | "unknown" {
  if (answers.some(({ decision }) => decision?.allowed === false)) return "refused";
  return answers.every(({ decision }) => decision) ? "allowed" : "unknown";
}

export function isAllowed(explanation: Explanation): boolean {
  return verdictOf(explanation) === "allowed";
}
