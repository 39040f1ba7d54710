import { arnOf, isKeyArn, mayMatch } from "./arns";

test.each([
  ["arn:aws:s3:::acme", "bucket", "acme"],
  ["arn:aws:s3:::acme/*", "object", "acme"],
  ["arn:aws:s3:::*/in/*", "object", "*"],
  ["arn:aws:s3:::acme*", undefined, "acme*"],
  ["arn:aws:s3:::*", undefined, "*"],
  ["arn:aws:s3:us-east-1:111111111111:accesspoint/acme", undefined, undefined],
  ["arn:aws:kms:us-east-1:111111111111:key/x", "key", undefined],
  ["arn:aws:kms:us-east-1:111111111111:alias/x", "alias", undefined],
  ["arn:aws:kms:us-east-1:111111111111:*", undefined, undefined],
  ["arn:aws:iam::111111111111:role/path/Name", "role", undefined],
  ["arn:aws:iam::111111111111:root", undefined, undefined],
])("%s is a %s", (text, type, bucket) => {
  expect(arnOf(text)).toMatchObject({ type, bucket });
});

test.each(["acme", "*", "arn:aws:s3", "alias/acme"])("%s is no ARN", (text) => {
  expect(arnOf(text)).toBeUndefined();
});

test.each([
  ["arn:aws:kms:us-east-1:111111111111:key/x", true],
  ["arn:aws:kms:us-east-1:111111111111:key/*", false],
  ["arn:aws:kms:us-east-1:111111111111:alias/x", false],
  ["x", false],
])("whether %s is a key's: %s", (text, expected) => {
  expect(isKeyArn(text)).toBe(expected);
});

test.each([
  ["acme-*", "acme-source", true],
  ["acme-${aws:username}", "acme-source", true],
  ["acme-?", "acme-source", false],
  ["acme", "acme-source", false],
])("whether %s may match %s: %s", (pattern, value, expected) => {
  expect(mayMatch(pattern, value)).toBe(expected);
});
