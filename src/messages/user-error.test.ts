import { isUserError, UsageError, UserError } from "./user-error";

test.each<[string, unknown, boolean]>([
  ["a UserError", new UserError("x"), true],
  ["a UsageError", new UsageError("x"), true],
  [
    "one of another copy of the class",
    Object.assign(new Error("x"), { [Symbol.for("s3porter.UserError")]: true }),
    true,
  ],
  ["a TypeError", new TypeError("x"), false],
  ["what is no error", { name: "UsageError", message: "x" }, false],
  ["nothing", undefined, false],
])("%s is of whoever uses s3porter: %p", (_, error, expected) => {
  expect(isUserError(error)).toBe(expected);
});
