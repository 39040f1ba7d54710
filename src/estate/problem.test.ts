import { EstateError, formatEstateProblem, isEstateError, Problems } from "./problem";

function thrownBy(problems: Problems): EstateError {
  try {
    problems.throwIfAny();
  } catch (error) {
    if (isEstateError(error)) return error;
  }
  throw new Error("nothing was thrown");
}

test("without problems nothing is thrown", () => {
  const problems = new Problems();
  expect(problems.areNone).toBe(true);
  expect(() => problems.throwIfAny()).not.toThrow();
});

test("problems are told once, sorted, with their places", () => {
  const problems = new Problems();
  for (let time = 0; time < 2; time++) {
    problems.add({ address: "local.b", path: ["rule", 0, "aws:x", "y-z"] }, "is wrong", "${local.a}");
    problems.add({ address: "local.a", path: [] }, "is wrong");
    problems.add({ address: "", path: [] }, "is wrong");
  }
  expect(thrownBy(problems).problems.map(formatEstateProblem)).toEqual([
    "is wrong",
    "local.a: is wrong",
    'local.b: rule[0]["aws:x"].y-z: ${local.a}: is wrong',
  ]);
});

test("a clash has an id, anything else is refused", () => {
  const problems = new Problems();
  const place = { address: "aws_kms_key.a", path: ["policy"] };
  problems.addClash(place, { id: "defined-twice", problem: "is there twice", remedy: "remove one" });
  problems.add(place, "has no Statement", "${local.a}");
  const where = { address: "aws_kms_key.a", path: "policy" };
  expect(problems.conflicts).toEqual([
    { ...where, expression: "${local.a}", id: "refused", message: "has no Statement" },
    { ...where, id: "defined-twice", problem: "is there twice", remedy: "remove one" },
  ]);
  expect(thrownBy(problems).problems).toContainEqual({ ...where, message: "is there twice; remove one" });
});

test.each([
  [1, "1 problem in the Terraform; nothing can be proved\n  local.x100: is wrong"],
  [50, /^50 problems in .*\n( {2}local\.x\d+: is wrong\n){49} {2}local\.x149: is wrong$/],
  [53, /^53 problems in .*\n( {2}local\.x\d+: is wrong\n){50} {2}… and 3 more$/],
])("the message of %d problems", (count, message) => {
  const problems = new Problems();
  for (let number = 0; number < count; number++) {
    problems.add({ address: `local.x${100 + number}`, path: [] }, "is wrong");
  }
  expect(thrownBy(problems).message).toEqual(
    typeof message === "string" ? message : expect.stringMatching(message),
  );
});

test("another copy of the class is recognized", () => {
  expect(isEstateError(Object.assign(new Error("x"), { name: "EstateError" }))).toBe(true);
  expect(isEstateError(new Error("x"))).toBe(false);
  expect(isEstateError("x")).toBe(false);
});
