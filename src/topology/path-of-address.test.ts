import { loadTopology } from "./load";
import { pathOfAddress } from "./path-of-address";

const topology = loadTopology(`accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
keys:
  shared: { account: a }
buckets:
  lake: { account: a, name: acme-lake }
  lake_two: { account: b, name: acme-lake-two }
principals:
  porter: { account: b, role: Porter, assumed_by: ["arn:aws:iam::222222222222:root"] }
  partner: { account: b, entire_account: true }
access:
  - { principal: porter, bucket: lake, allow: read }
  - { principal: partner, bucket: lake, allow: read }
replication:
  - { from: lake, to: lake_two }
`);

test.each<[string, (string | number)[] | undefined]>([
  ["aws_s3_bucket_policy.lake", ["buckets", "lake"]],
  ["aws_s3_bucket_policy.lake_two", ["buckets", "lake_two"]],
  ["aws_kms_key.shared", ["keys", "shared"]],
  ["aws_kms_key.lake", ["buckets", "lake"]],
  ["aws_iam_role.porter", ["principals", "porter"]],
  ["aws_iam_policy.porter_lake", ["principals", "porter"]],
  ["aws_iam_role_policy.lake_replication", ["replication", 0]],
  ["aws_s3_bucket_replication_configuration.lake", ["replication", 0]],
  ["output.partner_policy", ["principals", "partner"]],
  ["provider.aws.b", ["accounts", "b"]],
  ["aws_s3_bucket_policy.other", undefined],
  ["aws_sqs_queue.lake", undefined],
  ["nothing", undefined],
])("%s comes from %j", (address, path) => {
  expect(pathOfAddress(address, topology)).toEqual(path);
});
