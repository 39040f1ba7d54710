import { isTemplate, parseTemplate } from "./expression";

const reference = (...steps: (string | number)[]) => expect.objectContaining({ kind: "reference", steps });
const literal = (value: unknown) => ({ kind: "literal", value });
const notUnderstood = { kind: "not-understood" };

test.each<[string, boolean]>([
  ["", false],
  ["$ { % $$ }", false],
  ["${x}", true],
  ["$${x}", true],
  ["%{if x}", true],
])("%j is a template: %s", (text, expected) => {
  expect(isTemplate(text)).toBe(expected);
});

describe("text", () => {
  test.each<[string, unknown[]]>([
    ["", []],
    ["plain", ["plain"]],
    ["$${aws:username}", ["${aws:username}"]],
    ["a/$${aws:username}/%%{x}/b", ["a/${aws:username}/%{x}/b"]],
    ["$$${x}", ["$${x}"]],
    ["%%%{x}", ["%%{x}"]],
    ["$$x $ % %% \\n", ["$$x $ % %% \\n"]],
    ["%${local.a}", ["%", { text: "${local.a}", expression: reference("local", "a") }]],
    [
      "a${local.b}$${c}${local.d}e",
      [
        "a",
        { text: "${local.b}", expression: reference("local", "b") },
        "${c}",
        { text: "${local.d}", expression: reference("local", "d") },
        "e",
      ],
    ],
    ["${local.a", [{ text: "${local.a", expression: notUnderstood }]],
    [
      "%{ if local.a }b%{ endif }",
      [
        { text: "%{ if local.a }", expression: notUnderstood },
        "b",
        { text: "%{ endif }", expression: notUnderstood },
      ],
    ],
    ['${"}"}!', [{ text: '${"}"}', expression: literal("}") }, "!"]],
    ['${"}', [{ text: '${"}', expression: notUnderstood }]],
    ['${"${x}', [{ text: '${"${x}', expression: notUnderstood }]],
  ])("%j", (text, parts) => {
    expect(parseTemplate(text)).toEqual(parts);
  });
});

describe("an expression", () => {
  test.each<[string, unknown]>([
    ["aws_kms_key.source.arn", reference("aws_kms_key", "source", "arn")],
    [" aws_kms_key.a-b.arn ", reference("aws_kms_key", "a-b", "arn")],
    ['local.a["b:c"][0].d', reference("local", "a", "b:c", 0, "d")],
    ["local.a.0.b", reference("local", "a", "0", "b")],
    ["(local.a)", reference("local", "a")],
    ['# }\n local.a // "\n /* } */', reference("local", "a")],
    ['"# } // /*"', literal("# } // /*")],
    ["true", literal(true)],
    ["null", literal(null)],
    ["-1.5e3", literal(-1500)],
    ['""', literal("")],
    ['"a\\n\\t\\r\\"\\\\\\u00e9\\U0001F600"', literal('a\n\t\r"\\é😀')],
    ['"$${aws:username}"', literal("${aws:username}")],
    [
      '"a}${local.b}"',
      { kind: "template", parts: ["a}", { text: "${local.b}", expression: reference("local", "b") }] },
    ],
    ["jsonencode(local.a)", { kind: "call", name: "jsonencode", args: [reference("local", "a")] }],
    ["f()", { kind: "call", name: "f", args: [] }],
    [
      "f(1, [2, 3,],)",
      { kind: "call", name: "f", args: [literal(1), { kind: "list", items: [literal(2), literal(3)] }] },
    ],
    [
      '{\n  Version = "x"\n  "aws:a": 1, (local.k) = {}\n}',
      {
        kind: "object",
        entries: [
          [literal("Version"), literal("x")],
          [literal("aws:a"), literal(1)],
          [reference("local", "k"), { kind: "object", entries: [] }],
        ],
      },
    ],
  ])("%s", (text, expected) => {
    expect(parseTemplate(`\${${text}}`)).toEqual([{ text: `\${${text}}`, expression: expected }]);
  });

  test.each([
    "",
    "a ? b : c",
    "a + b",
    "a == b",
    "!a",
    "[for x in y : x]",
    "{ for k, v in y : k => v }",
    "aws_kms_key.a[*].arn",
    "local.a[local.b]",
    "local.a[true]",
    "local.",
    "provider::aws::arn_parse(x)",
    "[1 2]",
    "(1",
    "{ a }",
    '"\\x"',
    '"\\U00110000"',
    "~ local.a ~",
    `${"(".repeat(40)}1${")".repeat(40)}`,
  ])("%s is not understood", (text) => {
    expect(parseTemplate(`\${${text}}`)).toEqual([{ text: `\${${text}}`, expression: notUnderstood }]);
  });
});

test("hostile strings of a megabyte are read to their end", () => {
  for (const piece of ["${", '${"', "$${", "{", '"${x}', "${[", "${a."])
    expect(() => parseTemplate(piece.repeat(300_000))).not.toThrow();
});
