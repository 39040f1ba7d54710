import { terraformNameProblem } from "./terraform-name";

const SHAPE =
  'must begin with a letter, and may have letters, digits, "_" and "-" only: it becomes a Terraform name';

test.each([
  ["source", undefined],
  ["a_b-C9", undefined],
  ["a".repeat(64), undefined],
  ["a".repeat(65), "must be at most 64 characters long, this has 65"],
  ["", SHAPE],
  ["1st", SHAPE],
  ["_a", SHAPE],
  ["a.b", SHAPE],
  ["a\n", SHAPE],
  ["__proto__", SHAPE],
])("the name %j", (name, problem) => {
  expect(terraformNameProblem(name)).toBe(problem);
});
