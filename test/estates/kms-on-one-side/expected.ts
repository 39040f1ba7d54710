import { ALL_OPERATIONS, type Expected } from "../expected";

/** Read with `--account aws=111111111111 --account aws.vault=222222222222`. */
export const expected: Expected = {
  style: "a bucket that exists, a role with an inline policy, a bare account id as principal",
  mistakes: [
    "the role lacks kms:Encrypt on the key of the replicas, and names the other key by its alias",
    "the rule has a key for replicas, but does not select SSE-KMS objects",
    "the rule has no filter, so it replicates delete markers without saying so",
    "nothing versions the destination",
    "the key keeps its own account out",
    "the role can replicate to any bucket",
  ],
  connections: [
    {
      // The bucket exists: nobody sees its policy here, which can deny anything, and allow in its own account.
      principal: "aws_iam_role.orders",
      bucket: "acme-orders",
      can: [],
      unknown: ALL_OPERATIONS.filter((operation) => operation !== "PUT with the bucket's key"),
    },
    { principal: "arn:aws:iam::111111111111:root", bucket: "acme-vault", can: [] },
  ],
  rules: [{ from: "acme-orders", to: "acme-vault", answer: "cannot", because: ["version"] }],
  findings: [
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_SourceSelectionCriteria.html
    "replication-rules aws_s3_bucket_replication_configuration.orders",
    "replication-without-filter aws_s3_bucket_replication_configuration.orders",
    "replication-fails aws_s3_bucket_replication_configuration.orders",
    "replication-rules aws_iam_role.orders",
    "resource-names-key aws_iam_role.orders",
    "replication-to-any-bucket aws_iam_role.orders",
    "key-of-own-root aws_kms_key.vault",
  ],
  restated: [
    "one-sided-grants aws_kms_key.vault",
    "replication-order aws_s3_bucket_replication_configuration.orders",
  ],
  assumptions: ["acme-orders"],
};
