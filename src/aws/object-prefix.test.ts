import { literalPrefixProblem, objectPrefixProblem } from "./object-prefix";

const WILDCARD = 'matches whatever begins with it: drop the "*" or "?", which are wildcards in a policy';
const VARIABLE = 'may have "${" only in a policy variable, such as "${aws:username}"';
const LATIN = "may have Latin-1 characters only, for a policy takes no other, this has ";

test.each([
  ["in/", undefined],
  ["a b/ÿ", undefined],
  ["costs-$5/", undefined],
  ["home/${aws:username}/", undefined],
  ["a".repeat(1024), undefined],
  ["é".repeat(512), undefined],
  ["", "must be 1 to 1,024 bytes long, this has 0"],
  ["a".repeat(1025), "must be 1 to 1,024 bytes long, this has 1025"],
  ["é".repeat(513), "must be 1 to 1,024 bytes long, this has 1026"],
  ["in/*", WILDCARD],
  ["in/?", WILDCARD],
  ["${user}", VARIABLE],
  ["${aws:username", VARIABLE],
  ["a\tb", `${LATIN}"\\t"`],
  ["${aws:日本}", `${LATIN}"日"`],
  ["日本", `${LATIN}"日"`],
  ["a😀", `${LATIN}"😀"`],
])("the prefix %j", (prefix, problem) => {
  expect(objectPrefixProblem(prefix)).toBe(problem);
});

test.each([
  ["in/", undefined],
  ["in/*", WILDCARD],
  ["${aws:username}/", 'may not have "${": here it is no policy variable'],
])("the prefix %j, where no policy variable can be", (prefix, problem) => {
  expect(literalPrefixProblem(prefix)).toBe(problem);
});
