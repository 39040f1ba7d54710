import { actorOf, somebodyOf } from "./actor";
import { anyValues, prefixFor, variablesIn } from "./prefix";

const ann = actorOf("arn:aws:iam::111111111111:user/team/Ann");
const porter = actorOf("arn:aws:iam::111111111111:role/Porter");
const partner = somebodyOf("arn:aws:iam::222222222222:root");
const tagged = { ...ann, context: { "aws:PrincipalTag/Team": "blue" } };

test.each([
  ["in/", ann, "in/"],
  ["home/${aws:username}/", ann, "home/Ann/"],
  ["home/${AWS:UserName}/", ann, "home/Ann/"],
  ["home/${aws:username}/", porter, "home/${aws:username}/"],
  ["home/${aws:username}/", partner, "home/s3porter-proof/"],
  ["${aws:PrincipalAccount}/", porter, "111111111111/"],
  ["${aws:PrincipalTag/team}/${aws:username}/", tagged, "blue/Ann/"],
  ["${aws:PrincipalTag/team}/", ann, "${aws:PrincipalTag/team}/"],
  ["${aws:PrincipalTag/team, 'all'}/", ann, "all/"],
  ["${aws:PrincipalTag/team, 'all'}/", tagged, "blue/"],
  ["${transfer:UserName}/", porter, "${transfer:UserName}/"],
])("%s for $name is %s", (prefix, actor, expected) => expect(prefixFor(prefix, actor)).toBe(expected));

test("the unique id of a user, and of a role with the name of its session", () => {
  expect(prefixFor("${aws:userid}/", ann)).toMatch(/^AIDA[0-9A-F]{17}\/$/);
  expect(prefixFor("${aws:userid}/", porter)).toMatch(/^AROA[0-9A-F]{17}:proof\/$/);
});

test("the variables in a text", () => {
  expect(variablesIn("${*}/${aws:username}/${aws:PrincipalTag/team, 'all'}/")).toEqual([
    "aws:username",
    "aws:PrincipalTag/team",
  ]);
});

test("a stranger can have any tag", () => {
  expect(anyValues("${aws:PrincipalTag/team}/${aws:username}/x")).toEqual({
    "aws:PrincipalTag/team": "s3porter-proof-aws-principaltag-team",
  });
});
