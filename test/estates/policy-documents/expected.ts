import { type Expected, GET, GET_WITH_TAGS, PUT_WITH_TAGS } from "../expected";

/**
 * The role is named in the key policy, which is enough in its own account:
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 * Ann's policy comes through her group. The key policy names her account, so that her own policy counts.
 */
export const expected: Expected = {
  style: "aws_iam_policy_document",
  mistakes: [],
  connections: [
    {
      principal: "aws_iam_role.etl",
      bucket: "acme-lake-raw",
      can: ["aws s3 ls", ...GET_WITH_TAGS],
    },
    { principal: "aws_iam_role.etl", bucket: "acme-lake-curated", can: PUT_WITH_TAGS },
    // She writes nowhere, so that she cannot copy in parts is no mistake.
    {
      principal: "aws_iam_user.ann",
      bucket: "acme-lake-curated",
      keys: "reports/*",
      can: ["aws s3 ls", ...GET],
    },
  ],
  findings: [],
  assumptions: ["provider.aws: its account is not known, so 000000000000 stands for it"],
};
