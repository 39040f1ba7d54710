import { flawsOf, problemsOf } from "../../../test/fixtures/lint-estate";
import { actionsFitResources, resourceNamesKey, resourcesOfOwner } from "./resources";

const allow = (Action: unknown, Resource: unknown, rest: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...rest,
});
const everybody = { Principal: "*" };
const IDENTITY = "statement number 3 of the identity policy copy of role Porter";
const KEY = "arn:aws:kms:us-east-1:111111111111:key/5d6e";
const ALIAS = "arn:aws:kms:us-east-1:111111111111:alias/acme";

test.each([
  [
    "s3:ListBucket",
    "arn:aws:s3:::acme-source/*",
    "s3:ListBucket has no effect: it applies to a bucket, but arn:aws:s3:::acme-source/* is objects",
    "use the ARN of the bucket, arn:aws:s3:::acme-source",
  ],
  [
    "s3:GetObject",
    "arn:aws:s3:::acme-source",
    "s3:GetObject has no effect: it applies to objects, but arn:aws:s3:::acme-source is a bucket",
    "use the ARN of its objects, arn:aws:s3:::acme-source/*",
  ],
  [
    "s3:GetObject",
    "arn:aws:s3:::acme-source/",
    "s3:GetObject has no effect: it applies to objects, but arn:aws:s3:::acme-source/ is an object without a key, which cannot exist",
    "use the ARN of its objects, arn:aws:s3:::acme-source/*",
  ],
  [
    "s3:ListAllMyBuckets",
    "arn:aws:s3:::acme-source",
    "s3:ListAllMyBuckets has no effect: it applies to no resource, but arn:aws:s3:::acme-source is a bucket",
    'move it to a statement with "Resource": "*"',
  ],
  [
    "kms:Decrypt",
    "arn:aws:s3:::acme-source/*",
    "kms:Decrypt has no effect: it applies to a key, but arn:aws:s3:::acme-source/* is objects",
    "use the ARN of a key",
  ],
])("%s on %s", (action, resource, problem, repair) => {
  const [flaw] = flawsOf(actionsFitResources, { identity: [allow(action, resource)] });
  expect(flaw?.problem).toBe(`${IDENTITY}: ${problem}`);
  expect(flaw?.repair).toBe(repair);
});

test.each([
  ["s3:ListBucket", "arn:aws:s3:::acme*"],
  ["s3:ListBucket", "arn:aws:s3:*"],
  ["s3:ListBucket", "arn:aws:s3:us-east-1:111111111111:accesspoint/acme"],
  ["s3:GetObject", "arn:aws:s3:::*/in/*"],
  ["s3:GetObject", "arn:aws:s3:::acme-$${aws:username}"],
  [
    ["s3:ListBucket", "s3:GetObject"],
    ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"],
  ],
  ["s3:*", "arn:aws:s3:::acme-source/*"],
  ["s3:ListAllMyBuckets", "arn:aws:s3:::*"],
  ["kms:Decrypt", KEY],
  ["kms:CreateAlias", [KEY, ALIAS]],
  ["iam:PassRole", KEY],
  ["*", KEY],
  ["sts:AssumeRole", "arn:aws:iam::111111111111:role/Other"],
])("%j fits %j", (action, resource) => {
  const identity = [allow(action, resource)];
  expect(problemsOf(actionsFitResources, { identity })).toEqual([]);
  expect(problemsOf(resourceNamesKey, { identity })).toEqual([]);
});

test.each([
  [
    "5d6e0000-1111-4222-8333-444455556666",
    'its resource 5d6e0000-1111-4222-8333-444455556666 is neither "*" nor an ARN, which AWS rejects',
    "use the ARN of the key, arn:aws:kms:<region>:<account>:key/<id>",
  ],
  [
    "alias/acme",
    'its resource alias/acme is neither "*" nor an ARN, which AWS rejects',
    "use the ARN of the key, arn:aws:kms:<region>:<account>:key/<id>",
  ],
  ["acme-source/*", 'its resource acme-source/* is neither "*" nor an ARN, which AWS rejects', "use an ARN"],
  [
    ALIAS,
    `${ALIAS} is an alias, and a policy cannot refer to a key by its alias`,
    "use the ARN of the key, or compare the alias in a condition on kms:ResourceAliases",
  ],
])("a key is not named by %s", (resource, problem, repair) => {
  const [flaw] = flawsOf(resourceNamesKey, { identity: [allow("kms:Decrypt", [KEY, resource])] });
  expect(flaw?.problem).toBe(`${IDENTITY}: ${problem}`);
  expect(flaw?.repair).toBe(repair);
});

test.each([
  ["arn:aws:s3:::acme-other/*", "use arn:aws:s3:::acme-source or arn:aws:s3:::acme-source/*"],
  [KEY, "remove it: the key policy determines who can use a key"],
])("a bucket policy is not about %s", (resource, repair) => {
  const [flaw] = flawsOf(resourcesOfOwner, { bucket: [allow("s3:GetObject", resource, everybody)] });
  expect(flaw?.problem).toBe(
    `statement number 2 of the bucket policy of acme-source: ${resource} is neither its bucket nor an object in it, which S3 rejects`,
  );
  expect(flaw?.repair).toBe(repair);
});

test.each(["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/in/*", "arn:aws:s3:::acme-*/*", "*"])(
  "a bucket policy is about %s",
  (resource) => {
    expect(problemsOf(resourcesOfOwner, { bucket: [allow("s3:GetObject", resource, everybody)] })).toEqual(
      [],
    );
  },
);

test("a key policy is about its own key", () => {
  const statements = [KEY, "*", "arn:aws:kms:*:111111111111:key/*"].map((resource) =>
    allow("kms:Decrypt", resource, everybody),
  );
  expect(problemsOf(resourcesOfOwner, { key: statements })).toEqual([
    `statement number 3 of the key policy of aws_kms_key.source: ${KEY} is not its key, so the statement has no effect`,
  ]);
});
