import type { Judgement } from "../evaluator/judge";
import type { Question } from "../proof/operation";

/** What a command or call needs, on objects whose keys match a pattern, with the answers. */
export interface Answered {
  readonly title: string;
  readonly variant?: string;
  /** The pattern, with the principal's own values for policy variables. */
  readonly pattern: string;
  readonly questions: readonly Question[];
  readonly judgements: readonly Judgement[];
}
