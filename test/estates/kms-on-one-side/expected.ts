import { type Expected, GET_WITH_TAGS } from "../expected";

/** Read with `--account aws=111111111111 --account aws.vault=222222222222`. */
export const expected: Expected = {
  style: "a bucket that exists, a role with an inline policy, a bare account id as principal",
  mistakes: [
    "the role lacks kms:Encrypt on the key of the replicas, and names the other key by its alias",
    "the rule has a key for replicas, but does not select SSE-KMS objects",
    "nothing versions the destination",
    "the key keeps its own account out",
    "the role can replicate to any bucket",
  ],
  connections: [
    {
      // The bucket exists: that it encrypts with SSE-S3 is assumed, and said.
      principal: "aws_iam_role.orders",
      bucket: "acme-orders",
      can: [
        "aws s3 ls",
        ...GET_WITH_TAGS,
        "getting the bucket's Region",
        "listing multipart uploads",
        "listing the parts of an upload",
        "listing versions",
        "GET of a version",
        "reading the tags of a version",
        "listing annotations",
        "reading an annotation",
      ],
    },
    { principal: "arn:aws:iam::111111111111:root", bucket: "acme-vault", can: [] },
  ],
  rules: [{ from: "acme-orders", to: "acme-vault", answer: "cannot", because: ["version"] }],
  findings: [
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_SourceSelectionCriteria.html
    "replication-rules aws_s3_bucket_replication_configuration.orders",
    "replication-fails aws_s3_bucket_replication_configuration.orders",
    "replication-role-keys aws_iam_role.orders",
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
