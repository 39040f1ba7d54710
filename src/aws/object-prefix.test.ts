import { literalPrefixProblem, objectPrefixProblem } from "./object-prefix";

const WILDCARD =
  'must not contain "*" or "?", which are wildcards in a policy; leave them out: a prefix already matches every key that begins with it';
const VARIABLE = 'can contain "${" only in a policy variable, such as "${aws:username}"';
const LATIN = "can contain only Latin-1 characters, as policies do, found ";

test.each([
  ["in/", undefined],
  ["a b/ÿ", undefined],
  ["costs-$5/", undefined],
  ["home/${aws:username}/", undefined],
  ["a".repeat(1024), undefined],
  ["é".repeat(512), undefined],
  ["", "must be 1 to 1,024 bytes long, found 0"],
  ["a".repeat(1025), "must be 1 to 1,024 bytes long, found 1025"],
  ["é".repeat(513), "must be 1 to 1,024 bytes long, found 1026"],
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
  ["${aws:username}/", 'must not contain "${": policy variables do not work here'],
])("the prefix %j, where no policy variable can be", (prefix, problem) => {
  expect(literalPrefixProblem(prefix)).toBe(problem);
});
