import { writeFileSync } from "node:fs";
import { isPolicyTooLong } from "../constructs/policy-too-long";
import { disproved } from "../prove/prove";
import type { UserError } from "../messages/user-error";
import { type ProofForHtml, proofsHtml } from "../report/html/reports";
import { failureJson, type ProvedSubject, proofsJson } from "../report/proof-json";
import { proofText } from "../report/proof-text";
import { stacksOrModules } from "./errors";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { findStacks } from "./find-stacks";
import type { StackFile } from "../topology/folder";
import { formatWarning, type Problem, TopologyError } from "../topology/problem";
import type { Progress } from "./progress";
import { moduleName, proveModule } from "../verify/module";
import { type PlaceOf, placesInModule, placesInTopology } from "../verify/place";
import { VERSION } from "./version";
import { proveTopology } from "../verify/topology";

/** The options of `s3porter prove`. */
export interface ProveOptions {
  /** Folders of modules to prove instead of stacks. */
  readonly modules: readonly string[];
  /** Whether to print JSON instead of text. */
  readonly json: boolean;
  /** A file to write an HTML report to, too. @default - none */
  readonly html?: string;
  readonly colour: boolean;
  /** The folder of the topologies. */
  readonly folder: string;
  readonly progress: Progress;
}

/** @param names the stacks to prove; empty for all stacks of the folder */
export async function proveCommand(
  names: readonly string[],
  { modules, json, html, colour, folder, progress }: ProveOptions,
): Promise<Outcome> {
  if (names.length > 0 && modules.length > 0) throw stacksOrModules(names);
  const { kind, subjects, problems } = modules.length > 0 ? ofModules(modules) : ofStacks(folder, names);
  if (subjects.length === 0) throw new TopologyError(problems);
  const proved: (ProvedSubject & ProofForHtml)[] = [];
  for (const { name, warnings, placeOf, prove } of subjects) {
    progress.report(`proving ${name}, ${proved.length + 1} of ${subjects.length}`);
    proved.push({ name, warnings, placeOf, ...(await prove()) });
  }
  const failed = proved.filter(({ proof }) => proof.flaws.length > 0).map(({ name }) => name);
  const exitCode = problems.length > 0 ? EXIT_CODE.wrong : failed.length > 0 ? EXIT_CODE.no : EXIT_CODE.yes;
  if (html !== undefined) writeFileSync(html, await proofsHtml(proved, VERSION));
  if (json) return { text: JSON.stringify(proofsJson(proved, problems), undefined, 2), exitCode };
  const texts = proved.map(({ name, proof, placeOf }) => proofText(name, proof, { colour, placeOf }));
  return {
    text: [...texts, ...summary(kind, proved.length, failed)].join("\n\n"),
    notes: [
      ...proved.flatMap(({ warnings }) => warnings.map(formatWarning)),
      ...(problems.length > 0 ? [new TopologyError(problems).message] : []),
    ],
    exitCode,
  };
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
}

/** A stack or a module to prove. */
interface Subject {
  readonly name: string;
  readonly warnings: readonly Problem[];
  readonly placeOf: PlaceOf;
  readonly prove: () => Proved | Promise<Proved>;
}

function ofStacks(folder: string, names: readonly string[]): Subjects {
  const { stacks, problems } = findStacks(folder, names);
  const subjects = stacks.map((stack) => ({
    name: stack.name,
    warnings: stack.warnings,
    placeOf: placesInTopology(stack),
    prove: () => proofOf(stack),
  }));
  return { kind: "stacks", subjects, problems };
}

type Proved = Pick<ProofForHtml, "proof" | "estate">;

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
    warnings: [],
    placeOf: placesInModule(folder),
    prove: () => proveModule(folder),
  }));
  return { kind: "modules", subjects, problems: [] };
}

function summary(kind: string, count: number, failed: readonly string[]): string[] {
  if (count === 1) return [];
  if (failed.length === 0) return [`all ${count} ${kind} are proved`];
  return [
    `${failed.length} of ${count} ${kind} ${failed.length === 1 ? "is" : "are"} not proved: ${failed.join(", ")}`,
  ];
}
