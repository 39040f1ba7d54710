import { type Expected, GET_WITH_TAGS } from "../expected";

/**
 * plan.json is what `terraform show -json` prints of a first plan. It does not hold what jsonencode makes of ARNs that are
 * not known yet. Of the policy document with such an ARN it holds which key it refers to.
 */
export const expected: Expected = {
  style: "a first plan",
  mistakes: ["the key has the default policy, though another account can read the bucket"],
  connections: [
    {
      principal: "arn:aws:iam::222222222222:root",
      bucket: "acme-backup",
      can: ["aws s3 ls", "HEAD"],
      half: [{ operations: ["aws s3 cp, downloading"], lacks: ["kms:Decrypt"], at: "aws_kms_key.backup" }],
    },
    {
      principal: "aws_iam_role.restore",
      bucket: "acme-backup",
      can: ["aws s3 ls", ...GET_WITH_TAGS],
    },
  ],
  outsiders: [
    {
      who: "arn:aws:iam::222222222222:root",
      resource: "acme-backup",
      actions: ["s3:ListBucket", "s3:GetObject"],
      operations: ["aws s3 ls", "HEAD"],
    },
  ],
  findings: ["key-not-shared aws_kms_key.backup", "half-granted aws_kms_key.backup"],
  notRead: ["aws_iam_role_policy.backup"],
};
