import { type Expected, GET_WITH_TAGS } from "../expected";

export const expected: Expected = {
  style: "heredocs",
  mistakes: [
    "a Deny of other encryption also denies uploads without a header, which the bucket would encrypt",
    "s3:ListBucket on the objects",
    "a condition key that does not exist",
  ],
  connections: [
    {
      // ListBucket applies to the bucket: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
      // Without a Bucket Key, the encryption context is the object's ARN, which the condition matches:
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
      principal: "aws_iam_user.scanner",
      bucket: "acme-uploads",
      can: GET_WITH_TAGS,
    },
    {
      // A negated operator holds if the key is missing:
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
      principal: "aws_iam_role.uploader",
      bucket: "acme-uploads",
      can: ["PUT with the bucket's key"],
      half: [
        {
          operations: ["aws s3 cp, uploading (small)", "aws s3 cp, uploading (multipart)", "PUT with tags"],
          lacks: ["s3:PutObject"],
          at: "aws_s3_bucket_policy.uploads",
        },
      ],
    },
  ],
  findings: [
    "deny-without-header aws_s3_bucket_policy.uploads",
    "half-granted aws_s3_bucket_policy.uploads",
    "actions-fit-resources aws_iam_user_policy.scanner",
    "condition-keys-apply aws_kms_key.uploads",
  ],
};
