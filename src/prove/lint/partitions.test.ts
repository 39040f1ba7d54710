import { problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { partitions } from "./partitions";

test("everything that a policy names is in the account's partition", () => {
  const additions = {
    bucket: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws-cn:iam::333333333333:root" },
        Action: "s3:GetObject",
        Resource: "*",
      },
    ],
    identity: [
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: ["arn:aws-us-gov:s3:::acme", "arn:*:s3:::acme", "arn:aws:s3:::acme"],
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws-eusc:s3:::acme" } },
      },
    ],
  };
  const end = "is not in the account's partition (aws), so it matches nothing";
  expect(problemsOf(partitions, additions)).toEqual([
    `statement number 2 of the bucket policy of acme-source: arn:aws-cn:iam::333333333333:root ${end}`,
    `statement number 3 of the identity policy copy of role Porter: arn:aws-us-gov:s3:::acme ${end}`,
    `statement number 3 of the identity policy copy of role Porter: arn:aws-eusc:s3:::acme ${end}`,
  ]);
});

test("so is the key of a bucket", () => {
  const masterKey = "arn:aws-cn:kms:cn-north-1:333333333333:key/x";
  const terraform = ({ resource }: Terraform) => {
    const encryption = resource.aws_s3_bucket_server_side_encryption_configuration?.source;
    Object.assign(encryption?.rule as object, {
      apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: masterKey },
    });
  };
  expect(problemsOf(partitions, { terraform })).toEqual([
    `aws_s3_bucket_server_side_encryption_configuration.source: the key of its default encryption, ${masterKey}, is not in the account's partition (aws)`,
  ]);
});
