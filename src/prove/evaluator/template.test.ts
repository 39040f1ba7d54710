import { RequestContext } from "./context";
import { parseTemplate, templateTest, templateText } from "./template";

const context = new RequestContext(
  { "aws:username": "Ann", "aws:PrincipalTag/team": "a*", "aws:TagKeys": ["x"], "aws:userid": "AIDA" },
  new Map(),
);
const LIKE = { variables: true, wildcards: true };
const EQUALS = { variables: true, wildcards: false };

function like(text: string, value: string): boolean {
  return templateTest(parseTemplate(text, LIKE))(value, context);
}

test.each([
  ["", "", true],
  ["", "a", false],
  ["*", "", true],
  ["Ann", "Ann", true],
  ["Ann", "ann", false],
  ["home/*", "home/", true],
  ["home/*", "homes", false],
  ["home/${aws:username}/*", "home/Ann/x", true],
  ["home/${AWS:UserName}/*", "home/Ann/x", true],
  ["home/${aws:username}/*", "home/Bob/x", false],
  ["${aws:PrincipalTag/none, 'all'}", "all", true],
  ["${aws:PrincipalTag/none, ''}x", "x", true],
  ["${aws:username, 'all'}", "Ann", true],
  ["${aws:PrincipalTag/none}", "", false],
  ["${aws:PrincipalTag/none}*", "x", false],
  ["a${*}b", "a*b", true],
  ["a${*}b", "axb", false],
  ["a${?}*", "a?c", true],
  ["a${?}*", "abc", false],
  ["${$}{aws:username}", "${aws:username}", true],
  ["$x{}", "$x{}", true],
])("%s against %s: %s", (text, value, expected) => {
  expect(like(text, value)).toBe(expected);
});

test("without wildcards a star is text, also from a variable", () => {
  const text = (value: string) => templateText(parseTemplate(value, EQUALS), context);
  expect(text("a*")).toBe("a*");
  expect(text("${aws:PrincipalTag/team}?")).toBe("a*?");
  expect(text("${aws:PrincipalTag/none}")).toBeUndefined();
  expect(text("")).toBe("");
});

test("before version 2012-10-17 a variable is text", () => {
  const test = templateTest(parseTemplate("${aws:username}", { variables: false, wildcards: true }));
  expect(test("${aws:username}", context)).toBe(true);
  expect(test("Ann", context)).toBe(false);
});

test.each(["${", "${}", "${aws:username", "${username}", "${aws:username,'x'}", "${aws:a, 'x}"])(
  "%s is refused",
  (text) => {
    expect(() => parseTemplate(text, LIKE)).toThrow("has a malformed policy variable");
  },
);

test.each(["${aws:PrincipalTag/team}*", "${aws:PrincipalTag/team}", "${aws:PrincipalTag/none, 'a?'}"])(
  "%s is refused in a pattern, because its value has a wildcard",
  (text) => {
    expect(() => like(text, "ab")).toThrow("and a policy uses it as part of a pattern");
  },
);

test("a multivalued key is no variable", () => {
  expect(() => like("${aws:TagKeys}", "x")).toThrow("only a single-valued key can be a policy variable");
});
