import { formatEstateProblem, isEstateError, Problems } from "../problem";
import { parseHcl } from "./hcl";

/** What the text is in JSON syntax, or the problems. */
async function parse(text: string): Promise<unknown> {
  const problems = new Problems();
  const json = await parseHcl("modules/a/main.tf", text, problems);
  try {
    problems.throwIfAny();
    return json;
  } catch (error) {
    if (!isEstateError(error)) throw error;
    return error.problems.map(formatEstateProblem);
  }
}

test.each<[string, unknown]>([
  ["", {}],
  [
    'resource "aws_kms_key" "a" {\n  provider = aws.a\n  policy = jsonencode({ a = "b" })\n}',
    { resource: { aws_kms_key: { a: [{ provider: "${aws.a}", policy: '${jsonencode({ a = "b" })}' }] } } },
  ],
  ['locals {\n  a = "$${aws:username}\\n"\n}', { locals: [{ a: "$${aws:username}\n" }] }],
])("%j", async (text, json) => {
  expect(await parse(text)).toEqual(json);
});

test("a default says what it says, whatever its syntax escapes", async () => {
  const text = 'variable "v" {\n  default = { "$${a}" = ["%%{b}", 1] }\n}\nvariable "w" {}';
  expect(await parse(text)).toEqual({ variable: { v: [{ default: { "${a}": ["%{b}", 1] } }], w: [{}] } });
});

test.each([
  [
    "a = {\n b = \n",
    "modules/a/main.tf:2:6: Invalid expression; Expected the start of an expression, but found an invalid expression token.",
  ],
  [
    "locals {\n  a = 1\n  a = 2\n}",
    'modules/a/main.tf:3:3: Attribute redefined; The argument "a" was already set at modules/a/main.tf:2,3-4. Each argument may be set only once.',
  ],
])("%j is no HCL", async (text, problem) => {
  expect(await parse(text)).toEqual([problem]);
});
