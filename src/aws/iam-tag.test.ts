import { iamTagKeyProblem, iamTagValueProblem } from "./iam-tag";

test.each([
  ["team", undefined],
  ["Kostenstelle für a:b/c", undefined],
  ["", "must be 1 to 128 characters long, found 0"],
  ["k".repeat(129), "must be 1 to 128 characters long, found 129"],
  ["AWS:team", 'must not begin with "aws:", which AWS reserves'],
  ["a*", 'can contain only letters, digits, spaces and _.:/=+-@, found "*"'],
])("the key %j of a tag", (key, problem) => {
  expect(iamTagKeyProblem(key)).toBe(problem);
});

test.each([
  ["", undefined],
  ["blue team", undefined],
  ["v".repeat(257), "must be at most 256 characters long, found 257"],
  ["${x}", 'can contain only letters, digits, spaces and _.:/=+-@, found "$"'],
])("the value %j of a tag", (value, problem) => {
  expect(iamTagValueProblem(value)).toBe(problem);
});
