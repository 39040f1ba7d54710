import type { Expected } from "../expected";

/**
 * shown.json is what `terraform show -json` prints of a state after an apply, pulled.json what `terraform state pull`
 * does. Both are of the same resources, in a module like terraform-aws-modules/s3-bucket and its example of replication.
 */
export const expected: Expected = {
  style: "a state of a module like terraform-aws-modules/s3-bucket",
  mistakes: [
    "s3:GetObjectVersion, with which S3 replicates no SSE-KMS objects",
    "the role can use neither the key of the source nor that of the replicas",
  ],
  connections: [
    {
      principal: "aws_iam_role.replication",
      bucket: "acme-invoices",
      can: ["aws s3 ls"],
      // The keys have AWS's default policy: the role's own policy decides.
      // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      half: [{ operations: ["GET of a version"], lacks: ["kms:Decrypt"], at: "aws_iam_policy.replication" }],
    },
    { principal: "aws_iam_role.replication", bucket: "acme-invoices-replica", can: [] },
  ],
  rules: [
    {
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
      from: "acme-invoices",
      to: "acme-invoices-replica",
      answer: "cannot",
      because: ["s3:GetObjectVersionForReplication", "kms:Decrypt", "kms:Encrypt"],
    },
  ],
  findings: [
    "replication-object-version aws_iam_role.replication",
    "replication-role-keys aws_iam_role.replication",
    // Without kms:Encrypt on any key. Each gap is told once, so no finding is left about the rule.
    "replication-rules aws_iam_role.replication",
  ],
  restated: ["half-granted aws_iam_policy.replication"],
};
