import type { Expected } from "../expected";

export const expected: Expected = {
  style: "accounts in assume_role alone, an exclusive attachment, generated names",
  mistakes: [
    "the bucket and the key of the other account do not let the role in",
    "kms:ViaService of another region than the key",
    "an ACL on a bucket that has none by default",
  ],
  connections: [{ principal: "aws_iam_role.archiver", bucket: "acme-archive", can: [] }],
  findings: [
    "one-sided-grants aws_iam_policy.archiver",
    "via-service aws_iam_policy.archiver",
    // https://github.com/hashicorp/terraform-provider-aws/issues/28353
    "acl-refused aws_s3_bucket_acl.archive",
  ],
};
