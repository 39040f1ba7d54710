import { loadEvaluator, sourceOf } from "./evaluator-copy";
import { type Mutant, MUTANTS } from "./mutants";
import { TRUTH_TABLE } from "./truth-table";
import { type Case, type Evaluator, isAsExpected, outcome } from "./truth-table/case";

export interface Fate {
  readonly mutant: Mutant;
  /** How many cases of the truth table notice it, and the first of them. */
  readonly killedBy: number;
  readonly first: string | undefined;
}

const CASES: readonly Case[] = Object.values(TRUTH_TABLE).flat();

/** Applies each mutant to a copy of the evaluator, and asks the truth table of it. */
export function runMutants(mutants: readonly Mutant[] = MUTANTS): Fate[] {
  const wrong = failures(loadEvaluator());
  if (wrong.length > 0)
    throw new Error(`the evaluator itself fails ${wrong.length} cases, first: ${wrong[0]}`);
  return mutants.map((mutant) => {
    const killers = failures(loadEvaluator(changed(mutant)));
    return { mutant, killedBy: killers.length, first: killers[0] };
  });
}

function changed({ name, file, from, to }: Mutant): Map<string, string> {
  const source = sourceOf(file);
  const places = source.split(from).length - 1;
  if (places !== 1) throw new Error(`the mutant "${name}" fits ${places} places of ${file}, not one`);
  return new Map([[file, source.replace(from, () => to)]]);
}

function failures(evaluator: Evaluator): string[] {
  return CASES.filter((one) => !isAsExpected(outcome(evaluator, one), one.expected)).map(({ name }) => name);
}

export function report(fates: readonly Fate[]): string {
  const lines = fates.map(
    ({ mutant, killedBy, first }) =>
      `${killedBy > 0 ? "killed by" : "SURVIVES "} ${String(killedBy).padStart(3)}  ${mutant.name} (${mutant.file})${first ? `: ${first}` : ""}`,
  );
  const survivors = fates.filter(({ killedBy }) => killedBy === 0).length;
  return [...lines, `${fates.length} mutants, ${CASES.length} cases, ${survivors} survive`].join("\n");
}

if (require.main === module) {
  const fates = runMutants();
  console.log(report(fates));
  if (fates.some(({ killedBy }) => killedBy === 0)) process.exitCode = 1;
}
