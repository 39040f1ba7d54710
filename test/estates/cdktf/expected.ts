import { type Expected, GET_WITH_TAGS, type Operation, PUT_WITH_TAGS } from "../expected";

const READ_AND_WRITE: readonly Operation[] = ["aws s3 ls", ...GET_WITH_TAGS, ...PUT_WITH_TAGS];

/**
 * The folder is what CDKTF writes of the stack shared-with-principals: test/golden/shared-with-principals.tf.json as
 * cdk.tf.json. The role Analyst exists already: it can have policies that nobody sees here. In another account than the
 * bucket, they could allow no more than the bucket policy does.
 */
export const expected: Expected = {
  style: "what CDKTF writes",
  mistakes: [],
  connections: [
    { principal: "aws_iam_role.uploader", bucket: "acme-shared-roles", can: READ_AND_WRITE },
    {
      principal: "arn:aws:iam::222222222222:role/Analyst",
      bucket: "acme-shared-roles",
      can: READ_AND_WRITE,
    },
  ],
  findings: [],
};
