import { didYouMean, list, quote, suggestionFor } from "./wording";

test.each<[unknown, string]>([
  ["a", '"a"'],
  [undefined, "undefined"],
  ["x".repeat(100), `"${"x".repeat(77)}…"`],
  [{ x: "x".repeat(100) }, `{"x":"${"x".repeat(71)}…`],
])("%j is quoted as %s", (value, expected) => {
  expect(quote(value)).toBe(expected);
});

test.each<[string, string[], string | undefined]>([
  ["raed", ["read", "write"], "read"],
  ["READ", ["read"], "read"],
  ["fly", ["read", "write"], undefined],
  ["bukets", ["buckets", "backend"], "buckets"],
  ["source_account", ["account", "entire_account"], undefined],
  ["put", ["get"], undefined],
  ["read", [], undefined],
  ["x".repeat(65), ["x".repeat(64)], undefined],
])("of %s among %j, %s was meant", (word, known, expected) => {
  expect(suggestionFor(word, known)).toBe(expected);
});

test("a suggestion ends a sentence", () => {
  expect(didYouMean("raed", ["read"])).toBe('; did you mean "read"?');
  expect(didYouMean("fly", ["read"])).toBe("");
});

test.each<[string[], string]>([
  [[], ""],
  [["list"], "list"],
  [["list", "get", "put"], "list, get and put"],
])("%j reads %s", (names, expected) => {
  expect(list(names, "and")).toBe(expected);
});
