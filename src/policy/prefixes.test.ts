import { isCovered, simplify } from "./prefixes";

test.each<[string[], string[]]>([
  [[], []],
  [["in/"], ["in/"]],
  [["in/", "in/"], ["in/"]],
  [
    ["in/", "out/"],
    ["in/", "out/"],
  ],
  [
    ["out/", "in/"],
    ["in/", "out/"],
  ],
  [["in/", ""], [""]],
  [["in/2024/", "in/"], ["in/"]],
  [["in", "in/"], ["in"]],
])("the fewest prefixes for %j are %j", (prefixes, expected) => {
  expect(simplify(prefixes)).toEqual(expected);
});

test.each<[string, string[], boolean]>([
  ["in/", [], false],
  ["in/", [""], true],
  ["in/", ["in/"], true],
  ["in/2024/", ["in/"], true],
  ["in", ["in/"], false],
])("%j is covered by %j: %j", (prefix, prefixes, expected) => {
  expect(isCovered(prefix, prefixes)).toBe(expected);
});
