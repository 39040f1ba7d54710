import {
  hclExpression,
  hclOf,
  isExpression,
  referencesIn,
  renderExpression,
  scanExpression,
  scanSequences,
} from "./expression";

describe("expressions", () => {
  test("an expression holds its HCL, and no map is one", () => {
    expect(hclOf(hclExpression("aws.source"))).toBe("aws.source");
    expect(isExpression(hclExpression("aws.source"))).toBe(true);
    expect(isExpression({ HCL: "aws.source" })).toBe(false);
  });

  test.each([
    ["aws.source", "aws.source"],
    [" length(var.x) > 1 ", "length(var.x) > 1"],
    ["list(object({\n  name = string\n}))", "list(object({\n  name = string\n}))"],
    ["a ||\n  b", "(a ||\n  b)"],
  ])("renders %j", (text, hcl) => expect(renderExpression(text)).toBe(hcl));

  test.each([
    ["", 'expected an expression, received ""; write one, such as var.name'],
    [
      'x }\nresource "a" "b" {',
      'expected one expression, received "x }\\nresource \\"a\\" \\"b\\" {"; remove the } or what follows it',
    ],
    ["f(x", 'the brackets of the expression "f(x" are not balanced; check each ) and its opening bracket'],
  ])("refuses %j", (text, message) => expect(() => renderExpression(text)).toThrow(message));
});

describe("scanning", () => {
  const contents = (text: string) => scanSequences(text).map(({ marker, content }) => marker + content);

  test.each<[string, string[]]>([
    ["text", []],
    ["$ { % {", []],
    ["${var.x}", ["${var.x"]],
    ["a ${x}-${y} b", ["${x", "${y"]],
    ["%{if x}a%{endif}", ["%{if x", "%{endif"]],
    // Whatever comes before the last sign, two of them make text of it.
    ["$${x} %%{x} $$${x} $$$${x}", []],
    ["%${x}$%{y}", ["${x", "%{y"]],
    ["$${${x}}", ["${x"]],
    ['${f("}")}', ['${f("}")']],
    ['${f("\\"}")}', ['${f("\\"}")']],
    ['${f("a${g("}")}b")}', ['${f("a${g("}")}b")']],
    ['${f("$${")}', ['${f("$${")']],
    ["${{ a = { b = 1 } }}", ["${{ a = { b = 1 } }"]],
  ])("the sequences of %j", (text, expected) => expect(contents(text)).toEqual(expected));

  test.each([
    ["a ${b", "${ is not closed; close it with }, or write $${ if it is text"],
    ["%{if x", "%{ is not closed; close it with }, or write %%{ if it is text"],
    ["${f(x}", "are not balanced; check each } and its opening bracket"],
    ["${f(x", "are not balanced; check each ) and its opening bracket"],
    ["${x]}", "are not balanced; check each ] and its opening bracket"],
    ['${"a}', "does not end on its line; close it, or write \\n for a line break"],
    ['${"a\n"}', "does not end on its line; close it, or write \\n for a line break"],
    ["${x # y\n}", 'has "#", a comment or a heredoc, which s3porter cannot write elsewhere; remove it'],
    ["${x // y\n}", 'has "//", a comment'],
    ["${x /* y */}", 'has "/*", a comment'],
    ["${<<EOT\nx\nEOT\n}", 'has "<<", a comment or a heredoc'],
    ["half \ud83d", "has half a surrogate pair, which is not a character"],
  ])("%j is no template", (text, message) => expect(() => scanSequences(text)).toThrow(message));

  test.each([
    ["a", false],
    ["a +\nb", true],
    ["f(\n  a,\n)", false],
    ['[\n  for x in { a = "\\n" } :\n  x\n]', false],
  ])("whether %j ends before its text does", (text, isBroken) =>
    expect(scanExpression(text, 0)).toEqual({ end: text.length, isBroken }),
  );
});

describe("references", () => {
  test.each<[string, string[]]>([
    ["local.partition", []],
    ["$${local.partition}", []],
    ["arn:${local.partition}:s3:::${var.name}/*", ["local.partition", "var.name"]],
    ['${replace(var.name, ".", "-")}', ["var.name"]],
    ['${merge(var.tags, { See = "local.a" })}', ["var.tags"]],
    ['${f("a ${local.a} b", { b = local.b })}', ["local.a", "local.b"]],
    ["${aws_kms_key.one.arn}", ["aws_kms_key.one.arn"]],
    ["${data.x.y[0].local.z}", ["data.x.y"]],
    ["%{if var.is_on}on%{endif}", ["var.is_on"]],
  ])("in %j", (text, expected) => expect(referencesIn(text)).toEqual(expected));
});
