import { lstatSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { isSystemError, systemErrorText } from "./system-error";

function errorOf(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("an error of a call to the system is told from others", () => {
  expect(isSystemError(errorOf(() => lstatSync("/nowhere")))).toBe(true);
  expect(isSystemError(errorOf(() => writeFileSync("\0", "")))).toBe(false);
  expect([new Error("mine"), "ENOENT", undefined, null].filter(isSystemError)).toEqual([]);
});

test.each([
  [
    "EACCES",
    "a/b: permission denied (EACCES); choose a path that you have permission for, or change its permissions",
  ],
  ["EROFS", "a/b: read-only file system (EROFS); choose a path on a writable file system"],
  ["ENOSPC", "a/b: no space left on device (ENOSPC); free some space"],
  ["EBUSY", "a/b: resource busy or locked (EBUSY); close the program that uses it, or unmount it"],
  ["ENOENT", "a/b: no such file or directory (ENOENT); choose another path"],
] as const)("%s", (code, text) => {
  const error = Object.assign(new Error(code), { code, errno: -constants.errno[code], syscall: "open" });
  expect(systemErrorText({ ...error, path: "a/b" })).toBe(text);
  expect(systemErrorText({ ...error, path: "temporary", dest: "a/b" })).toBe(text);
  expect(systemErrorText(error)).toBe(text.slice("a/b: ".length));
});
