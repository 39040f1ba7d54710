import { ANY, literal, matches, pattern, isPattern, mayMatch } from "./wildcard";

test.each([
  ["", "", true],
  ["", "a", false],
  ["a", "", false],
  ["*", "", true],
  ["*", "anything/at all", true],
  ["?", "", false],
  ["?", "a", true],
  ["?", "ab", false],
  ["a*c", "ac", true],
  ["a*c", "abbbc", true],
  ["a*c", "abbbcd", false],
  ["a*b*c", "a-b-b-c", true],
  ["a*b*c", "a-c-b", false],
  ["*ab", "aab", true],
  ["*aab", "aaab", true],
  ["a**b", "ab", true],
  ["a?*", "a", false],
  ["logs/*/2024-??", "logs/x/y/2024-11", true],
  ["logs/*/2024-??", "logs/x/y/2024-1", false],
  ["A*", "abc", false],
])("%s against %s: %s", (wanted, value, expected) => {
  expect(matches(pattern(wanted), value)).toBe(expected);
});

test("a literal star is no wildcard", () => {
  expect(matches([...literal("a*"), ANY], "a*b")).toBe(true);
  expect(matches([...literal("a*"), ANY], "ab")).toBe(false);
});

test.each([
  ["arn:aws:s3:::acme", false],
  ["arn:aws:s3:::acme/*", true],
  ["arn:aws:s3:::acm?", true],
  ["arn:aws:s3:::acme/${aws:username}", true],
])("whether %s is a pattern: %s", (text, expected) => {
  expect(isPattern(text)).toBe(expected);
});

test.each([
  ["acme-*", "acme-source", true],
  ["acme-${aws:username}", "acme-source", true],
  ["acme-?", "acme-source", false],
  ["acme", "acme-source", false],
])("whether %s may match %s: %s", (text, value, expected) => {
  expect(mayMatch(text, value)).toBe(expected);
});
