import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkedPairs, WITHOUT_TAGGING } from "../../test/fixtures/checked-state";
import { temporaryFolder } from "../../test/support/temporary-folder";
import type { EstateFlaw } from "../prove/check/findings";
import { acceptedBy, writeBaseline } from "./baseline";
import { fingerprintOf } from "./fingerprint";

const folder = temporaryFolder();
const file = join(folder.path, "baseline.json");
afterAll(() => folder.remove());

const write = (flaws: readonly EstateFlaw[]) => {
  const text = writeBaseline(
    file,
    flaws.map((flaw) => ({ flaw, fingerprint: fingerprintOf(flaw) })),
    "infra",
  );
  return { text, content: readFileSync(file, "utf8") };
};

test("it accepts today's flaws, and not a new one", () => {
  expect(write(checkedPairs(1, WITHOUT_TAGGING).flaws).text).toBe(`${file} accepts 1 flaw of infra`);
  const isAccepted = acceptedBy(file);
  expect(checkedPairs(1, WITHOUT_TAGGING, { isAccepted })).toMatchObject({ flaws: [], accepted: 1 });
  const more = checkedPairs(2, WITHOUT_TAGGING, { isAccepted });
  expect(more.accepted).toBe(1);
  expect(more.flaws.map(({ check }) => check)).toEqual(["half-granted"]);
});

test("the same flaws in another order are the same file", () => {
  const { flaws } = checkedPairs(3, WITHOUT_TAGGING);
  expect(write([...flaws].reverse()).content).toBe(write(flaws).content);
});

test.each([
  ["{", /is not valid JSON/],
  ["[]", /is not a baseline; write it again with --update-baseline/],
  ['{"version":2,"accepted":[]}', /is not a baseline/],
])("%s is refused", (text, message) => {
  writeFileSync(file, text);
  expect(() => acceptedBy(file)).toThrow(message);
});

test("a file that is missing is refused, with how to write it", () => {
  expect(() => acceptedBy(join(folder.path, "none.json"))).toThrow(
    /does not exist; write it with .*--update-baseline/,
  );
});
