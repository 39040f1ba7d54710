import { report, runMutants } from "./run-mutants";

test("the truth table notices every mutant of the evaluator", () => {
  const fates = runMutants();
  console.info(report(fates));
  expect(fates.length).toBeGreaterThanOrEqual(100);
  expect(fates.filter(({ killedBy }) => killedBy === 0).map(({ mutant }) => mutant.name)).toEqual([]);
});
