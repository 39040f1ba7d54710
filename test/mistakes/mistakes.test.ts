import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readEstate } from "../../src/estate/read-estate";
import type { Intents } from "../../src/prove/proof/intents";
import { prove } from "../../src/prove/prove";
import { type Base, type Catch, INTENTS, type Mistake, MISTAKES } from "./mistakes";
import { differingPlaces } from "./places";

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, `${file}.tf.json`), "utf8"));
}

function proofOf(file: string, intents: Intents) {
  const estate = readEstate(read(file));
  return prove(intents, estate);
}

test.each(Object.entries(INTENTS))("base-%s is right", (base, intents) => {
  const { flaws, unmodelled, operations } = proofOf(`base-${base}`, intents);
  expect(flaws).toEqual([]);
  expect(unmodelled).toEqual([]);
  expect(operations.length).toBeGreaterThan(10);
});

/** What is printed in the end, by file. */
const rows = new Map<string, string>();

describe.each(MISTAKES)("$number: $title", (mistake) => {
  const { file, base, differs, caught, verdict, intents = INTENTS[base] } = mistake;
  const { flaws, operations } = proofOf(file, intents);

  test("differs from what is right in these places alone", () => {
    expect(differingPlaces(read(`base-${base}`), read(file)).sort()).toEqual([...differs].sort());
  });

  test(caught.length > 0 ? "is caught" : "is right", () => {
    const messages = caught.map(({ by, says }) => problemsOf(by).find((problem) => problem.includes(says)));
    expect(caught.filter((_, index) => messages[index] === undefined)).toEqual([]);
    if (verdict === "works") expect(flaws).toEqual([]);
    else expect(caught).not.toEqual([]);
    rows.set(file, rowOf(mistake, messages[0]));
  });

  if (verdict !== "bug") {
    test("still allows everything that was asked for", () => {
      expect(flaws.filter(({ part }) => part === "complete")).toEqual([]);
      expect(operations.length).toBeGreaterThan(10);
    });
  }

  function problemsOf(by: Catch["by"]): string[] {
    return flaws
      .filter(({ part, check }) => (by.startsWith("lint: ") ? by === `lint: ${check}` : part === by))
      .map(({ problem }) => problem);
  }
});

test("all of the 33 are here, and every file is one of them or a base", () => {
  const numbers = new Set(MISTAKES.map(({ number }) => number));
  expect([...numbers]).toEqual(Array.from({ length: 33 }, (_, index) => index + 1));
  const bases = (Object.keys(INTENTS) as Base[]).map((base) => `base-${base}`);
  const files = readdirSync(__dirname).filter((file) => file.endsWith(".tf.json"));
  expect(files.map((file) => file.slice(0, -".tf.json".length)).sort()).toEqual(
    [...bases, ...MISTAKES.map(({ file }) => file)].sort(),
  );
});

afterAll(() => {
  const caught = MISTAKES.filter((mistake) => mistake.caught.length > 0);
  const summary = `${MISTAKES.length} files for 33 mistakes: ${caught.length} are caught, ${MISTAKES.length - caught.length} are no mistakes and pass`;
  console.log([...rows.values(), summary].join("\n"));
});

function rowOf({ number, title, verdict, caught, note }: Mistake, message: string | undefined): string {
  const by =
    caught.length > 0
      ? caught
          .map((each) => each.by)
          .filter(isFirst)
          .join(", ")
      : "nothing, for it works";
  return [
    `${String(number).padStart(2)}  ${title} (${verdict})`,
    `    caught by: ${by}`,
    ...(message === undefined ? [] : [`    ${message}`]),
    ...(note === undefined ? [] : [`    note: ${note}`]),
  ].join("\n");
}

function isFirst<T>(item: T, index: number, all: readonly T[]): boolean {
  return all.indexOf(item) === index;
}
