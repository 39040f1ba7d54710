import { hclExpression } from "./expression";
import { inOrder, renderValue, type Value } from "./value";

const LONG = "a".repeat(100);

test.each<[Value, string]>([
  [null, "null"],
  [true, "true"],
  [-1.5, "-1.5"],
  [1e21, "1e+21"],
  [-0, "0"],
  ["${var.x}", "var.x"],
  [hclExpression("aws.source"), "aws.source"],
  [[], "[]"],
  [["a"], '["a"]'],
  [[["a"]], '[["a"]]'],
  [["a", 1], '["a", 1]'],
  [["a".repeat(50), "b".repeat(50)], `[\n  "${"a".repeat(50)}",\n  "${"b".repeat(50)}",\n]`],
  [[LONG], `[\n  "${LONG}",\n]`],
  [[hclExpression("<<-EOT\n  a\nEOT")], "[\n  (<<-EOT\n    a\n  EOT\n  ),\n]"],
  [{}, "{}"],
  [{ a: undefined }, "{}"],
  [{ AWS: "*" }, '{ AWS = "*" }'],
  [{ Bool: { "aws:SecureTransport": "false" } }, '{ Bool = { "aws:SecureTransport" = "false" } }'],
  [{ a: LONG }, `{\n  a = "${LONG}"\n}`],
  [{ a: 1, bc: [2] }, "{\n  a  = 1\n  bc = [2]\n}"],
  [[{ a: 1, b: [] }], "[\n  {\n    a = 1\n    b = []\n  },\n]"],
])("renders %j", (value, hcl) => expect(renderValue(value)).toBe(hcl));

test.each([
  ["a-b_1", "a-b_1"],
  ["1a", '"1a"'],
  ["a.b", '"a.b"'],
  ["", '""'],
  ["é", '"é"'],
  ['"\n', '"\\"\\n"'],
  ["for", '"for"'],
  ["null", '"null"'],
  ["true", '"true"'],
  ["$${aws:username}", '"$${aws:username}"'],
  ["${var.x}", '"${var.x}"'],
  ["__proto__", "__proto__"],
])("renders the key %j", (key, hcl) =>
  expect(renderValue(Object.fromEntries([[key, 1]]))).toBe(`{ ${hcl} = 1 }`),
);

test.each([NaN, Infinity])("refuses %p", (number) =>
  expect(() => renderValue(number)).toThrow(
    `expected a finite number, received ${number}, which Terraform cannot represent`,
  ),
);

test("what is named comes first, and the rest as it was", () => {
  expect(Object.keys(inOrder(["a", "b", "c"], { z: 1, c: 1, y: 1, a: 1 }))).toEqual(["a", "c", "z", "y"]);
});
