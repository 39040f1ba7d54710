import { columns } from "./columns";

test("columns are as wide as what is in them", () => {
  const rows = [
    ["a", "bb", "last"],
    ["aaa", "b", "last"],
  ];
  expect(columns(rows, { indent: "  ", widest: [10, 10] }).flat()).toEqual([
    "  a    bb  last",
    "  aaa  b   last",
  ]);
});

test("the last one continues below itself", () => {
  expect(columns([["a", "word ".repeat(20)]], { indent: "", widest: [10] }).flat()).toEqual([
    `a  ${"word ".repeat(15).trim()}`,
    `   ${"word ".repeat(5).trim()}`,
  ]);
});

test("what is too wide continues below itself, and under a word that is, the row does", () => {
  const rows = [
    ["a", "b", "last"],
    ["too wide", "b", "last"],
    ["overlong", "b", "last"],
  ];
  expect(columns(rows, { indent: " ", widest: [6, 5] }).flat()).toEqual([
    " a       b  last",
    " too     b  last",
    "   wide",
    " overlong",
    "         b  last",
  ]);
});

test("a word that is too wide for the last column has the page to itself", () => {
  const word = "x".repeat(73);
  expect(columns([["a".repeat(20), `${word} and more`]], { indent: " ", widest: [20] }).flat()).toEqual([
    ` ${"a".repeat(20)}`,
    `     ${word}`,
    "     and more",
  ]);
});

test("there need be no rows, and no cells", () => {
  expect(columns([], { indent: "", widest: [5] }).flat()).toEqual([]);
  expect(columns([["", "last"]], { indent: "", widest: [5] }).flat()).toEqual(["  last"]);
});
