import { ALL_OPERATIONS, type Expected, GET_WITH_TAGS, type Operation, PUT_WITH_TAGS } from "../expected";

const READ_AND_WRITE: readonly Operation[] = ["aws s3 ls", ...GET_WITH_TAGS, ...PUT_WITH_TAGS];

/** On their own, because the inline policies of Ann in two modules have together more than the 2,048 characters of AWS. */
export const expected: Expected = {
  style: "modules of s3porter for accounts of others",
  mistakes: [],
  connections: [
    {
      // Ann exists already, in the account of the bucket. Other policies of hers can allow more.
      principal: "arn:aws:iam::111111111111:user/Ann",
      bucket: "acme-shared-partner",
      can: READ_AND_WRITE,
      unknown: ALL_OPERATIONS.filter((operation) => !READ_AND_WRITE.includes(operation)),
    },
    // The other account is not in the estate: this is what the estate decides, if its administrators allow it too.
    {
      principal: "arn:aws:iam::222222222222:user/Dilip",
      bucket: "acme-shared-partner",
      can: READ_AND_WRITE,
    },
    // AWS chooses the end of the name of their role.
    {
      principal:
        "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_????????????????",
      bucket: "acme-analyst-reports",
      can: READ_AND_WRITE,
    },
    {
      principal: "arn:aws:iam::333333333333:role/acme-auditor",
      bucket: "acme-central-logs",
      can: ["aws s3 ls", ...GET_WITH_TAGS],
    },
  ],
  // Every statement names the account, with a condition that only Dilip or the people of Analyst meet.
  outsiders: [
    ...["acme-shared-partner", "acme-analyst-reports"].flatMap((bucket) => [
      [bucket, "s3:ListBucket"],
      [bucket, "s3:GetObject", "s3:GetObjectTagging"],
      [bucket, "s3:PutObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload"],
    ]),
    ["module.partner.aws_kms_key.shared", "kms:Decrypt", "kms:GenerateDataKey"],
    ["module.people.aws_kms_key.reports", "kms:Decrypt", "kms:GenerateDataKey"],
  ].map(([resource = "", ...actions]) => ({
    who: "arn:aws:iam::222222222222:root",
    resource,
    actions,
    operations: [],
  })),
  findings: [],
};
