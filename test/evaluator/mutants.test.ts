import { tried } from "../support/runs";
import { MUTANTS } from "./mutants";
import { report, runMutants } from "./run-mutants";

test("the truth table notices every mutant of the evaluator", () => {
  const fates = runMutants(tried(MUTANTS));
  console.info(report(fates));
  expect(MUTANTS.length).toBeGreaterThanOrEqual(100);
  expect(fates.filter(({ killedBy }) => killedBy === 0).map(({ mutant }) => mutant.name)).toEqual([]);
});
