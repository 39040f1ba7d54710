import { evaluate } from "../../src/prove/evaluate";
import { Dice } from "./dice";
import { randomCase } from "./random-case";
import { simulate } from "./simulator";

/** A sweep asks the same documents again and again. */
test("an evaluation takes microseconds", async () => {
  const dice = new Dice(7);
  const cases = Array.from({ length: 1000 }, () => randomCase(dice));
  const ask = () => cases.forEach(({ request, documents }) => evaluate(request, documents));
  for (let warm = 0; warm < 20; warm++) ask();
  const rounds = 50;
  const start = performance.now();
  for (let round = 0; round < rounds; round++) ask();
  const each = (performance.now() - start) / (rounds * cases.length);
  const before = performance.now();
  for (const asked of cases) await simulate(asked);
  const other = (performance.now() - before) / cases.length;
  console.info(
    `${Math.round(1000 / each)} evaluations per second, ${(each * 1000).toFixed(1)} µs each; iam-simulate on the same cases: ${Math.round(1000 / other)} per second, ${Math.round(other / each)} times slower`,
  );
  // Fifty times the usual, for a machine that is busy with something else.
  expect(each).toBeLessThan(0.5);
});
