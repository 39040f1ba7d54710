import { taggedArn, tagsOfArn, untaggedArn } from "./tagged-arn";

const ROOT = "arn:aws:iam::111122223333:root";
const ORGANIZATION = "arn:aws:organizations:::organization/o-a/r-b/*,o-a/r-c/";

test.each([
  [ROOT, { team: "a b" }, `${ROOT}?team=a+b`],
  [ROOT, { "cost center": "a+b?c:root", team: "" }, `${ROOT}?cost+center=a%2Bb%3Fc%3Aroot&team=`],
  [ORGANIZATION, { team: "red" }, `${ORGANIZATION}?team=red`],
  [ROOT, {}, ROOT],
])("%s with %j is %s", (arn, tags, tagged) => {
  expect(taggedArn(arn, tags)).toBe(tagged);
  expect(untaggedArn(tagged)).toBe(arn);
  expect(tagsOfArn(tagged)).toEqual(tags);
});

test("the order of tags does not matter", () => {
  const tagged = taggedArn(ROOT, { team: "red", env: "prod" });
  expect(tagged).toBe(`${ROOT}?env=prod&team=red`);
  expect(taggedArn(ROOT, { env: "prod", team: "red" })).toBe(tagged);
});

test("a role has no tags in its ARN", () => {
  const role = "arn:aws:iam::111122223333:role/a?b=c";
  expect(untaggedArn(role)).toBe(role);
  expect(tagsOfArn(role)).toEqual({});
});
