import type { Expected } from "../expected";

/** https://github.com/aws-ia/terraform-aws-control_tower_account_factory/issues/639 */
export const expected: Expected = {
  style: "for_each over a set, the old blocks of aws_s3_bucket, a role without a name",
  mistakes: [
    "the encryption context of objects, where Bucket Keys send that of the bucket",
    "no s3:ReplicateDelete, though a rule without a filter replicates delete markers",
  ],
  connections: [
    {
      principal: "aws_iam_role.mirror",
      bucket: "acme-state-primary",
      can: ["aws s3 ls", "reading the tags of a version"],
      half: [{ operations: ["GET of a version"], lacks: ["kms:Decrypt"], at: "aws_iam_role_policy.mirror" }],
    },
    { principal: "aws_iam_role.mirror", bucket: "acme-state-mirror", can: [] },
  ],
  rules: [
    {
      from: "acme-state-primary",
      to: "acme-state-mirror",
      answer: "cannot",
      because: ["kms:Decrypt", "kms:Encrypt", "s3:ReplicateDelete"],
    },
  ],
  findings: [
    "encryption-context aws_iam_role_policy.mirror",
    "replication-fails aws_s3_bucket_replication_configuration.state",
  ],
  restated: [
    "half-granted aws_iam_role_policy.mirror",
    "replication-role-keys aws_iam_role_policy.mirror",
    "replication-without-filter aws_s3_bucket_replication_configuration.state",
  ],
  assumptions: ["provider.aws: its account is not known, so 000000000000 stands for it"],
};
