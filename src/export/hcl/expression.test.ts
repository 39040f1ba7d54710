import { hclExpression, hclOf, isExpression, renderExpression } from "./expression";

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
  ["", 'expected an expression, received ""; name what it stands for'],
  [
    'x }\nresource "a" "b" {',
    'expected one expression, received "x }\\nresource \\"a\\" \\"b\\" {"; remove the } or what follows it',
  ],
  ["f(x", 'the expression "f(x" has a ) without its other half; add it'],
])("refuses %j", (text, message) => expect(() => renderExpression(text)).toThrow(message));
