import { dirname, resolve } from "node:path";
import { type Validation, validationJson } from "../report/validation-json";
import {
  type Problem,
  formatProblem,
  formatWarning,
  isTopologyError,
  TopologyError,
} from "../topology/problem";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { type FoundStacks, findStacks } from "./find-stacks";

/** The options of `s3porter validate`. */
export interface ValidateOptions {
  readonly json: boolean;
  /** The folder of the topologies. */
  readonly folder: string;
}

/**
 * Checks topologies without writing Terraform.
 *
 * @param given names of stacks, or paths of files in any folder; empty for all stacks of the folder
 */
export function validateCommand(
  given: readonly string[],
  { json, folder }: ValidateOptions,
): Outcome & { readonly validation: Validation } {
  const validation = validate(given, folder);
  const { problems } = validation;
  return {
    text: json
      ? JSON.stringify(validationJson(validation), undefined, 2)
      : validationText(validation, next(given, folder)),
    warnings: json ? [] : validation.stacks.flatMap(({ warnings }) => warnings.map(withId(formatWarning))),
    exitCode: problems.length === 0 ? EXIT_CODE.yes : EXIT_CODE.wrong,
    validation,
  };
}

function validate(given: readonly string[], folder: string): Validation {
  const folders = given.length === 0 ? [folder] : [...new Set(given.map((name) => folderOf(name, folder)))];
  const found = folders.map((each) =>
    stacksOrProblems(
      each,
      given.filter((name) => folderOf(name, folder) === each),
    ),
  );
  const stacks = found.flatMap((each) => each.stacks);
  return {
    stacks: stacks.map(({ name, yaml, warnings }) => ({ name, file: yaml.file, warnings })),
    problems: new TopologyError(found.flatMap((each) => each.problems)).problems,
  };
}

/** That a folder cannot be read is a problem like others. */
function stacksOrProblems(folder: string, names: readonly string[]): FoundStacks {
  try {
    return findStacks(folder, names);
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return { stacks: [], problems: error.problems };
  }
}

/** The name of a stack is in the folder of the topologies. A path has its own. */
function folderOf(given: string, folder: string): string {
  return /\/.*\.ya?ml$/.test(given) ? dirname(given) : folder;
}

/** The command that comes after this one. It reads one folder. */
function next(given: readonly string[], folder: string): string | undefined {
  const isThere = given.every((name) => resolve(folderOf(name, folder)) === resolve(folder));
  return isThere ? ["s3porter prove", ...given].join(" ") : undefined;
}

function validationText({ stacks, problems }: Validation, command: string | undefined): string {
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    return [...problems.map(withId(formatProblem)), "", `${count} in ${filesOf(problems)}`].join("\n");
  }
  const valid =
    stacks.length === 1
      ? `${stacks[0]?.name} is a valid topology`
      : `all ${stacks.length} topologies are valid`;
  return [valid, ...(command === undefined ? [] : ["", `Next: ${command}`])].join("\n");
}

function withId(format: (problem: Problem) => string): (problem: Problem) => string {
  return (problem) => `${format(problem)} [${problem.id}]`;
}

function filesOf(problems: readonly Problem[]): string {
  const files = new Set(problems.map(({ file }) => file));
  return files.size === 1 ? [...files].join() : `${files.size} files`;
}
