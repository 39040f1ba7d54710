import { conditionLines } from "../iam/condition-line";
import { compileCondition } from "./condition";
import { type ContextKeys, RequestContext } from "./context";

function holds(operator: string, value: unknown, keys: ContextKeys, key = "aws:TestKey"): boolean {
  const context = new RequestContext(keys, new Map());
  return conditionLines({ [operator]: { [key]: value } }).every((line) =>
    compileCondition(line, true)(context),
  );
}

const MISSING: ContextKeys = {};
const A: ContextKeys = { "AWS:testkey": "a" };
const LIST: ContextKeys = { "aws:TestKey": ["a", "b"] };

test.each([
  ["StringEquals", "a", A, true],
  ["StringEquals", ["b", "a"], A, true],
  ["StringEquals", "a", MISSING, false],
  ["StringNotEquals", "a", MISSING, true],
  ["StringNotEquals", ["a", "b"], A, false],
  ["StringEqualsIfExists", "a", MISSING, true],
  ["StringEqualsIfExists", "b", A, false],
  ["StringNotEqualsIfExists", "a", MISSING, true],
  ["Null", "true", MISSING, true],
  ["Null", true, A, false],
  ["Null", ["true", "false"], A, true],
  ["Null", "false", { "aws:TestKey": [] }, false],
  ["ForAllValues:StringEquals", ["a", "b"], LIST, true],
  ["ForAllValues:StringEquals", "a", LIST, false],
  ["ForAllValues:StringEquals", "a", MISSING, true],
  ["ForAnyValue:StringEquals", "b", LIST, true],
  ["ForAnyValue:StringEquals", "c", LIST, false],
  ["ForAnyValue:StringEquals", "a", MISSING, false],
  ["ForAnyValue:StringNotEquals", "a", MISSING, false],
  ["ForAnyValue:StringEqualsIfExists", "a", MISSING, true],
  ["ForAnyValue:StringNotEquals", "a", LIST, true],
  ["ForAnyValue:StringNotEquals", ["a", "b"], LIST, false],
  ["ForAllValues:StringNotEquals", "a", LIST, false],
  ["ForAllValues:StringNotEquals", "c", LIST, true],
  ["ForAllValues:StringEquals", "a", { "aws:TestKey": "" }, true],
  ["ForAnyValue:StringEquals", "", { "aws:TestKey": [""] }, false],
  ["ForAnyValue:StringEquals", "a", A, true],
])("%s %j in %j: %s", (operator, value, keys, expected) => {
  expect(holds(operator, value, keys)).toBe(expected);
});

test.each([
  ["StringMatches", "a", 'the condition operator "StringMatches" is unknown'],
  ["stringEquals", "a", "is unknown"],
  ["toString", "a", "is unknown"],
  ["NullIfExists", "true", "is unknown"],
  ["ForAnyValue:Null", "true", "is unknown"],
  ["ForSomeValues:StringEquals", "a", "is unknown"],
  ["IfExists", "a", "is unknown"],
  ["StringEquals", [], "a condition has no value to compare with"],
  ["StringEquals", null, "null is not a valid value of a condition"],
  ["Null", "maybe", 'is neither "true" nor "false"'],
  ["Bool", "True", 'is neither "true" nor "false"'],
  ["Bool", "${aws:x}", 'is neither "true" nor "false"'],
  ["NumericEquals", "1e3", "is not an integer or a decimal number"],
  ["NumericEquals", "${aws:x}", "is not an integer or a decimal number"],
  ["NumericEquals", "1234567890123456", "has more digits than can be compared"],
  ["BinaryEquals", "###", "is not base64"],
])("%s %j is refused", (operator, value, problem) => {
  expect(() => holds(operator, value, MISSING)).toThrow(problem);
});

test("a multivalued key needs a set operator", () => {
  expect(() => holds("StringEquals", "a", LIST)).toThrow(
    "aws:TestKey has several values, but StringEquals compares one: use ForAllValues or ForAnyValue",
  );
});

test("a key without a prefix is refused", () => {
  expect(() => holds("StringEquals", "a", MISSING, "TestKey")).toThrow('"TestKey" is not a condition key');
});
