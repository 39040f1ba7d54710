import { type Expected, GET, GET_WITH_TAGS } from "../expected";

/**
 * https://docs.aws.amazon.com/datasync/latest/userguide/create-s3-location.html lists the permissions, and the requests:
 * the tags of each object are read, and written for objects that have some.
 * https://docs.aws.amazon.com/datasync/latest/userguide/creating-task-report.html
 */
const AT_BUCKET = ["getting the bucket's Region", "listing multipart uploads"] as const;

export const expected: Expected = {
  style: "a task of AWS DataSync across two accounts",
  mistakes: [
    "the bucket policy of the source lacks s3:GetObjectTagging and s3:ListMultipartUploadParts",
    "the role lacks s3:PutObjectTagging on the destination",
    "the role of the reports lacks kms:GenerateDataKey",
  ],
  connections: [
    {
      principal: "aws_iam_role.mover",
      bucket: "acme-origin",
      can: ["aws s3 ls", ...GET, ...AT_BUCKET],
      half: [
        {
          operations: ["reading tags", "aws s3 cp, copying from it (from 8 MiB on)"],
          lacks: ["s3:GetObjectTagging"],
          at: "aws_s3_bucket_policy.origin",
        },
        {
          operations: ["listing the parts of an upload"],
          lacks: ["s3:ListMultipartUploadParts"],
          at: "aws_s3_bucket_policy.origin",
        },
      ],
    },
    {
      principal: "aws_iam_role.mover",
      bucket: "acme-arrivals",
      keys: "origin/*",
      can: [
        "aws s3 ls",
        ...GET_WITH_TAGS,
        "aws s3 cp, uploading (small)",
        "aws s3 cp, uploading (multipart)",
        "aborting an upload",
        ...AT_BUCKET,
        "listing the parts of an upload",
      ],
    },
    {
      principal: "aws_iam_role.reporter",
      bucket: "acme-datasync-reports",
      keys: "nightly/*",
      can: [],
      half: [
        {
          operations: ["aws s3 cp, uploading (small)"],
          lacks: ["kms:GenerateDataKey"],
          at: "aws_iam_role_policy.reporter",
        },
        {
          operations: ["aws s3 cp, uploading (multipart)"],
          lacks: ["kms:Decrypt", "kms:GenerateDataKey"],
          at: "aws_iam_role_policy.reporter",
        },
        {
          operations: ["PUT with the bucket's key"],
          lacks: ["kms:GenerateDataKey"],
          at: "aws_iam_role_policy.reporter",
        },
      ],
    },
  ],
  findings: [
    "datasync-fails aws_datasync_location_s3.origin",
    "datasync-lacks aws_datasync_location_s3.arrivals",
    "datasync-fails aws_datasync_task.nightly",
  ],
  assumptions: ["DataSync lists origin/ of acme-arrivals with s3:prefix origin/"],
};
