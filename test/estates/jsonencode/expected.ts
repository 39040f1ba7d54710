import type { Expected } from "../expected";

export const expected: Expected = {
  style: "jsonencode",
  mistakes: [
    "the key is not shared with the partner who can read the bucket",
    "a role may use the alias of the key, which is another resource than the key",
  ],
  connections: [
    {
      // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
      principal: "arn:aws:iam::222222222222:role/partner-etl",
      bucket: "acme-lake",
      can: ["aws s3 ls", "HEAD"],
      half: [{ operations: ["aws s3 cp, downloading"], lacks: ["kms:Decrypt"], at: "aws_kms_key.lake" }],
    },
    {
      // https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html: an alias does not name its key.
      principal: "aws_iam_role.report",
      bucket: "acme-lake",
      can: ["HEAD"],
      half: [
        {
          operations: ["aws s3 cp, downloading"],
          lacks: ["kms:Decrypt"],
          at: "aws_iam_role_policy.report",
        },
        {
          operations: ["aws s3 cp, uploading (small)", "PUT with the bucket's key"],
          lacks: ["kms:GenerateDataKey"],
          at: "aws_iam_role_policy.report",
        },
        {
          operations: ["aws s3 cp, uploading (multipart)"],
          lacks: ["kms:GenerateDataKey", "kms:Decrypt"],
          at: "aws_iam_role_policy.report",
        },
      ],
    },
  ],
  outsiders: [
    {
      who: "arn:aws:iam::222222222222:role/partner-etl",
      resource: "acme-lake",
      actions: ["s3:ListBucket", "s3:GetObject"],
      operations: ["aws s3 ls", "HEAD"],
    },
  ],
  findings: [
    "key-not-shared aws_kms_key.lake",
    "half-granted aws_kms_key.lake",
    "resource-names-key aws_iam_role_policy.report",
    "half-granted aws_iam_role_policy.report",
  ],
};
