import { isPolicyTooLong } from "../constructs/policy-too-long";
import { disproved, prove } from "../prove/prove";
import type { UserError } from "../messages/user-error";
import { failureJson } from "../report/proof-json";
import { claimedTwiceIn, CONFIGURATION, findAppStacks, foreignStacks } from "./app-stacks";
import { notProvedHere, stacksOrModules } from "./errors";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { findStacks } from "./find-stacks";
import type { StackFile } from "../topology/folder";
import { isTopologyError, type Problem, TopologyError } from "../topology/problem";
import type { Progress } from "./progress";
import { type ProofFlags, proofOutcome, type ProvedStack } from "./proof-outcome";
import type { App } from "./settings";
import { awsNames, type AwsNames } from "../topology/aws-names";
import { resolve } from "../topology/resolve";
import { moduleName, namesInModule, proveModule } from "../verify/module";
import { type PlaceOf, placesInModule, placesInTopology } from "../verify/place";
import { proveTopology } from "../verify/topology";

/** The options of `s3porter prove`. */
export interface ProveOptions extends ProofFlags {
  /** Folders of modules to prove instead of stacks. @default - none */
  readonly module?: readonly string[];
  /** The folder of the topologies. */
  readonly folder: string;
  /** The app with the stacks, instead of topologies. */
  readonly app?: App;
  readonly progress: Progress;
}

/** @param names the stacks to prove; empty for all stacks of the folder */
export async function proveCommand(
  names: readonly string[],
  { module: modules = [], folder, app, progress, ...flags }: ProveOptions,
): Promise<Outcome> {
  if (names.length > 0 && modules.length > 0) throw stacksOrModules(names);
  const { kind, subjects, problems, warnings } =
    modules.length > 0
      ? ofModules(modules)
      : app
        ? await ofApp(app, names, progress)
        : ofStacks(folder, names);
  const proved: ProvedStack[] = [];
  const more: Problem[] = [];
  for (const [index, { prove, ...subject }] of subjects.entries()) {
    progress.report(`proving ${subject.name}, ${index + 1} of ${subjects.length}`);
    try {
      proved.push({ ...subject, ...(await prove()) });
    } catch (error) {
      if (!isTopologyError(error)) throw error;
      more.push(...error.problems);
    }
  }
  const all = [...problems, ...more];
  if (proved.length === 0) throw new TopologyError(all);
  return proofOutcome({ kind, proved, problems: all, warnings }, flags);
}

/** What `prove --json` prints if it cannot prove anything. */
export function proveFailure(error: UserError): Outcome {
  return { text: JSON.stringify(failureJson(error), undefined, 2), exitCode: EXIT_CODE.wrong };
}

/** What to prove, and the problems of stacks that cannot be read. */
interface Subjects {
  readonly kind: "stacks" | "modules";
  readonly subjects: readonly Subject[];
  readonly problems: readonly Problem[];
  /** @default - none */
  readonly warnings?: readonly string[];
}

/** A stack or a module to prove. */
interface Subject {
  readonly name: string;
  readonly file: string;
  readonly warnings: readonly Problem[];
  readonly placeOf: PlaceOf;
  readonly names: () => AwsNames;
  readonly prove: () => Proved | Promise<Proved>;
}

function ofStacks(folder: string, names: readonly string[]): Subjects {
  const { stacks, problems } = findStacks(folder, names);
  const subjects = stacks.map((stack) => ({
    name: stack.name,
    file: stack.yaml.file,
    warnings: stack.warnings,
    placeOf: placesInTopology(stack),
    names: () => awsNames(resolve(stack.topology)),
    prove: () => proofOf(stack),
  }));
  return { kind: "stacks", subjects, problems };
}

async function ofApp(app: App, names: readonly string[], progress: Progress): Promise<Subjects> {
  progress.report(`running ${app.command}`);
  const stacks = await findAppStacks(app, names);
  const claimed = await claimedTwiceIn(app);
  const subjects = stacks
    .filter(({ name }) => !claimed.has(name))
    .map(({ name, model, placeOf, case: { intents, estate } }) => ({
      name,
      file: CONFIGURATION,
      warnings: [],
      placeOf,
      names: () => awsNames(model),
      prove: () => ({ proof: prove(intents, estate), estate }),
    }));
  const foreign = names.length > 0 ? [] : await foreignStacks(app);
  return {
    kind: "stacks",
    subjects,
    problems: stacks.flatMap(({ name }) => claimed.get(name) ?? []),
    warnings: foreign.length > 0 ? [notProvedHere(app, foreign)] : [],
  };
}

type Proved = Pick<ProvedStack, "proof" | "estate">;

/** Of a stack with a policy that is too long, so that the other stacks have their proofs too. */
function proofOf(stack: StackFile): Proved {
  try {
    return proveTopology(stack);
  } catch (error) {
    if (!isPolicyTooLong(error)) throw error;
    const { problem, repair } = error;
    const because = ["such a stack cannot be deployed, and nothing else was checked"];
    return { proof: disproved([{ part: "well-formed", problem, addresses: [], because, repair }]) };
  }
}

function ofModules(folders: readonly string[]): Subjects {
  const subjects = folders.map((folder) => ({
    name: moduleName(folder),
    file: folder,
    warnings: [],
    placeOf: placesInModule(folder),
    names: () => namesInModule(folder),
    prove: () => proveModule(folder),
  }));
  return { kind: "modules", subjects, problems: [] };
}
