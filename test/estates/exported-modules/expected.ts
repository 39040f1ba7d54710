import {
  ALL_OPERATIONS,
  type Expected,
  GET,
  GET_WITH_TAGS,
  type Operation,
  PUT_WITH_TAGS,
} from "../expected";

const READ: readonly Operation[] = ["aws s3 ls", ...GET_WITH_TAGS];
const READ_AND_WRITE: readonly Operation[] = [...READ, ...PUT_WITH_TAGS];
const LISTED_UPLOADS: readonly Operation[] = [
  "getting the bucket's Region",
  "listing multipart uploads",
  "listing the parts of an upload",
];
const VERSIONS: readonly Operation[] = ["GET of a version", "reading the tags of a version"];

export const expected: Expected = {
  style: "modules of s3porter, called from a root module",
  mistakes: [],
  connections: [
    { principal: "module.import.aws_iam_role.porter", bucket: "acme-source", can: READ },
    { principal: "module.import.aws_iam_role.porter", bucket: "acme-destination", can: PUT_WITH_TAGS },
    { principal: "module.sync.aws_iam_user.sync", bucket: "acme-sync-source", can: READ },
    {
      principal: "module.sync.aws_iam_user.sync",
      bucket: "acme-sync-destination",
      can: ["aws s3 ls", ...PUT_WITH_TAGS],
    },
    {
      principal: "module.replication.aws_iam_role.source_replication",
      bucket: "acme-replication-source",
      can: ["aws s3 ls", "reading the tags of a version"],
    },
    {
      principal: "module.replication.aws_iam_role.source_replication",
      bucket: "acme-replication-destination",
      can: [],
    },
    ...replicates("two_way", "west", "acme-two-way-west", ["acme-two-way-east"]),
    ...replicates("two_way", "east", "acme-two-way-east", ["acme-two-way-west"]),
    ...replicates("fan_out", "source", "acme-fan-out-source", [
      "acme-fan-out-backup",
      "acme-fan-out-analysis",
    ]),
    ...replicates("alarms", "source", "acme-alarms-source", ["acme-alarms-destination"]),
    {
      // Ann exists already, in the account of the bucket. Other policies of hers can allow more.
      principal: "arn:aws:iam::111111111111:user/Ann",
      bucket: "acme-shared-account-a",
      can: READ_AND_WRITE,
      unknown: ALL_OPERATIONS.filter((operation) => !READ_AND_WRITE.includes(operation)),
    },
    // Dilip exists too. In another account, he can do no more than the bucket policy allows.
    {
      principal: "arn:aws:iam::222222222222:user/Dilip",
      bucket: "acme-shared-account-a",
      can: READ_AND_WRITE,
    },
    {
      principal: "arn:aws:iam::222222222222:root",
      bucket: "acme-shared-account-a",
      can: READ_AND_WRITE,
    },
    { principal: "module.roles.aws_iam_role.uploader", bucket: "acme-shared-roles", can: READ_AND_WRITE },
    {
      principal: "arn:aws:iam::222222222222:role/Analyst",
      bucket: "acme-shared-roles",
      can: READ_AND_WRITE,
    },
    {
      principal: "module.pods.aws_iam_role.exporter",
      bucket: "acme-lake",
      keys: "exports/*",
      can: PUT_WITH_TAGS,
    },
    { principal: "module.pods.aws_iam_role.reporter", bucket: "acme-lake", can: READ },
    {
      principal: "module.site.aws_iam_role.deployer",
      bucket: "acme-site",
      can: [...READ_AND_WRITE, "aws s3 rm"],
    },
    {
      principal: "module.backfill.aws_iam_role.source_replication",
      bucket: "acme-backfill-source",
      can: ["aws s3 ls", "reading the tags of a version"],
    },
    {
      principal: "module.backfill.aws_iam_role.source_replication",
      bucket: "acme-backfill-destination",
      can: [],
    },
    {
      principal: "module.backfill.aws_iam_role.backfill",
      bucket: "acme-backfill-source",
      can: ["starting the replication of an object", "listing objects for a job"],
    },
    {
      principal: "module.backfill.aws_iam_role.backfill",
      bucket: "acme-backfill-jobs",
      can: [...GET_WITH_TAGS, ...PUT_WITH_TAGS, ...VERSIONS],
    },
    { principal: "module.batch_copy.aws_iam_role.copier", bucket: "acme-batch-source", can: READ },
    {
      principal: "module.batch_copy.aws_iam_role.copier",
      bucket: "acme-batch-destination",
      can: PUT_WITH_TAGS,
    },
    {
      principal: "module.batch_copy.aws_iam_role.copier",
      bucket: "acme-batch-jobs",
      // It has SSE-S3, and no key to name.
      can: [...GET_WITH_TAGS, ...PUT_WITH_TAGS.filter((each) => !each.includes("key")), ...VERSIONS],
    },
    {
      principal: "module.mover.aws_iam_role.mover",
      bucket: "acme-datasync-source",
      can: [...READ, ...LISTED_UPLOADS],
    },
    {
      principal: "module.mover.aws_iam_role.mover",
      bucket: "acme-datasync-destination",
      can: [...READ_AND_WRITE, "aws s3 rm", ...LISTED_UPLOADS],
    },
    {
      principal: "arn:aws:iam::222222222222:role/destination-admin",
      bucket: "acme-datasync-source",
      can: ["aws s3 ls"],
    },
    {
      // The bucket exists, and no Terraform says which key it has.
      principal: "arn:aws:iam::222222222222:role/acme-batch",
      bucket: "acme-data-lake",
      keys: "batch/*",
      can: READ_AND_WRITE.filter((operation) => operation !== "PUT with the bucket's key"),
    },
    // The auditors of the policy that the bucket had before.
    { principal: "arn:aws:iam::333333333333:root", bucket: "acme-data-lake", can: ["aws s3 ls", ...GET] },
  ],
  outsiders: [
    {
      who: "arn:aws:iam::333333333333:root",
      resource: "acme-data-lake",
      actions: ["s3:GetObject", "s3:ListBucket"],
      operations: ["HEAD", "aws s3 cp, copying from it", "aws s3 cp, downloading", "aws s3 ls"],
    },
  ],
  rules: [
    { from: "acme-replication-source", to: "acme-replication-destination", answer: "can" },
    { from: "acme-two-way-west", to: "acme-two-way-east", answer: "can" },
    { from: "acme-two-way-east", to: "acme-two-way-west", answer: "can" },
    { from: "acme-fan-out-source", to: "acme-fan-out-backup", answer: "can" },
    { from: "acme-fan-out-source", to: "acme-fan-out-analysis", answer: "can" },
    { from: "acme-alarms-source", to: "acme-alarms-destination", answer: "can" },
    { from: "acme-backfill-source", to: "acme-backfill-destination", answer: "can" },
  ],
  findings: [],
};

/** A replication role lists its source and reads the tags of versions. What else it does, only S3 asks for. */
function replicates(call: string, from: string, source: string, destinations: readonly string[]) {
  const principal = `module.${call}.aws_iam_role.${from}_replication`;
  const can: readonly Operation[] = ["aws s3 ls", "reading the tags of a version"];
  return [
    { principal, bucket: source, can },
    ...destinations.map((bucket) => ({ principal, bucket, can: [] })),
  ];
}
