import { bucketOf, instance } from "./pattern";

test.each([
  ["arn:aws:s3:::acme/*", "x/y", "arn:aws:s3:::acme/x/y"],
  ["arn:aws:s3:::acm?", "x", "arn:aws:s3:::acmx"],
  ["arn:aws:s3:::acme/${aws:username}/*", "x", "arn:aws:s3:::acme/s3porter-proof/x"],
])("%s matches, among others, with %s: %s", (pattern, any, expected) =>
  expect(instance(pattern, any)).toBe(expected),
);

test.each([
  ["arn:aws:s3:::acme", "arn:aws:s3:::acme"],
  ["arn:aws:s3:::acme/*", "arn:aws:s3:::acme"],
  ["arn:aws:s3:::acme/in/${aws:username}", "arn:aws:s3:::acme"],
  ["arn:aws:s3:::acme*", undefined],
  ["arn:aws:s3:::*/a", undefined],
  ["arn:aws:s3:*:*:acme", undefined],
  ["*", undefined],
])("the bucket of %s is %s", (pattern, expected) => expect(bucketOf(pattern)).toBe(expected));
