import { conditionLines, isRequirement } from "./condition-line";

test("an operator is taken apart", () => {
  const [line] = conditionLines({ "ForAllValues:StringNotLikeIfExists": { "aws:TagKeys": ["a", "b"] } });
  expect(line).toEqual({
    operator: "ForAllValues:StringNotLikeIfExists",
    base: "StringNotLike",
    qualifier: "ForAllValues",
    ifExists: true,
    negated: true,
    key: "aws:TagKeys",
    lowerKey: "aws:tagkeys",
    values: ["a", "b"],
  });
});

test("there is a line for each key of each operator, and numbers and booleans are text", () => {
  const lines = conditionLines({
    Bool: { "aws:SecureTransport": false },
    NumericLessThan: { "s3:max-keys": 5, "s3:signatureAge": "600" },
  });
  expect(lines.map(({ operator, key, values }) => [operator, key, values])).toEqual([
    ["Bool", "aws:SecureTransport", ["false"]],
    ["NumericLessThan", "s3:max-keys", ["5"]],
    ["NumericLessThan", "s3:signatureAge", ["600"]],
  ]);
  expect(conditionLines(undefined)).toEqual([]);
});

test.each([
  ["StringEquals", true],
  ["ForAnyValue:StringLike", true],
  ["StringNotEquals", false],
  ["StringEqualsIfExists", false],
  ["ForAllValues:StringEquals", false],
  ["Null", false],
])("whether %s holds only where the key is there: %s", (operator, expected) => {
  expect(conditionLines({ [operator]: { "aws:PrincipalArn": "a" } }).map(isRequirement)).toEqual([expected]);
});

test.each([
  ["x", 'the Condition "x" is not an object'],
  [{ Bool: "x" }, "the condition Bool is not an object"],
  [{ Bool: { "aws:SecureTransport": null } }, "null is not a valid value of a condition"],
])("%j is refused", (element, problem) => {
  expect(() => conditionLines(element)).toThrow(problem);
});
