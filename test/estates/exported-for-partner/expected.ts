import { ALL_OPERATIONS, type Expected, GET_WITH_TAGS, type Operation, PUT_WITH_TAGS } from "../expected";

const READ_AND_WRITE: readonly Operation[] = ["aws s3 ls", ...GET_WITH_TAGS, ...PUT_WITH_TAGS];

/** On its own, because the inline policies of Ann in two modules have together more than the 2,048 characters of AWS. */
export const expected: Expected = {
  style: "a module of s3porter, called with the default provider",
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
  ],
  // Every statement names the account, with a condition that only Dilip meets.
  outsiders: [
    ["acme-shared-partner", "s3:ListBucket"],
    ["acme-shared-partner", "s3:GetObject", "s3:GetObjectTagging"],
    ["acme-shared-partner", "s3:PutObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload"],
    ["module.partner.aws_kms_key.shared", "kms:Decrypt", "kms:GenerateDataKey"],
  ].map(([resource = "", ...actions]) => ({
    who: "arn:aws:iam::222222222222:root",
    resource,
    actions,
    operations: [],
  })),
  findings: [],
};
