import { alignEntries, indent } from "./layout";

const entries = (...pairs: [string, string][]) => pairs.map(([name, value]) => ({ name, value }));

test("equals signs stand below each other", () => {
  expect(alignEntries(entries(["a", "1"], ["long", "2"]))).toBe("a    = 1\nlong = 2");
});

test("a value of several lines is not aligned, and parts its neighbours", () => {
  expect(alignEntries(entries(["a", "1"], ["long", "[\n  2,\n]"], ["longest", "{\n}"], ["b", "3"]))).toBe(
    "a = 1\nlong = [\n  2,\n]\nlongest = {\n}\nb = 3",
  );
});

test("a heredoc is aligned", () => {
  expect(alignEntries(entries(["a", "1"], ["text", "<<-EOT\n  x\nEOT"], ["b", "2"]))).toBe(
    "a    = 1\ntext = <<-EOT\n  x\nEOT\nb    = 2",
  );
});

test("a character counts once, whatever it consists of, and so does a quote", () => {
  expect(alignEntries(entries(['"👩‍💻e\u0301"', "1"], ["abcd", "2"], ['"\u0600"', "3"]))).toBe(
    '"👩‍💻e\u0301" = 1\nabcd = 2\n"\u0600"  = 3',
  );
});

test("empty lines stay empty", () => expect(indent("a\n\n  b")).toBe("  a\n\n    b"));
