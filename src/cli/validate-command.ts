import { existsSync } from "node:fs";
import type { StackFile } from "../topology/folder";
import { hasOwnPolicies } from "../topology/own-policies";
import { type Validation, validationJson } from "../report/validation-json";
import { fileError } from "../topology/load";
import {
  type Problem,
  formatProblem,
  formatWarning,
  isTopologyError,
  TopologyError,
} from "../topology/problem";
import { inTheApp } from "./errors";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { type FoundStacks, findStacks } from "./find-stacks";
import type { App } from "./settings";

/** The options of `s3porter validate`. */
export interface ValidateOptions {
  readonly json: boolean;
  /** The folder of the topologies. */
  readonly folder: string;
  /** The app with the stacks, instead of topologies. */
  readonly app?: App;
  /** Loads the check of policies that somebody else wrote. It needs the constructs, and few topologies have such policies. */
  readonly policyProblems: () => Promise<typeof import("../verify/policy-problems")>;
}

/**
 * Checks topologies without writing Terraform.
 *
 * @param given names of stacks, paths of their files, or other folders of topologies; empty for all stacks of the folder
 */
export async function validateCommand(
  given: readonly string[],
  { json, ...options }: ValidateOptions,
): Promise<Outcome & { readonly validation: Validation }> {
  const validation = await validate(given, options);
  const { problems } = validation;
  return {
    text: json
      ? JSON.stringify(validationJson(validation), undefined, 2)
      : validationText(validation, ["npx s3porter prove", ...given].join(" ")),
    warnings: json ? [] : validation.stacks.flatMap(({ warnings }) => warnings.map(withId(formatWarning))),
    exitCode: problems.length === 0 ? EXIT_CODE.yes : EXIT_CODE.wrong,
    validation,
  };
}

async function validate(
  given: readonly string[],
  { folder, app, policyProblems: load }: Omit<ValidateOptions, "json">,
): Promise<Validation> {
  const { stacks, problems } = stacksOrProblems(() => {
    if (app && !(given.length > 0 && given.every((each) => existsSync(each))))
      throw fileError(
        folder,
        `has no topologies: ${inTheApp(app.command)}; s3porter prove runs it and checks them`,
      );
    return findStacks(folder, given);
  });
  const withPolicies = stacks.filter(({ topology }) => hasOwnPolicies(topology));
  const found = new Map<StackFile, readonly Problem[]>();
  if (withPolicies.length > 0) {
    const { policyProblems } = await load();
    for (const stack of withPolicies) found.set(stack, policyProblems(stack));
  }
  const valid = stacks.filter((stack) => (found.get(stack) ?? []).length === 0);
  return {
    stacks: valid.map(({ name, yaml, warnings }) => ({ name, file: yaml.file, warnings })),
    problems: new TopologyError([...problems, ...[...found.values()].flat()]).problems,
  };
}

/** That a folder cannot be read is a problem like others. */
function stacksOrProblems(find: () => FoundStacks): FoundStacks {
  try {
    return find();
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return { stacks: [], problems: error.problems };
  }
}

function validationText({ stacks, problems }: Validation, command: string): string {
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    return [...problems.map(withId(formatProblem)), "", `${count} in ${filesOf(problems)}`].join("\n");
  }
  const valid =
    stacks.length === 1
      ? `${stacks[0]?.name} is a valid topology`
      : `all ${stacks.length} topologies are valid`;
  return [valid, "", `Next: ${command}`].join("\n");
}

function withId(format: (problem: Problem) => string): (problem: Problem) => string {
  return (problem) => `${format(problem)} [${problem.id}]`;
}

function filesOf(problems: readonly Problem[]): string {
  const files = new Set(problems.map(({ file }) => file));
  return files.size === 1 ? [...files].join() : `${files.size} files`;
}
