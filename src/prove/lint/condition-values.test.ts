import { flawsOf, problemsOf } from "../../../test/fixtures/lint-estate";
import { arnOperators, keyValues, wildcardsNeedLike } from "./condition-values";

const allow = (Condition: object) => ({ Effect: "Allow", Action: "s3:ListBucket", Resource: "*", Condition });
const IDENTITY = "statement number 3 of the identity policy copy of role Porter";
const HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id";

test.each([
  ["StringEquals", "StringLike"],
  ["StringNotEquals", "StringNotLike"],
  ["StringEqualsIfExists", "StringLike"],
  ["ForAnyValue:StringEquals", "StringLike"],
])("%s has no wildcards", (operator, instead) => {
  const [flaw] = flawsOf(wildcardsNeedLike, {
    identity: [allow({ [operator]: { "s3:prefix": ["in/", "in/*"] } })],
  });
  expect(flaw?.problem).toBe(
    `${IDENTITY}: ${operator} compares the wildcard in in/* literally, so s3:prefix never equals it`,
  );
  expect(flaw?.repair).toBe(`use ${instead}`);
});

test.each([
  { StringLike: { "s3:prefix": "in/*" } },
  { StringEquals: { "s3:prefix": ["in/", "what?", "$${*}/", "$${aws:username}/"] } },
  { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/*" } },
])("%j is right", (condition) => {
  expect(problemsOf(wildcardsNeedLike, { identity: [allow(condition)] })).toEqual([]);
});

test("ARNs are compared with ARNs", () => {
  const values = [
    "222222222222",
    "role/Porter",
    "arn:aws:iam::222222222222:role/*",
    "arn:aws:s3:::$${aws:username}",
  ];
  expect(problemsOf(arnOperators, { identity: [allow({ ArnLike: { "aws:SourceArn": values } })] })).toEqual([
    `${IDENTITY}: ArnLike compares ARNs, but 222222222222 is not one, so aws:SourceArn never equals it`,
    `${IDENTITY}: ArnLike compares ARNs, but role/Porter is not one, so aws:SourceArn never equals it`,
  ]);
});

const deny = (value: string, operator = "StringNotEquals") => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::acme-source/*",
  Condition: { [operator]: { [HEADER]: value }, Null: { [HEADER]: "false" } },
});
const BUCKET = "statement number 2 of the bucket policy of acme-source";

test.each([
  "alias/acme",
  "5d6e0000-1111-4222-8333-444455556666",
  "arn:aws:kms:us-east-1:111111111111:alias/acme",
])("a key is compared by its ARN, not as %s", (value) => {
  expect(problemsOf(keyValues, { bucket: [deny(value)] })).toEqual([
    `${BUCKET}: ${HEADER} is always the ARN of a key, never ${value}`,
  ]);
  expect(problemsOf(arnOperators, { bucket: [deny(value, "ArnNotEquals")] })).toEqual([]);
});

test("a bucket has keys of its own region", () => {
  const elsewhere = "arn:aws:kms:eu-west-1:111111111111:key/x";
  const here = ["${aws_kms_key.source.arn}", "arn:aws:kms:*:111111111111:key/*"];
  expect(problemsOf(keyValues, { bucket: [elsewhere, ...here].map((value) => deny(value)) })).toEqual([
    `${BUCKET}: ${elsewhere} is not in the bucket's region (us-east-1), so the bucket cannot use it`,
  ]);
});
