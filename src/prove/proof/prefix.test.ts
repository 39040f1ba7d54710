import { actorOf, somebodyOf } from "./actor";
import { contextFor, prefixFor } from "./prefix";

const ann = actorOf("arn:aws:iam::111111111111:user/team/Ann");
const porter = actorOf("arn:aws:iam::111111111111:role/Porter");
const partner = somebodyOf("arn:aws:iam::222222222222:root");

test.each([
  ["in/", ann, "in/"],
  ["home/${aws:username}/", ann, "home/Ann/"],
  ["home/${AWS:UserName}/", ann, "home/Ann/"],
  ["home/${aws:username}/", porter, "home/${aws:username}/"],
  ["home/${aws:username}/", partner, "home/s3porter-proof/"],
  ["${aws:PrincipalAccount}/", porter, "111111111111/"],
  ["${aws:PrincipalTag/team}/${aws:username}/", ann, "s3porter-proof/Ann/"],
])("%s for $name is %s", (prefix, actor, expected) => expect(prefixFor(prefix, actor)).toBe(expected));

test("a request has what a prefix is made of", () => {
  expect(contextFor("${aws:PrincipalTag/team}/${aws:username}/x")).toEqual({
    "aws:PrincipalTag/team": "s3porter-proof",
  });
});
