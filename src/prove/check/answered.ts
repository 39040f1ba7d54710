import type { Judgement } from "../evaluator/judge";
import type { Question } from "../proof/operation";

/** What a command or call needs, on objects whose keys match a pattern. */
export interface Asked {
  readonly title: string;
  readonly variant?: string;
  /** The pattern, with the principal's own values for policy variables. */
  readonly pattern: string;
  readonly questions: readonly Question[];
}

/** The same with its answers. */
export interface Answered extends Asked {
  readonly judgements: readonly Judgement[];
}
