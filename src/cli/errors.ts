/** Errors of the command line and the settings. */
import { UsageError } from "../messages/user-error";
import { didYouMean, list } from "../messages/wording";
import { type SystemError, systemErrorText } from "./system-error";

/** @param problem the message of the JSON parser */
export const unreadableConfiguration = (file: string, problem: string) =>
  new UsageError(
    `${file} is not valid JSON: ${problem}; s3porter reads its settings from it, such as "context": { "stacks": "<folder>" }`,
  );

export const noSuchStack = (name: string, folder: string, known: readonly string[]) =>
  new UsageError(
    `there is no stack ${JSON.stringify(name)} in ${folder}; there are ${list(known, "and")}${didYouMean(name, known)}`,
  );

export const stacksOrModules = (names: readonly string[]) =>
  new UsageError(
    `--module cannot be combined with stack names, such as ${list(names, "and")}; run prove once for the modules and once for the stacks`,
  );

export const notExported = (out: string, error: SystemError) =>
  new UsageError(
    `cannot export to ${out}: ${systemErrorText(error)}, then export again. Files that are not part of the module are unchanged.`,
  );
