import { UserError } from "../../messages/user-error";

/**
 * The evaluator does not implement this, or AWS would reject it. The evaluator stops, because a wrong verdict is worse
 * than none.
 */
export class NotEvaluated extends UserError {
  override readonly name = "NotEvaluated";

  /** @param conditionKey the key in lower case whose value would make the request evaluable */
  constructor(
    problem: string,
    readonly conditionKey?: string,
  ) {
    super(problem);
  }
}

export function refuse(problem: string, conditionKey?: string): never {
  throw new NotEvaluated(problem, conditionKey);
}

/** Runs a function for one part of a policy, and names the part in its errors. */
export function inside<T>(where: () => string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw within(where(), error);
  }
}

/** Adds the part of a policy to an error. */
export function within(where: string, error: unknown): unknown {
  return error instanceof NotEvaluated
    ? new NotEvaluated(`${where}: ${error.message}`, error.conditionKey)
    : error;
}

/** A value for a message, shortened to fit on a line. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
