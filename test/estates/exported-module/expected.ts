import { type Expected, GET_WITH_TAGS, PUT_WITH_TAGS } from "../expected";

export const expected: Expected = {
  style: "a module of s3porter, called from a root module",
  mistakes: [],
  connections: [
    {
      principal: "module.import.aws_iam_role.porter",
      bucket: "partner-exports",
      can: ["aws s3 ls", ...GET_WITH_TAGS],
    },
    { principal: "module.import.aws_iam_role.porter", bucket: "our-imports", can: PUT_WITH_TAGS },
  ],
  findings: [],
};
