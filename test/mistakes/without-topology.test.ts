/** What the linter alone finds of each mistake, as it does in an estate that has no topology. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readEstate } from "../../src/estate/read-estate";
import type { Flaw } from "../../src/prove/flaw";
import { lint } from "../../src/prove/lint/lint";
import { INTENTS, type Mistake, MISTAKES } from "./mistakes";

function flawsIn(file: string): readonly Flaw[] {
  return lint(readEstate(JSON.parse(readFileSync(join(__dirname, `${file}.tf.json`), "utf8"))));
}

test.each(Object.keys(INTENTS))("nothing is found in base-%s", (base) => {
  expect(flawsIn(`base-${base}`)).toEqual([]);
});

test.each(MISTAKES)("$number: $title", ({ file, alone }) => {
  const ids = flawsIn(file).map(({ check }) => check);
  expect([...new Set(ids)].sort()).toEqual(typeof alone === "string" ? [] : alone);
});

test("whatever is wrong is found, unless an operation is half-granted or only the intent tells", () => {
  const unfound = ({ verdict, alone }: Mistake) => verdict !== "works" && alone.length === 0;
  expect(MISTAKES.filter(unfound)).toEqual([]);
});

afterAll(() => {
  const wrong = MISTAKES.filter(({ verdict }) => verdict !== "works");
  const of = (what: string) => wrong.filter(({ alone }) => alone === what).map(({ number }) => number);
  const found = wrong.filter(({ alone }) => typeof alone !== "string");
  console.log(
    `${found.length} of ${wrong.length} mistakes are found by lint alone; ` +
      `half-granted: ${of("half-granted").join(", ")}; only the intent tells: ${of("intent").join(", ")}`,
  );
});
