import { ALL_OPERATIONS, type Expected, GET_WITH_TAGS } from "../expected";

/** In the other account, the bucket and key policies limit what the role can do. */
export const expected: Expected = {
  style: "a module of s3porter with AdministratorAccess attached to its role",
  mistakes: [],
  connections: [
    { principal: "aws_iam_role.porter", bucket: "acme-source", can: ["aws s3 ls", ...GET_WITH_TAGS] },
    { principal: "aws_iam_role.porter", bucket: "acme-destination", can: ALL_OPERATIONS },
  ],
  findings: [],
};
