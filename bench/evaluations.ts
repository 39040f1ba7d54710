/** Evaluates random requests with our engine and with `@cloud-copilot/iam-simulate`, and prints microseconds of each. */
import { evaluate } from "../src/prove/evaluator/evaluate";
import { Dice } from "../test/evaluator/dice";
import { randomCase } from "../test/evaluator/random-case";
import { simulate } from "../test/evaluator/simulator";

const WARM_UP = 20;
const ROUNDS = 50;

async function main(): Promise<void> {
  const dice = new Dice(7);
  const cases = Array.from({ length: 1000 }, () => randomCase(dice));
  const evaluateAll = () => cases.forEach(({ request, documents }) => evaluate(request, documents));
  for (let round = 0; round < WARM_UP; round++) evaluateAll();
  const ours = performance.now();
  for (let round = 0; round < ROUNDS; round++) evaluateAll();
  const between = performance.now();
  for (const asked of cases) await simulate(asked);
  const theirs = performance.now();
  const microseconds = (milliseconds: number, evaluations: number) => (milliseconds * 1000) / evaluations;
  console.log(
    JSON.stringify({
      ours: microseconds(between - ours, ROUNDS * cases.length),
      theirs: microseconds(theirs - between, cases.length),
    }),
  );
}

void main();
