import { proofsJson } from "../report/proof-json";
import { proofText } from "../report/proof-text";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { findStacks } from "./find-stacks";
import type { Progress } from "./progress";
import { proveTopology } from "./prove-topology";

/** What `s3porter prove` may be told. */
export interface ProveOptions {
  readonly json: boolean;
  readonly colour: boolean;
  readonly folder: string;
  readonly progress: Progress;
}

/** @param names of stacks; all of the folder where there is none */
export function proveCommand(
  names: readonly string[],
  { json, colour, folder, progress }: ProveOptions,
): Outcome {
  const stacks = findStacks(folder, names);
  const proofs = stacks.map((named, index) => {
    progress.report(`proving ${named.name}, ${index + 1} of ${stacks.length}`);
    return [named.name, proveTopology(named).proof] as const;
  });
  const failed = proofs.filter(([, { flaws }]) => flaws.length > 0).map(([name]) => name);
  const exitCode = failed.length === 0 ? EXIT_CODE.yes : EXIT_CODE.no;
  if (json) return { text: JSON.stringify(proofsJson(proofs), undefined, 2), exitCode };
  const texts = proofs.map(([name, proof]) => proofText(name, proof, { colour }));
  return { text: [...texts, ...summary(stacks.length, failed)].join("\n\n"), exitCode };
}

function summary(count: number, failed: readonly string[]): string[] {
  if (count === 1) return [];
  if (failed.length === 0) return [`all ${count} stacks are proved`];
  return [
    `${failed.length} of ${count} stacks ${failed.length === 1 ? "is" : "are"} not proved: ${failed.join(", ")}`,
  ];
}
