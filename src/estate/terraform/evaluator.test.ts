import { formatEstateProblem, isEstateError, Problems } from "../problem";
import { readConfiguration } from "./configuration";
import { Evaluator, FAILED } from "./evaluator";

type Json = Record<string, unknown>;

/** What `value` becomes where the attribute `arn` of an `aws_thing` is its address, or the problems. */
function evaluate(value: unknown, rest: Json = {}, variables: Json = {}): unknown {
  const problems = new Problems();
  const configuration = readConfiguration([rest], problems);
  const known = {
    knows: (type: string) => type === "aws_thing",
    attribute: ({ address }: { address: string }, name: string) =>
      name === "arn" ? `arn:${address}` : undefined,
    data: ({ type }: { type: string }, name: string) =>
      type === "aws_place" && name === "where" ? "here" : undefined,
  };
  const evaluator = new Evaluator(configuration, variables, known, problems);
  const result = evaluator.evaluate(value, { address: "here", path: ["at"] });
  try {
    problems.throwIfAny();
    return result;
  } catch (error) {
    if (!isEstateError(error)) throw error;
    expect(result).toBe(FAILED);
    return error.problems.map(formatEstateProblem);
  }
}

const resource = {
  aws_thing: { x: { name: "n", other: "${aws_thing.x.name}!", none: null } },
  aws_else: { x: {} },
};

test.each<[unknown, Json, unknown]>([
  [1, {}, 1],
  [null, {}, null],
  ["plain", {}, "plain"],
  ["$${aws:username} %%{x} $", {}, "${aws:username} %{x} $"],
  ["${local.a}", { locals: { a: { b: ["$${c}", 1, true, null] } } }, { b: ["${c}", 1, true, null] }],
  ["${local.a.b[1]}", { locals: { a: { b: [1, { c: 2 }] } } }, { c: 2 }],
  ['${local.a["x:y"].0}', { locals: { a: { "x:y": ["z"] } } }, "z"],
  ["<${local.a}>", { locals: { a: "${local.b}", b: 5 } }, "<5>"],
  ["${local.a}${local.a}", { locals: { a: true } }, "truetrue"],
  [{ "${local.a}": ["${local.a}"] }, { locals: { a: "k" } }, { k: ["k"] }],
  ["${jsonencode(local.a)}", { locals: { a: { b: "${local.c}" }, c: '"' } }, '{"b":"\\""}'],
  ["x${jsonencode([1])}", {}, "x[1]"],
  ["${merge(var.a, { k = 2 })}", { variable: { a: { default: { k: 1, l: 1 } } } }, { k: 2, l: 1 }],
  ['${trimsuffix(local.a, "/")}', { locals: { a: "in/" } }, "in"],
  ['${trimsuffix(local.a, "/")}', { locals: { a: "in" } }, "in"],
  [`\${replace(trimsuffix(local.a, "/"), "'", "'\\\\''")}`, { locals: { a: "it's/" } }, "it'\\''s"],
  ['${replace(local.a, ".", "-")}', { locals: { a: "a.b.c" } }, "a-b-c"],
  ["${data.aws_place.x.where}", { data: { aws_place: { x: {} } } }, "here"],
  ['${"a${local.b}c"}', { locals: { b: "-" } }, "a-c"],
  ["${ { a = local.b, (local.b) = [1] } }", { locals: { b: "k" } }, { a: "k", k: [1] }],
  ["${aws_thing.x.arn}/*", { resource }, "arn:aws_thing.x/*"],
  ["${aws_thing.x.other}", { resource }, "n!"],
  ["${var.a}", { variable: { a: { default: "d${x}" } } }, "d${x}"],
  ["${var.a.b}", { variable: { a: { default: { b: 1 } } } }, 1],
  ['${local["__proto__"]}', JSON.parse('{"locals":{"__proto__":"p"}}') as Json, "p"],
])("%j with %j is %j", (value, rest, expected) => {
  expect(evaluate(value, rest)).toEqual(expected);
});

test("a variable's value comes before its default", () => {
  expect(evaluate("${var.a}", { variable: { a: { default: 1 } } }, { a: 2 })).toBe(2);
});

const NOT_UNDERSTOOD =
  "is not supported here, only references, literals, jsonencode, merge, replace and trimsuffix are; write its value instead";

test.each<[unknown, Json, string[]]>([
  ["${local.a}", {}, ["here: at: ${local.a}: there is no local.a in this Terraform; define it"]],
  [
    "${local.toString}",
    { locals: {} },
    ["here: at: ${local.toString}: there is no local.toString in this Terraform; define it"],
  ],
  ["${local.a.b}", { locals: { a: { c: 1 } } }, ['here: at: ${local.a.b}: there is no "b" in local.a']],
  ["${local.a[2]}", { locals: { a: [1] } }, ["here: at: ${local.a[2]}: there is no 2 in local.a"]],
  [
    "${local.a.toString}",
    { locals: { a: {} } },
    ['here: at: ${local.a.toString}: there is no "toString" in local.a'],
  ],
  ["${var.a}", {}, ["here: at: ${var.a}: there is no variable a in this Terraform; declare it"]],
  [
    "${var.a}",
    { variable: { a: { type: "string" } } },
    ["here: at: ${var.a}: the variable a has neither a value nor a default; give it a value"],
  ],
  [
    "${aws_thing.y.arn}",
    { resource },
    [
      "here: at: ${aws_thing.y.arn}: there is no aws_thing.y in this Terraform; write the value of the reference instead",
    ],
  ],
  [
    "${aws_else.x.arn}",
    { resource },
    [
      "here: at: ${aws_else.x.arn}: the attributes of aws_else.x are not known here; write the value of the reference instead",
    ],
  ],
  ...["nope", "none", "toString"].map((name): [string, Json, string[]] => [
    `\${aws_thing.x.${name}}`,
    { resource },
    [
      `here: at: \${aws_thing.x.${name}}: the attribute ${name} of aws_thing.x is not known before AWS generates it; write its value instead`,
    ],
  ]),
  ...["${aws_thing.x}", "${aws_thing.x[0].arn}"].map((text): [string, Json, string[]] => [
    text,
    { resource },
    [`here: at: ${text}: aws_thing.x stands for the whole resource; name one of its attributes`],
  ]),
  [
    "${data.aws_thing.x.arn}",
    {},
    [
      "here: at: ${data.aws_thing.x.arn}: is a data source, which Terraform reads from AWS; write its value instead, or make it a variable with a value",
    ],
  ],
  [
    "${module.x.arn}",
    {},
    ["here: at: ${module.x.arn}: is an output of a module, which is not read here; write its value instead"],
  ],
  ["${each.key}", {}, ["here: at: ${each.key}: each.key is not known here; write its value instead"]],
  ["${foo}", {}, ["here: at: ${foo}: foo is not a reference; name a resource, a local or a variable"]],
  ["a${b ? c : d}", {}, [`here: at: \${b ? c : d}: ${NOT_UNDERSTOOD}`]],
  [
    "%{ if a }b%{ endif }",
    {},
    [`here: at: %{ endif }: ${NOT_UNDERSTOOD}`, `here: at: %{ if a }: ${NOT_UNDERSTOOD}`],
  ],
  [
    "${upper(local.a)}",
    {},
    [
      "here: at: ${upper(local.a)}: the function upper is not supported here, only jsonencode, merge, replace and trimsuffix are; write its value instead",
    ],
  ],
  [
    '${merge({}, "a")}',
    {},
    ['here: at: ${merge({}, "a")}: merge is supported only for two maps; write its value instead'],
  ],
  ['${replace("a", "b")}', {}, ['here: at: ${replace("a", "b")}: replace takes 3 arguments, received 2']],
  ...['"a", "/b/", "c"', '"a", 1, "c"'].map((args): [string, Json, string[]] => [
    `\${replace(${args})}`,
    {},
    [
      `here: at: \${replace(${args})}: replace is supported only for text, and not for patterns; write its value instead`,
    ],
  ]),
  ...["data.aws_place.x.when", "data.aws_place.y.where", "data.aws_place.x", "data.aws_place"].map(
    (name): [string, Json, string[]] => [
      `\${${name}}`,
      { data: { aws_place: { x: {} } } },
      [
        `here: at: \${${name}}: is a data source, which Terraform reads from AWS; write its value instead, or make it a variable with a value`,
      ],
    ],
  ),
  ["${jsonencode()}", {}, ["here: at: ${jsonencode()}: jsonencode takes 1 argument, received 0"]],
  [
    "a${local.a}",
    { locals: { a: [1] } },
    ["here: at: ${local.a}: must be text inside other text, received [1]; use jsonencode to convert it"],
  ],
  [
    "${local.a}",
    { locals: { a: "${local.b}", b: { c: ["${local.a}"] } } },
    ["local.b: c[0]: ${local.a}: is part of a reference cycle: local.a → local.b → local.a; break it"],
  ],
  [
    "${aws_thing.x.name}",
    { resource: { aws_thing: { x: { name: "${aws_thing.x.name}" } } } },
    [
      "aws_thing.x: name: ${aws_thing.x.name}: is part of a reference cycle: aws_thing.x.name → aws_thing.x.name; break it",
    ],
  ],
  [
    { a: { "b:c": ["", "${local.x}"] }, "${local.y}": "${local.z}" },
    {},
    [
      'here: at.a["b:c"][1]: ${local.x}: there is no local.x in this Terraform; define it',
      "here: at: ${local.y}: there is no local.y in this Terraform; define it",
      'here: at["${local.y}"]: ${local.z}: there is no local.z in this Terraform; define it',
    ],
  ],
  [
    ["${local.a}", "${local.a}"],
    { locals: { a: "${local.x}" } },
    ["local.a: ${local.x}: there is no local.x in this Terraform; define it"],
  ],
  [
    `\${upper("${"x".repeat(100)}")}`,
    {},
    [
      `here: at: \${upper("${"x".repeat(68)}…: the function upper is not supported here, only jsonencode, merge, replace and trimsuffix are; write its value instead`,
    ],
  ],
])("%j with %j: %j", (value, rest, expected) => {
  expect(evaluate(value, rest)).toEqual(expected);
});

test("endless nesting, and an endless chain", () => {
  const nested = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`) as unknown;
  expect(evaluate(nested)).toEqual([`here: at${"[0]".repeat(100)}: is nested more than 100 levels deep`]);
  const locals = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`l${i}`, `\${local.l${i + 1}}`]));
  expect(evaluate("${local.l0}", { locals })).toEqual([
    "local.l199: ${local.l200}: is at the end of a chain of more than 200 references; shorten the chain",
  ]);
});

test("a value is not copied where there is nothing to evaluate", () => {
  const value = { a: ["b", { c: 1 }] };
  expect(evaluate(value)).toBe(value);
});

test("an expression over several lines is reported on one", () => {
  expect(evaluate("${jsonencode({\n  # Why\n  a = upper(local.a)\n})}")).toEqual([
    "here: at: ${jsonencode({ # Why a = upper(local.a) })}: the function upper is not supported here, only jsonencode, merge, replace and trimsuffix are; write its value instead",
  ]);
});
