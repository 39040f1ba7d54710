import { readEstate } from "../../estate/read-estate";
import { describe as describeEstate } from "./describe";
import { describedFlaws } from "./findings";

const ACCOUNT = "111111111111";
const FROM = "arn:aws:s3:::acme-from";
const TO = "arn:aws:s3:::acme-to";

/** Further policies of the role. */
interface Further {
  readonly more?: readonly object[];
  readonly managed?: readonly string[];
}

/** A rule that replicates delete markers, without any statement about them. */
function repairs(destinationAccount: string, { more = [], managed = [] }: Further = {}): string[] {
  const provider = destinationAccount === ACCOUNT ? "aws.a" : "aws.b";
  const policy = (...statements: object[]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: statements.map((each) => ({ Effect: "Allow", ...each })),
    });
  const replicate = { Action: ["s3:ReplicateObject", "s3:ReplicateTags"], Resource: `${TO}/*` };
  const estate = readEstate({
    provider: {
      aws: [
        { alias: "a", region: "eu-west-1", allowed_account_ids: [ACCOUNT] },
        { alias: "b", region: "eu-west-1", allowed_account_ids: ["222222222222"] },
      ],
    },
    resource: {
      aws_s3_bucket: {
        from: { provider: "aws.a", bucket: "acme-from" },
        to: { provider, bucket: "acme-to" },
      },
      aws_s3_bucket_versioning: {
        from: { provider: "aws.a", bucket: "acme-from", versioning_configuration: { status: "Enabled" } },
        to: { provider, bucket: "acme-to", versioning_configuration: { status: "Enabled" } },
      },
      aws_s3_bucket_policy: {
        to: {
          provider,
          bucket: "acme-to",
          policy: policy({ ...replicate, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/replicator` } }),
        },
      },
      aws_iam_role: {
        replicator: {
          provider: "aws.a",
          name: "replicator",
          ...(managed.length > 0 && { managed_policy_arns: managed }),
          assume_role_policy: policy({
            Principal: { Service: "s3.amazonaws.com" },
            Action: "sts:AssumeRole",
          }),
        },
      },
      aws_iam_role_policy: {
        ...(more.length > 0 && {
          another: { provider: "aws.a", name: "another", role: "replicator", policy: policy(...more) },
        }),
        replicator: {
          provider: "aws.a",
          name: "replicate",
          role: "replicator",
          policy: policy(
            { Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"], Resource: FROM },
            { Action: "s3:GetObjectVersion*", Resource: `${FROM}/*` },
            replicate,
          ),
        },
      },
      aws_s3_bucket_replication_configuration: {
        from: {
          provider: "aws.a",
          bucket: "acme-from",
          role: `arn:aws:iam::${ACCOUNT}:role/replicator`,
          rule: {
            status: "Enabled",
            filter: {},
            delete_marker_replication: { status: "Enabled" },
            destination: { bucket: TO },
          },
        },
      },
    },
  });
  return describedFlaws(describeEstate(estate)).map(({ repair }) => repair);
}

const IDENTITY = `identity policy replicate of role replicator in account ${ACCOUNT}`;

test("within an account, one of the two policies is enough for S3", () => {
  expect(repairs(ACCOUNT)).toEqual([
    `allow it in the ${IDENTITY} or in the bucket policy of acme-to in account ${ACCOUNT}, or remove what was granted`,
  ]);
});

test("one policy of the caller is enough, and AWS's own cannot be changed", () => {
  const another = { Action: "sqs:*", Resource: "*" };
  expect(repairs(ACCOUNT, { more: [another] })).toEqual([
    `allow it in a policy of role replicator in account ${ACCOUNT} or in the bucket policy of acme-to in account ${ACCOUNT}, or remove what was granted`,
  ]);
  const managed = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"];
  expect(repairs(ACCOUNT, { managed })).toEqual(repairs(ACCOUNT));
});

test("across accounts, both policies must allow it", () => {
  expect(repairs("222222222222")).toEqual([
    `allow it in the bucket policy of acme-to in account 222222222222 and in the ${IDENTITY}, or remove what was granted`,
  ]);
});
