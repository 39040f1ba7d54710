import { parseArn } from "../../aws/arn";
import { arnOperand, resourcePattern } from "./arn-pattern";
import { RequestContext } from "./context";

const context = new RequestContext({ "aws:username": "Ann", "aws:PrincipalTag/x": "b:c" }, new Map());

const ROLE = "arn:aws:iam::111111111111:role/team/Porter";
const KEY = "arn:aws:kms:us-east-1:111111111111:key/1";

test.each([
  [ROLE, ROLE, true],
  ["arn:aws:iam::111111111111:role/*", ROLE, true],
  ["arn:aws:iam::111111111111:role/Porter", ROLE, false],
  ["arn:*:iam::*:role/*Porter", ROLE, true],
  ["arn:aws:iam::11111111111?:role/team/Porter", ROLE, true],
  ["arn:aws:iam:*:role/team/Porter:x", ROLE, false],
  ["arn:aws:kms:*:111111111111:key/*", KEY, true],
  ["arn:aws:kms:*:222222222222:key/*", "arn:aws:kms:a:222222222222:key/b:222222222222:key/1", true],
  ["arn:aws:kms:*:333333333333:key/*", "arn:aws:kms:a:222222222222:key/b:333333333333:key/1", false],
  ["arn:aws:iam::111111111111:role/team/${aws:username}", ROLE.replace("Porter", "Ann"), true],
  ["arn:aws:s3:::a/${aws:PrincipalTag/x}", "arn:aws:s3:::a/b:c", true],
  ["arn:aws:s3:::*", "no arn", false],
])("as an operand of an ARN operator, %s against %s: %s", (wanted, value, expected) => {
  expect(arnOperand(wanted, true)(value, parseArn(value), context)).toBe(expected);
});

test.each([
  ["*", "*", true],
  ["arn:aws:s3:::*", "*", false],
  ["arn:aws:s3:::b", "arn:aws:s3:::b", true],
  ["arn:aws:s3:::b", "arn:aws:s3:::B", false],
  ["arn:aws:s3:::b/*", "arn:aws:s3:::b", false],
  ["arn:aws:s3:::b*", "arn:aws:s3:::b/x", true],
  ["arn:aws:s3:::b/*/x", "arn:aws:s3:::b/2024:01/x", true],
  ["arn:aws:s3:*", "arn:aws:s3:::b/x", true],
  ["arn:aws:s3:*", "arn:aws:s3:::b/x:y", true],
  ["arn:aws:s3:*", "arn:aws:kms:::b", false],
  ["arn:aws:kms:*:222222222222:key/*", "arn:aws:kms:r:111111111111:key/a:222222222222:key/b", true],
  ["arn:aws:kms:*-1:222222222222:key/*", "arn:aws:kms:r:111111111111:key/a-1:222222222222:key/b", false],
  ["arn:aws:kms:?:222222222222:key/*", "arn:aws:kms:r:222222222222:key/b:c", true],
  ["arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/Ann/a", true],
  ["arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/Bob/a", false],
  ["arn:aws:s3:::home/${aws:PrincipalTag/none}/*", "arn:aws:s3:::home//a", false],
  ["arn:aws:s3:*:*:home/${aws:PrincipalTag/none}/*", "arn:aws:s3:::home//a:b:c:d", false],
  ["arn:aws:s3:::home/${aws:PrincipalTag/x}", "arn:aws:s3:::home/b:c", true],
])("as a resource, %s against %s: %s", (wanted, value, expected) => {
  expect(resourcePattern(wanted, true)(value, parseArn(value), context)).toBe(expected);
});

test.each([
  ["bucket", 'the resource "bucket" is neither "*" nor an ARN'],
  ["arn:aws:s3:::", undefined],
  ["arn:aws:s3", "has fewer than six parts"],
  ["arn:aws:*:::b", "has a wildcard in the service part"],
  ["arn:aws:s3::${aws:username}:b", "has a policy variable before its last part"],
])("the resource %s: %s", (wanted, problem) => {
  const parse = () => resourcePattern(wanted, true);
  if (problem === undefined) expect(parse).not.toThrow();
  else expect(parse).toThrow(problem);
});

test("an operand of an ARN operator has six parts", () => {
  expect(() => arnOperand("*", true)).toThrow('"*" is compared as an ARN but has fewer than six parts');
});
