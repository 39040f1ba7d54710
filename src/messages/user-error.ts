/** Errors that a user can fix. Their message is enough; programs print it without a stack trace. */

/** Identifies the class by a global symbol, because a program can contain two copies of the class. */
const USER_ERROR = Symbol.for("s3porter.UserError");

/** An error that the user can fix. The message says what was found, where, what is allowed and what to do. */
export class UserError extends Error {
  readonly [USER_ERROR] = true;
}

/** An invalid argument, option, setting or property. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
}

/** Whether an error is a `UserError`. Also works if the program contains two copies of the class. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && USER_ERROR in error;
}
