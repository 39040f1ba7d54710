import { hclOf } from "./expression";
import { checkName, heredoc, renderComment, renderString } from "./text";

describe("strings", () => {
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
});

describe("heredocs", () => {
  test.each([
    ["a\nb\n", "<<-EOT\n  a\n  b\nEOT"],
    ['# "${var.a}"\n\n  cp \\\n$${HOME}', 'chomp(<<-EOT\n  # "${var.a}"\n\n    cp \\\n  $${HOME}\nEOT\n)'],
  ])("%j is one", (text, hcl) => expect(hclOf(heredoc(text))).toBe(hcl));

  test.each([
    ['say "${x}" \\ é', false],
    ["a\tb", true],
    ["a\u202eb", true],
    ["\u0301", true],
  ])("whether %j needs an escape, which a heredoc does not have", (line, expected) =>
    expect(hclOf(heredoc(`a\n${line}\n`)).startsWith('"')).toBe(expected),
  );

  test.each([
    ["one line", "a"],
    ["one line and a line break", "a\n"],
    ["the end marker", "a\n EOT\n"],
    ["a margin, which Terraform removes", "  a\n\n  b"],
    ["a line of spaces, of which Terraform would keep the margin", "a\n \nb"],
    ["a tab", "a\n\tb"],
    ["an expression of several lines", "a\n${f(\nx)}\nb"],
    ["an expression at the end, from whose value chomp would take line breaks", "a\n${b}"],
  ])("%s is none", (_, text) => expect(hclOf(heredoc(text))).toMatch(/^".*"$/s));
});

describe("comments", () => {
  test.each([
    ["why", "# why"],
    ["why\n\nhttps://docs.aws.amazon.com/", "# why\n#\n# https://docs.aws.amazon.com/"],
    ['a\r\nb\rc\u2028resource "x" "y" {}', '# a\n# b\n# c\n# resource "x" "y" {}'],
    ["${x} \t\u202e", "# ${x} \ufffd\ufffd"],
  ])("renders %j", (text, hcl) => expect(renderComment(text)).toBe(hcl));
});

describe("names", () => {
  test.each(["source", "a-b_1", "_"])("%j is a name", (name) => expect(checkName("local", name)).toBe(name));

  // The last one has a Cyrillic letter.
  test.each(["", "1a", "a.b", 'a"', "${x}", "\u0430"])("%j is none", (name) =>
    expect(() => checkName("local", name)).toThrow(
      `expected the name of a local, received ${JSON.stringify(name)}; start with a letter`,
    ),
  );
});
