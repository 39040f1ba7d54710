import { Arguments } from "./arguments";
import { formatEstateProblem, isEstateError, Problems } from "./problem";
import { FAILED } from "./terraform/evaluator";

function read<T>(
  values: Record<string, unknown>,
  how: (args: Arguments) => T,
): { value: T; problems: string[] } {
  const problems = new Problems();
  const value = how(new Arguments((name) => values[name], { address: "x.y", path: [] }, problems));
  try {
    problems.throwIfAny();
    return { value, problems: [] };
  } catch (error) {
    if (!isEstateError(error)) throw error;
    return { value, problems: error.problems.map(formatEstateProblem) };
  }
}

type Kind = "text" | "flag" | "number" | "texts" | "textMap";

test.each<[Kind, unknown, unknown]>([
  ["text", "a", "a"],
  ["text", 1, "1"],
  ["text", true, "true"],
  ["text", null, undefined],
  ["text", "", undefined],
  ["text", FAILED, undefined],
  ["flag", false, false],
  ["flag", "true", true],
  ["flag", "false", false],
  ["flag", undefined, undefined],
  ["number", 1, 1],
  ["number", "2", 2],
  ["number", null, undefined],
  ["texts", ["a", 1], ["a", "1"]],
  ["texts", undefined, []],
  ["textMap", { a: "b", c: 1 }, { a: "b", c: "1" }],
  ["textMap", null, {}],
])("%s of %p is %p", (kind, value, expected) => {
  expect(read({ a: value }, (args) => args[kind]("a"))).toEqual({ value: expected, problems: [] });
});

test.each<[Kind, unknown, string]>([
  ["text", [1], "must be text, received [1]"],
  ["flag", 1, "must be true or false, received 1"],
  ["flag", "yes", 'must be true or false, received "yes"'],
  ["number", "", 'must be a number, received ""'],
  ["number", "x", 'must be a number, received "x"'],
  ["texts", "a", 'must be a list of strings, received "a"'],
  ["texts", [null], "must be a list of strings, received [null]"],
  ["textMap", ["a"], 'must be an object, received ["a"]'],
])("%s of %j: %s", (kind, value, message) => {
  expect(read({ a: value }, (args) => args[kind]("a")).problems).toEqual([`x.y: a: ${message}`]);
});

test("a block is an object or a list of objects", () => {
  const inner = (args: Arguments) => args.blocks("a").map((block) => block.text("b"));
  expect(read({ a: { b: 1 } }, inner).value).toEqual(["1"]);
  expect(read({ a: [{ b: 1 }, { b: 2 }] }, inner).value).toEqual(["1", "2"]);
  expect(read({}, inner).value).toEqual([]);
  expect(read({}, (args) => args.block("a").block("b").text("c"))).toEqual({
    value: undefined,
    problems: [],
  });
  expect(read({ a: [{}, 1] }, inner).problems).toEqual(["x.y: a[1]: must be a block, received 1"]);
  expect(read({ a: [{}, {}] }, (args) => args.block("a")).problems).toEqual([
    "x.y: a: must be declared once, received 2",
  ]);
  expect(read({ a: [{ toString: null }] }, (args) => args.block("a").has("toString")).value).toBe(false);
});

test("a missing required argument is reported, a failed one already was", () => {
  expect(read({}, (args) => args.requiredText("a", "write it")).problems).toEqual([
    "x.y: has no a; write it",
  ]);
  expect(read({ a: null }, (args) => args.requiredText("a", "write it")).problems).toHaveLength(1);
  expect(read({ a: FAILED }, (args) => args.requiredText("a", "write it")).problems).toEqual([]);
});
