import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkedPairs, WITHOUT_TAGGING } from "../../test/fixtures/checked-state";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { baselineOf, readBaseline } from "./baseline";

const folder = temporaryFolder();
const file = join(folder.path, "baseline.json");
afterAll(() => folder.remove());

test("it accepts today's flaws, and not a new one", () => {
  writeFileSync(file, baselineOf(checkedPairs(1, WITHOUT_TAGGING).flaws));
  const baseline = readBaseline(file);
  expect(checkedPairs(1, WITHOUT_TAGGING, { baseline })).toMatchObject({ flaws: [], accepted: 1 });
  const more = checkedPairs(2, WITHOUT_TAGGING, { baseline });
  expect(more.accepted).toBe(1);
  expect(more.flaws.map(({ check }) => check)).toEqual(["half-granted"]);
});

test("the same flaws in another order are the same file", () => {
  const { flaws } = checkedPairs(3, WITHOUT_TAGGING);
  expect(baselineOf([...flaws].reverse())).toBe(baselineOf(flaws));
});

test.each([
  ["{", /is not valid JSON/],
  ["[]", /is not a baseline; write it again with --update-baseline/],
  ['{"version":2,"accepted":[]}', /is not a baseline/],
])("%s is refused", (text, message) => {
  writeFileSync(file, text);
  expect(() => readBaseline(file)).toThrow(message);
});

test("a file that is missing is refused, with how to write it", () => {
  expect(() => readBaseline(join(folder.path, "none.json"))).toThrow(
    /does not exist; write it with .*--update-baseline/,
  );
});
