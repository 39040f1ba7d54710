/** What `check` finds of each mistake without knowing what was meant: the linter, and the description of the estate. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readEstate } from "../../src/estate/read-estate";
import { check } from "../../src/verify/check";
import { INTENTS, MISTAKES } from "./mistakes";

function checksIn(file: string): string[] {
  const estate = readEstate(JSON.parse(readFileSync(join(__dirname, `${file}.tf.json`), "utf8")));
  const input = { name: file, estate, placeOf: () => undefined, assumptions: [], keysAreMadeUp: true };
  return [...new Set(check(input).flaws.map(({ check: id }) => id))].sort();
}

test.each(Object.keys(INTENTS))("nothing is found in base-%s", (base) => {
  expect(checksIn(`base-${base}`)).toEqual([]);
});

/** What fails because of it tells more. */
const TOLD_BETTER = "one-sided-grants";

test.each(MISTAKES)("$number: $title", ({ file, alone, verdict }) => {
  const found = checksIn(file);
  if (alone === "intent" || verdict === "works")
    expect(found).toEqual(typeof alone === "string" ? [] : alone);
  else if (alone === "half-granted") expect(found).toEqual(["half-granted"]);
  else
    expect(found).toEqual(
      expect.arrayContaining(
        found.includes("half-granted") ? alone.filter((id) => id !== TOLD_BETTER) : [...alone],
      ),
    );
});

afterAll(() => {
  const wrong = MISTAKES.filter(({ verdict }) => verdict !== "works");
  const found = wrong.filter(({ alone }) => alone !== "intent");
  const rest = wrong.filter(({ alone }) => alone === "intent").map(({ number }) => number);
  console.info(
    `${found.length} of ${wrong.length} mistakes are found without a topology; only the intent tells: ${rest.join(", ")}`,
  );
});
