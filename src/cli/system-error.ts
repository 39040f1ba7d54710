/** Messages for errors of the operating system, such as a full disk. */
import { getSystemErrorMap } from "node:util";

/** An error of a call to the operating system. */
export interface SystemError extends Error {
  readonly errno: number;
  readonly code: string;
  readonly path?: string;
  /** The destination of a move. */
  readonly dest?: string;
}

/** Checks fields instead of the class, because errors of Node.js can have another class `Error`, as in Jest. */
export function isSystemError(error: unknown): error is SystemError {
  return typeof error === "object" && error !== null && "syscall" in error && "errno" in error;
}

/** `modules/copy/main.tf: no space left on device (ENOSPC); free some space` */
export function systemErrorText({ errno, code, path, dest }: SystemError): string {
  const [, words = "the operating system reports an error"] = getSystemErrorMap().get(errno) ?? [];
  const place = dest ?? path;
  return `${place === undefined ? "" : `${place}: `}${words} (${code}); ${REMEDIES[code] ?? "choose another path"}`;
}

const PERMISSION = "choose a path that you have permission for, or change its permissions";

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  EROFS: "choose a path on a writable file system",
  ENOSPC: "free some space",
  EDQUOT: "free some space, or ask for a larger quota",
  ENAMETOOLONG: "choose a shorter name",
  ENOTDIR: "choose a path in an existing folder: a part of this one is a file",
  ELOOP: "choose a path without circular symbolic links",
  EBUSY: "close the program that uses it, or unmount it",
  EMFILE: "close some programs, or raise the limit of open files",
  ENFILE: "close some programs, or raise the limit of open files",
};
