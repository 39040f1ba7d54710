import { type Expected, GET } from "../expected";

/**
 * With a Bucket Key, the encryption context is the ARN of the bucket, and the destination's key is also decrypted:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export const expected: Expected = {
  style: "a root module with two providers",
  mistakes: [],
  connections: [
    {
      principal: "aws_iam_role.replication",
      bucket: "acme-records",
      can: ["aws s3 ls", "reading the tags of a version"],
    },
    { principal: "aws_iam_role.replication", bucket: "acme-records-recovery", can: [] },
    {
      principal: "aws_iam_role.restorer",
      bucket: "acme-records-recovery",
      can: ["aws s3 ls", "listing versions", "GET of a version", ...GET],
    },
  ],
  rules: [{ from: "acme-records", to: "acme-records-recovery", answer: "can" }],
  findings: [],
};
