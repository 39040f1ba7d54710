import { type Additions, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { denyDefaultEncryption, denyWithoutHeader } from "./deny-without-header";

const HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const deny = (Condition: object) => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::acme-source/*",
  Condition,
});
const KEY = "${aws_kms_key.source.arn}";

test.each(["ArnNotEquals", "StringNotLike", "StringNotEqualsIfExists"])("%s without Null", (operator) => {
  expect(problemsOf(denyWithoutHeader, { bucket: [deny({ [operator]: { [HEADER]: KEY } })] })).toEqual([
    `statement number 2 of the bucket policy of acme-source: it also denies uploads without x-amz-server-side-encryption-aws-kms-key-id, which the bucket would encrypt with its own key: ${operator} holds if the header is missing`,
  ]);
});

const SSE = "s3:x-amz-server-side-encryption";

test.each<[string, object]>([
  ["Null on the other header", { ArnNotEquals: { [HEADER]: KEY }, Null: { [SSE]: "false" } }],
  ["a boolean", { StringNotEqualsIfExists: { [SSE]: "aws:kms" }, Null: { [HEADER]: false } }],
  ["a requirement", { StringNotEquals: { [HEADER]: KEY }, StringEquals: { [SSE]: "aws:kms" } }],
  ["ForAnyValue", { "ForAnyValue:StringNotEquals": { [SSE]: ["aws:kms"] } }],
])("guarded by %s", (_, condition) => {
  expect(problemsOf(denyWithoutHeader, { bucket: [deny(condition)] })).toEqual([]);
});

test("ForAllValues holds if the header is missing", () => {
  const bucket = [deny({ "ForAllValues:StringNotEquals": { [SSE]: ["aws:kms"] } })];
  expect(problemsOf(denyWithoutHeader, { bucket })).toHaveLength(1);
});

test.each<[object, number]>([
  [{ Null: { [SSE]: "true" } }, 1],
  [{ Null: { [SSE]: "true", [HEADER]: "true" } }, 1],
  [{ Null: { [HEADER]: "true" }, StringEquals: { [SSE]: "aws:kms" } }, 0],
  [{ Null: { [SSE]: "true" }, StringEquals: { "aws:PrincipalTag/team": "x" } }, 0],
])("a Deny of the default encryption: %j", (condition, found) => {
  expect(problemsOf(denyDefaultEncryption, { bucket: [deny(condition)] })).toHaveLength(found);
});

test.each<[string, Additions]>([
  ["with Null", { bucket: [deny({ ArnNotEquals: { [HEADER]: KEY }, Null: { [HEADER]: "false" } })] }],
  [
    "where those without the header are denied on purpose",
    { bucket: [deny({ ArnNotEquals: { [HEADER]: KEY } }), deny({ Null: { [HEADER]: "true" } })] },
  ],
  [
    "of another header",
    { bucket: [deny({ StringNotEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } })] },
  ],
  [
    "of a bucket that would not encrypt with KMS",
    {
      bucket: [deny({ StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } })],
      terraform: ({ resource }: Terraform) => {
        resource.aws_s3_bucket_server_side_encryption_configuration = {};
      },
    },
  ],
])("%s", (_, additions) => {
  expect(problemsOf(denyWithoutHeader, additions)).toEqual([]);
});

test("a Deny of something narrower denies not all without the header", () => {
  const narrow = deny({
    Null: { [HEADER]: "true" },
    StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
  });
  expect(
    problemsOf(denyWithoutHeader, { bucket: [deny({ ArnNotEquals: { [HEADER]: KEY } }), narrow] }),
  ).toHaveLength(1);
});
