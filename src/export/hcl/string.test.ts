import { needsEscape, renderString } from "./string";

test.each([
  // As a whole.
  ["${aws_kms_key.source.arn}", "aws_kms_key.source.arn"],
  ["${jsonencode(local.x)}", "jsonencode(local.x)"],
  ["${ var.x }", "var.x"],
  ["${~ var.x ~}", "var.x"],
  ['${join(",", ["${a}}"])}', 'join(",", ["${a}}"])'],
  ["${a ? b :\nc}", "(a ? b :\nc)"],
  ['${"a" == "b"}', '"a" == "b"'],
  // Templates.
  ["", '""'],
  ["arn:aws:s3:::acme/*", '"arn:aws:s3:::acme/*"'],
  ["${var.bucket}/*", '"${var.bucket}/*"'],
  ["${a}${b}", '"${a}${b}"'],
  ['say "${upper("a\\n")}"', '"say \\"${upper("a\\n")}\\""'],
  ["${ x } %{ if y }z%{ endif }", '"${x} %{if y}z%{endif}"'],
  ["a ${~ x ~} b", '"a ${~x~} b"'],
  // Text.
  ["home/$${aws:username}/*", '"home/$${aws:username}/*"'],
  ["$$${x} %%{x} $x %x", '"$$${x} %%{x} $x %x"'],
  ['\\ " \n \r \t', '"\\\\ \\" \\n \\r \\t"'],
  ["\0\x1b\x7f\u0085", '"\\u0000\\u001b\\u007f\\u0085"'],
  ["\u2028\u2029\ufeff\u202e\u2066", '"\\u2028\\u2029\\ufeff\\u202e\\u2066"'],
  ["é 日本 👩‍💻 🇫🇷", '"é 日本 👩‍💻 🇫🇷"'],
  // These would join the quote or brace before them.
  ["\u0301 e\u0301 ${x}\u0301 \u{1e8d0}", '"\\u0301 e\u0301 ${x}\\u0301 \u{1e8d0}"'],
  ["\u{1e8d0}", '"\\U0001e8d0"'],
])("renders %j", (text, hcl) => expect(renderString(text)).toBe(hcl));

test.each(["${", "a %{", "${}", "${~}", "a ${ } b", "half \udc00"])("refuses %j", (text) =>
  expect(() => renderString(text)).toThrow(),
);

test.each([
  ['say "${x}" \\ é', false],
  ["a\tb", true],
  ["a\u202eb", true],
  ["\u0301", true],
])("whether %j needs an escape", (line, expected) => expect(needsEscape(line)).toBe(expected));
