import { readFileSync, statSync, writeFileSync } from "node:fs";
import { noReport } from "./errors";

/** How each report begins. */
const BEGINNINGS = {
  html: /^\s*<!doctype html/i,
  junit: /^\s*<\?xml/,
  sarif: /^\s*\{[^]{0,300}sarif/,
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
