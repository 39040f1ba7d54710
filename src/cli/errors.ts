/** What is wrong with the command line or the settings. */
import { UsageError } from "../messages/user-error";
import { didYouMean, list } from "../messages/wording";
import { type SystemError, systemErrorText } from "./system-error";

/** @param problem what is wrong with its JSON */
export const unreadableConfiguration = (file: string, problem: string) =>
  new UsageError(
    `${file} is not valid JSON: ${problem}; s3porter reads its settings from there, such as "context": { "stacks": "<folder>" }`,
  );

export const unknownProofSetting = (setting: string) =>
  new UsageError(
    `S3PORTER_PROOF, or "context": { "proof": … } in cdktf.json, is ${JSON.stringify(setting)}; it may be "fail", which is the default, or "warn"`,
  );

export const noSuchStack = (name: string, folder: string, known: readonly string[]) =>
  new UsageError(
    `there is no stack ${JSON.stringify(name)} in ${folder}; there are ${list(known, "and")}${didYouMean(name, known)}`,
  );

export const stacksOrModules = (names: readonly string[]) =>
  new UsageError(
    `${names.join(", ")} and --module cannot be combined: a run proves either stacks, by name, or modules, by folder; run it twice`,
  );

export const notExported = (out: string, error: SystemError) =>
  new UsageError(
    `cannot export to ${out}: ${systemErrorText(error)}, then export again. Files that are not part of the module are unchanged.`,
  );
