import { readBlocks } from "./hcl-blocks";

/** Blocks and arguments as nested lists, without positions. */
function outline(text: string) {
  const body = readBlocks(text);
  return body === undefined ? undefined : outlineOf(body);
}

function outlineOf({ attributes, blocks }: NonNullable<ReturnType<typeof readBlocks>>): unknown[] {
  return [
    ...attributes.map(({ name, expression }) => `${name} = ${expression}`),
    ...blocks.map(({ type, labels, body }) => [[type, ...labels].join(" "), ...outlineOf(body)]),
  ];
}

test.each<[string, string, unknown]>([
  [
    "a block of one line",
    'provider "aws" { region = "us-east-1" }',
    [["provider aws", 'region = "us-east-1"']],
  ],
  ["labels without quotes", "resource aws_kms_key this {\n}", [["resource aws_kms_key this"]]],
  [
    "blocks in blocks",
    'resource "a" "b" {\n  lifecycle {\n    prevent_destroy = true\n  }\n  x = 1\n}',
    [["resource a b", "x = 1", ["lifecycle", "prevent_destroy = true"]]],
  ],
  [
    "brackets over lines",
    "locals {\n  a = [\n    1, # }\n    2\n  ]\n  b = 1\n}",
    [["locals", "a = [\n    1, # }\n    2\n  ]", "b = 1"]],
  ],
  [
    "templates with quotes and braces",
    'a = "x ${lookup(m, "}")} $${ %{ if x }y%{ endif }"\nb = 1',
    ['a = "x ${lookup(m, "}")} $${ %{ if x }y%{ endif }"', "b = 1"],
  ],
  ["an escaped quote", 'a = "\\"{"\nb = 1', ['a = "\\"{"', "b = 1"]],
  [
    "a heredoc with braces",
    'a = <<-EOT\n  } { " EOTX\n  EOT\nb = 1',
    ['a = <<-EOT\n  } { " EOTX\n  EOT', "b = 1"],
  ],
  ["a heredoc in a call", "a = f(<<EOT\n)\nEOT\n)\nb = 1", ["a = f(<<EOT\n)\nEOT\n)", "b = 1"]],
  ["comments", '# x {\n// "\n/* { \n */ a = 1 # }\nb = /* } */ 2', ["a = 1", "b = 2"]],
  ["CRLF", 'a = 1\r\nb {\r\n c = "x"\r\n}\r\n', ["a = 1", ["b", 'c = "x"']]],
  ["a byte order mark", "\uFEFFa = 1", ["a = 1"]],
  ["comparisons", "a = x == y && z => 1", ["a = x == y && z => 1"]],
  ["nothing", "", []],
])("%s", (_, text, expected) => {
  expect(outline(text)).toEqual(expected);
});

test.each([
  ["a block that does not end", "a {"],
  ["a brace too many", "}"],
  ["a string that does not end", 'a = "'],
  ["a heredoc that does not end", "a = <<EOT\nx"],
  ["an argument without a value", "a =\nb = 1"],
  ["brackets that do not match", "a = [)"],
])("%s is not read", (_, text) => {
  expect(outline(text)).toBeUndefined();
});

test("positions cover an argument and a block", () => {
  const text = "  a = 1 # x\nb { c = 2 }\n";
  const body = readBlocks(text);
  expect(body?.attributes.map(({ start, end }) => text.slice(start, end))).toEqual(["a = 1"]);
  expect(body?.blocks.map(({ start, end }) => text.slice(start, end))).toEqual(["b { c = 2 }"]);
});
