import type { Expected } from "../expected";

/**
 * plan.json is what `terraform show -json` prints of a first plan. It does not hold what jsonencode makes of ARNs that are
 * not known yet, and one statement of a policy document has such an ARN.
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
      can: ["aws s3 ls", "HEAD", "reading tags"],
      restIsUnknown: true,
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
  notRead: ["aws_iam_role_policy.backup", "aws_iam_role_policy.restore"],
};
