import { type Expected, GET_WITH_TAGS, type Operation, PUT_WITH_TAGS } from "../expected";

const WRITE: readonly Operation[] = [
  "aws s3 ls",
  "getting the bucket's Region",
  "aws s3 rm",
  ...PUT_WITH_TAGS,
];

export const expected: Expected = {
  style: "a module with for_each, templatefile, count and dynamic blocks",
  mistakes: [],
  connections: [
    {
      principal: 'module.team["billing"].aws_iam_role.writer',
      bucket: "acme-team-billing",
      keys: "in/*",
      can: WRITE,
    },
    {
      principal: 'module.team["billing"].aws_iam_role.reader[0]',
      bucket: "acme-team-billing",
      can: ["aws s3 ls", ...GET_WITH_TAGS],
    },
    { principal: 'module.team["web"].aws_iam_role.writer', bucket: "acme-team-web", can: WRITE },
  ],
  findings: [],
};
