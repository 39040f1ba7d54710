/** What the operating system says when it refuses to read or write something, in words. */
import { getSystemErrorMap } from "node:util";

/** An error of a call to the operating system. */
export interface SystemError extends Error {
  readonly errno: number;
  readonly code: string;
  readonly path?: string;
  /** Where a file was to be moved. */
  readonly dest?: string;
}

/** Asks by its fields: an error of Node.js itself may have another class `Error` than this module. */
export function isSystemError(error: unknown): error is SystemError {
  return typeof error === "object" && error !== null && "syscall" in error && "errno" in error;
}

/** `modules/copy/main.tf: no space left on device (ENOSPC); free some space` */
export function systemErrorText({ errno, code, path, dest }: SystemError): string {
  const [, words = "the system refused"] = getSystemErrorMap().get(errno) ?? [];
  const place = dest ?? path;
  return `${place === undefined ? "" : `${place}: `}${words} (${code}); ${REMEDIES[code] ?? "choose another place"}`;
}

const PERMISSION = "choose a place that you may write to, or change its permissions";

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  EROFS: "choose a place that is not read-only",
  ENOSPC: "free some space",
  EDQUOT: "free some space, or have your quota raised",
  ENAMETOOLONG: "choose a shorter name",
  ENOTDIR: "choose a path of which every part but the last is a folder",
  ELOOP: "choose a path whose symlinks do not lead back to themselves",
  EBUSY: "close or unmount what uses it",
  EMFILE: "close some programs, or raise the limit of open files",
  ENFILE: "close some programs, or raise the limit of open files",
};
