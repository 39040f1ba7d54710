import { readFileSync, statSync, writeFileSync } from "node:fs";
import { noReport } from "./errors";

/** How each report of s3porter begins. JUnit's has no name of a tool. */
const BEGINNINGS = {
  html: /^<!doctype html>[^]{0,200}<meta name="generator" content="s3porter">/,
  junit: /^<\?xml[^>]*>\s*<testsuites/,
  sarif: /^\{[^]{0,300}sarif[^]{0,300}"name": "s3porter"/,
} as const;

/**
 * Writes a report over an earlier one, but over no other file: `--html stacks/copy.yaml` looks like an option without a value.
 *
 * @throws UsageError if the file has something else
 */
export function writeReport(option: keyof typeof BEGINNINGS, path: string, content: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) {
    const before = readFileSync(path, "utf8");
    if (before.trim() !== "" && !BEGINNINGS[option].test(before)) throw noReport(option, path);
  }
  writeFileSync(path, content);
}
