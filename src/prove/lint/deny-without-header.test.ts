import { type Additions, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { denyWithoutHeader } from "./deny-without-header";

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
