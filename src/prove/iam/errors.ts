import { UserError } from "../../messages/user-error";

/**
 * What the evaluator does not implement, or what AWS would not accept, is an error: a verdict that rests on a guess
 * is worth less than none.
 */
export class NotEvaluated extends UserError {
  override readonly name = "NotEvaluated";
}

export function refuse(problem: string): never {
  throw new NotEvaluated(problem);
}

/** Runs something about one part of a policy, and says which part in whatever error comes of it. */
export function inside<T>(where: () => string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw within(where(), error);
  }
}

/** An error about one part of a policy, which says which part. */
export function within(where: string, error: unknown): unknown {
  return error instanceof NotEvaluated ? new NotEvaluated(`${where}: ${error.message}`) : error;
}

/** What was found, for a message: never more of it than a line holds. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
