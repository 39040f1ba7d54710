import { withArnLocals } from "./arn-locals";

const PARTITION = "arn:${local.partition}";
const BUCKET = `${PARTITION}:s3:::\${var.source_bucket_name}`;
const ROLE = `${PARTITION}:iam::\${local.b_account_id}:role/team/\${var.porter_role_name_2}`;

test("an ARN is stated once, and referred to wherever it stands", () => {
  const { json, arns } = withArnLocals({
    Resource: [BUCKET, `${BUCKET}/*`, `${BUCKET}/\${var.prefix}*`],
    Condition: { ArnEquals: { "aws:PrincipalArn": ROLE } },
  });
  expect(json).toEqual({
    Resource: [
      "${local.source_bucket_arn}",
      "${local.source_bucket_arn}/*",
      "${local.source_bucket_arn}/${var.prefix}*",
    ],
    Condition: { ArnEquals: { "aws:PrincipalArn": "${local.porter_role_arn_2}" } },
  });
  expect([...arns]).toEqual([
    ["source_bucket_arn", BUCKET],
    ["porter_role_arn_2", ROLE],
  ]);
});

test.each([
  `${PARTITION}:iam::\${local.b_account_id}:root`,
  `${PARTITION}:s3:::acme`,
  "${aws_kms_key.source.arn}",
  "${var.porter_assumed_by}",
  `${PARTITION}:iam::\${local.b_account_id}:role/\${var.source_bucket_name}-replication`,
  `arn:$\${local.partition}:s3:::\${var.source_bucket_name}`,
  `${PARTITION}:iam::\${local.b_account_id}:role/$\${x}/\${var.porter_role_name}`,
])("%s stays as it is", (text) => {
  expect(withArnLocals([text])).toEqual({ json: [text], arns: new Map() });
});
