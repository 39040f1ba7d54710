import { STICKY, wrap, wrapLines } from "./wrap";

const ARN = "arn:aws:iam::111111111111:role/a-role-with-a-long-name";

test.each<[string, string[], string[]]>([
  ["short text is one line", ["one two"], ["one two"]],
  ["no text is an empty line", [""], [""]],
  ["lines break between words", ["one two three", "", "", 7], ["one two", "three"]],
  ["lines may be full", ["one two", "", "", 7], ["one two"]],
  ["the first line and the others begin differently", ["one two", "- ", "  ", 6], ["- one", "  two"]],
  ["a long word stands whole on a line of its own", [`is ${ARN} here`, "", "", 20], ["is", ARN, "here"]],
  ["a sticky space is none to break at", [`one [1]${STICKY}two`, "", "", 9], ["one", "[1] two"]],
] as never)("%s", (_, args, lines) => {
  expect(wrap(...(args as unknown as Parameters<typeof wrap>))).toEqual(lines);
});

test("each line of a text keeps its indentation", () => {
  const long = "word ".repeat(20).trim();
  expect(wrapLines(`head\n  ${long}`, "  ")).toEqual([
    "  head",
    `    ${"word ".repeat(15).trim()}`,
    `      ${"word ".repeat(5).trim()}`,
  ]);
});
