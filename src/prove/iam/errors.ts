import { UserError } from "../../messages/user-error";

/**
 * What the evaluator does not implement, or AWS would not accept, is an error. A verdict that rests on a guess is worse
 * than none.
 */
export class NotEvaluated extends UserError {
  override readonly name = "NotEvaluated";
}

export function refuse(problem: string): never {
  throw new NotEvaluated(problem);
}

/** Runs a function for one part of a policy, and names the part in its errors. */
export function inside<T>(where: () => string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw within(where(), error);
  }
}

/** An error in one part of a policy, which it names. */
export function within(where: string, error: unknown): unknown {
  return error instanceof NotEvaluated ? new NotEvaluated(`${where}: ${error.message}`) : error;
}

/** A value for a message, shortened to fit on a line. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
