import type { Proof } from "../prove/prove";
import { proofsJson } from "../report/proof-json";
import { proofText } from "../report/proof-text";
import { stacksOrModules } from "./errors";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { findStacks } from "./find-stacks";
import type { Progress } from "./progress";
import { moduleName, proveModule } from "../verify/module";
import { proveTopology } from "../verify/topology";

/** The options of `s3porter prove`. */
export interface ProveOptions {
  /** Folders of modules to prove instead of stacks. */
  readonly modules: readonly string[];
  readonly json: boolean;
  readonly colour: boolean;
  readonly folder: string;
  readonly progress: Progress;
}

/** @param names of stacks; empty for all stacks of the folder */
export async function proveCommand(
  names: readonly string[],
  { modules, json, colour, folder, progress }: ProveOptions,
): Promise<Outcome> {
  if (names.length > 0 && modules.length > 0) throw stacksOrModules(names);
  const [kind, subjects] =
    modules.length > 0
      ? (["modules", ofModules(modules)] as const)
      : (["stacks", ofStacks(folder, names)] as const);
  const proofs: [string, Proof][] = [];
  for (const { name, prove } of subjects) {
    progress.report(`proving ${name}, ${proofs.length + 1} of ${subjects.length}`);
    proofs.push([name, await prove()]);
  }
  const failed = proofs.filter(([, { flaws }]) => flaws.length > 0).map(([name]) => name);
  const exitCode = failed.length === 0 ? EXIT_CODE.yes : EXIT_CODE.no;
  if (json) return { text: JSON.stringify(proofsJson(proofs), undefined, 2), exitCode };
  const texts = proofs.map(([name, proof]) => proofText(name, proof, { colour }));
  return { text: [...texts, ...summary(kind, proofs.length, failed)].join("\n\n"), exitCode };
}

/** A stack or a module to prove. */
interface Subject {
  readonly name: string;
  readonly prove: () => Proof | Promise<Proof>;
}

function ofStacks(folder: string, names: readonly string[]): Subject[] {
  return findStacks(folder, names).map((named) => ({
    name: named.name,
    prove: () => proveTopology(named).proof,
  }));
}

function ofModules(folders: readonly string[]): Subject[] {
  return folders.map((folder) => ({ name: moduleName(folder), prove: () => proveModule(folder) }));
}

function summary(kind: string, count: number, failed: readonly string[]): string[] {
  if (count === 1) return [];
  if (failed.length === 0) return [`all ${count} ${kind} are proved`];
  return [
    `${failed.length} of ${count} ${kind} ${failed.length === 1 ? "is" : "are"} not proved: ${failed.join(", ")}`,
  ];
}
