import { terraformNameProblem } from "./terraform-name";

const SHAPE =
  'must begin with a letter and contain only letters, digits, "_" and "-": it becomes a Terraform name';

test.each([
  ["source", undefined],
  ["a_b-C9", undefined],
  ["", SHAPE],
  ["1st", SHAPE],
  ["_a", SHAPE],
  ["a.b", SHAPE],
  ["a\n", SHAPE],
  ["__proto__", SHAPE],
])("the name %j", (name, problem) => {
  expect(terraformNameProblem(name)).toBe(problem);
});
