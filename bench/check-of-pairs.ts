/** Reads and checks a state of pairs, and prints the milliseconds. */
import { checkedPairs } from "../test/fixtures/checked-state";

/** What one run prints. */
export interface CheckMeasurement {
  readonly milliseconds: number;
}

const start = performance.now();
const { flaws } = checkedPairs(Number(process.argv[2]));
if (flaws.length > 0) throw new Error(`flawed: ${flaws[0]?.problem}`);
console.log(JSON.stringify({ milliseconds: performance.now() - start } satisfies CheckMeasurement));
