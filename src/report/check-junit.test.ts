import { checkedPairs, checkedState, WITHOUT_TAGGING } from "../../test/fixtures/checked-state";
import { stateOfPairs } from "../../test/fixtures/large-state";
import { checkJunit } from "./check-junit";

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
