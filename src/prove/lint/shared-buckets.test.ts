import { estateWith, problemsOf } from "../../../test/fixtures/lint-estate";
import { foreignConfiguration, keyNotShared, oneAccountTwice } from "./shared-buckets";

const BUCKET = "arn:aws:s3:::acme-source";
const grant = (Action: unknown, Resource = `${BUCKET}/*`, AWS = "333333333333") => ({
  Effect: "Allow",
  Principal: { AWS },
  Action,
  Resource,
});
const START = "statement number 2 of the bucket policy of acme-source: ";

test("a bucket is shared with an account that its key policy does not know", () => {
  expect(problemsOf(keyNotShared, { bucket: [grant("s3:GetObject")] })).toEqual([
    expect.stringMatching(
      /^statement number 2 of .*: it gives account 333333333333 objects that are encrypted with arn:aws:kms:\S+, but the key policy of aws_kms_key.source allows that account nothing$/,
    ),
  ]);
});

test("a grant of KMS may allow it without the key policy", () => {
  const estate = estateWith({ bucket: [grant("s3:GetObject")] });
  const grants = [
    { address: "aws_kms_grant.g", grantee: "arn:aws:iam::333333333333:role/r", operations: [] },
  ];
  const keys = estate.keys.map((key) => ({ ...key, grants }));
  expect(keyNotShared.find({ ...estate, keys })).toEqual([]);
});

test("a policy that is not wholly known may allow it", () => {
  const estate = estateWith({ bucket: [grant("s3:GetObject")] });
  const keys = estate.keys.map((key) => ({ ...key, policy: { ...key.policy, unknown: "because" } }));
  expect(keyNotShared.find({ ...estate, keys })).toEqual([]);
});

test.each([
  [["s3:PutBucketVersioning", "s3:GetObject"], BUCKET, "to configure the bucket: s3:PutBucketVersioning"],
  ["s3:Put*", `${BUCKET}*`, "to configure the bucket: s3:Put*"],
  ["s3:PutReplicationConfiguration", BUCKET, "to configure the bucket: s3:PutReplicationConfiguration"],
  ["s3:*", `${BUCKET}/*`, `every action on ${BUCKET}/*, with those that configure and delete`],
])("another account gets %j on %s", (action, resource, what) => {
  expect(problemsOf(foreignConfiguration, { bucket: [grant(action, resource)] })).toEqual([
    `${START}it allows account 333333333333 ${what}`,
  ]);
});

test.each([
  ["s3:Put*", `${BUCKET}/*`, "333333333333"],
  ["s3:Get*", BUCKET, "333333333333"],
  ["s3:*", BUCKET, "111111111111"],
])("%s on %s for account %s is no configuration by others", (action, resource, account) => {
  expect(problemsOf(foreignConfiguration, { bucket: [grant(action, resource, account)] })).toEqual([]);
});

test("what is delegated to access points is no configuration by others", () => {
  const delegated = {
    ...grant("*", BUCKET, "*"),
    Condition: { StringEquals: { "s3:DataAccessPointAccount": "111111111111" } },
  };
  expect(problemsOf(foreignConfiguration, { bucket: [delegated] })).toEqual([]);
});

test("a grant to the own account is suspicious only if two providers share it", () => {
  const bucket = [grant("s3:GetObject", `${BUCKET}/*`, "111111111111")];
  expect(problemsOf(oneAccountTwice, { bucket })).toEqual([]);
  const again = (region: string) => ({
    bucket,
    terraform: ({ provider }: { provider: { aws: Record<string, unknown>[] } }) =>
      void provider.aws.push({ alias: "c", allowed_account_ids: ["111111111111"], region }),
  });
  expect(problemsOf(oneAccountTwice, again("us-east-1"))).toEqual([
    `${START}it grants 111111111111 access, which is the bucket's own account; provider.aws.a and provider.aws.c are all in it`,
  ]);
  expect(problemsOf(oneAccountTwice, again("eu-west-1"))).toEqual([]);
});
