import { type Expected, GET } from "../expected";

/** The files are outputs of get-bucket-policy, get-key-policy, get-role-policy and get-policy-version. */
export const expected: Expected = {
  style: "policies from the AWS CLI",
  mistakes: ["the key policy lacks kms:GenerateDataKey, which uploads need"],
  connections: [
    {
      principal: "arn:aws:iam::222222222222:role/analyst",
      bucket: "acme-exports",
      can: ["aws s3 ls", ...GET],
      half: [
        {
          // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
          operations: [
            "aws s3 cp, uploading (small)",
            "aws s3 cp, uploading (multipart)",
            "PUT with the bucket's key",
          ],
          lacks: ["kms:GenerateDataKey"],
          at: "key-policy.json",
        },
      ],
    },
  ],
  findings: ["half-granted key-policy.json"],
  restated: ["one-sided-grants policy-version.json"],
  assumptions: ["without a Bucket Key", "no identity policies besides those given"],
};
