import { FLAW } from "../../test/fixtures/proof";
import type { Checked } from "../verify/check";
import { checkedPairs, checkedState, WITHOUT_TAGGING } from "../../test/fixtures/checked-state";
import { stateOfPairs } from "../../test/fixtures/large-state";
import { junit } from "./junit";
import { reportedCheck, reportedProof, reportedValidation } from "./reported";

const checkJunit = (checked: Checked) => junit([reportedCheck(checked)]);
const numbers = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<testsuites[^>]* ${name}="(\\d+)"`, "g"))].map(([, number]) => Number(number));

test("each flaw is a failed test", () => {
  const checked = checkedPairs(3, WITHOUT_TAGGING);
  const xml = checkJunit(checked);
  expect(numbers(xml, "tests")).toEqual([checked.flaws.length]);
  expect(numbers(xml, "failures")).toEqual([checked.flaws.length]);
  expect(xml.match(/<failure /g)).toHaveLength(checked.flaws.length);
});

test("without flaws it has a test that passes", () => {
  const xml = checkJunit(checkedPairs(1));
  expect(numbers(xml, "tests")).toEqual([1]);
  expect(numbers(xml, "failures")).toEqual([0]);
});

test("a hostile name stays text", () => {
  const state = JSON.stringify(stateOfPairs({ pairs: 1, objectActions: WITHOUT_TAGGING }));
  const xml = checkJunit(checkedState(JSON.parse(state.replaceAll("copier-0", 'x</failure>\\u001b&\\"'))));
  expect(xml).not.toMatch(/x<\/failure>|&(?!\w+;|#)/);
  expect(xml).not.toContain("\u001b");
});

test("proofs and validations have a suite for each stack and each invalid file", () => {
  const stack = { file: "stacks/a.yaml", warnings: [], placeOf: () => undefined };
  const problem = {
    id: "topology/unknown-key",
    file: "stacks/b.yaml",
    line: 1,
    column: 1,
    path: "",
    message: "x",
  };
  const xml = junit([
    reportedProof({ ...stack, name: "sound", flaws: [] }),
    reportedProof({ ...stack, name: "broken", flaws: [FLAW] }),
    ...reportedValidation({ stacks: [{ ...stack, name: "a" }], problems: [problem] }),
  ]);
  expect(
    [...xml.matchAll(/<testsuite name="([^"]+)" tests="1" failures="(\d)"/g)].map((each) => each.slice(1)),
  ).toEqual([
    ["sound", "0"],
    ["broken", "1"],
    ["a", "0"],
    ["stacks/b.yaml", "1"],
  ]);
  expect(xml).toContain('classname="topology/unknown-key"');
  expect(xml).toContain('name="sound is proved"');
});
