/** Errors of whoever uses s3porter: their message is all that a person needs, and a stack trace would only hide it. */

/** Known by a symbol that all copies of the class share, for a program may hold two. */
const USER_ERROR = Symbol.for("s3porter.UserError");

/** What a person can mend: what was found, where, what is allowed and what to do. */
export class UserError extends Error {
  readonly [USER_ERROR] = true;
}

/** Something that was asked for in a way that cannot be done: a wrong argument, option or property. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
}

export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && USER_ERROR in error;
}
