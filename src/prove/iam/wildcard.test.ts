import { ANY, literal, matches, pattern } from "./wildcard";

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
