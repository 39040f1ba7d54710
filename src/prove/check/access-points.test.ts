import { estateWith } from "../../../test/fixtures/lint-estate";
import type { Estate } from "../../estate/estate";
import type { RawStatement } from "../../estate/policy-document";
import { needlessPoints } from "./access-points";
import { describe as describeEstate } from "./describe";

const POINT = "arn:aws:s3:us-east-1:111111111111:accesspoint/reports";
const PORTER = "arn:aws:iam::222222222222:role/team/Porter";

const allow = (resource: string, more: Partial<RawStatement> = {}): RawStatement => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: resource,
  ...more,
});

const plain = (statement: RawStatement) => ({ ...statement });

interface Setting {
  readonly bucket?: RawStatement[];
  readonly identity?: RawStatement[];
  readonly point?: RawStatement;
  readonly unknown?: true;
}

function needless({ bucket = [], identity = [], point, unknown }: Setting): string[] {
  const before = estateWith({ bucket: bucket.map(plain), identity: identity.map(plain) });
  const [account] = before.accounts;
  if (!account) throw new Error("no account");
  const policy = point && {
    address: "aws_s3control_access_point_policy.reports",
    document: { Version: "2012-10-17" as const, Statement: [point] },
  };
  const address = "aws_s3_access_point.reports";
  const estate: Estate = {
    ...before,
    buckets: before.buckets.map((each) => ({
      ...each,
      ...(unknown && each.policy && { policy: { ...each.policy, unknown: "is known only after apply" } }),
    })),
    accessPoints: [
      { address, name: "reports", arn: POINT, account, bucketName: "acme-source", ...(policy && { policy }) },
    ],
  };
  return needlessPoints(estate, describeEstate(estate).outsiders).map(({ name }) => name);
}

const ofPoint = (who: string) => allow(`${POINT}/object/*`, { Principal: { AWS: who } });
const onBucket = (more: Partial<RawStatement>) => allow("arn:aws:s3:::acme-source/*", more);

test.each<[string, Setting]>([
  ["has no policy", {}],
  ["allows a role of the estate", { point: ofPoint(PORTER) }],
  [
    "has a bucket policy without a word about access points",
    { bucket: [onBucket({ Principal: { AWS: PORTER } })] },
  ],
])("nobody can do more through one that %s", (_, setting) => {
  expect(needless(setting)).toEqual(["reports"]);
});

test.each<[string, Setting]>([
  ["allows others", { point: ofPoint("arn:aws:iam::999999999999:root") }],
  [
    "has a bucket policy that delegates to access points",
    {
      bucket: [
        onBucket({
          Principal: "*",
          Condition: { StringEquals: { "s3:DataAccessPointAccount": "111111111111" } },
        }),
      ],
    },
  ],
  [
    "has a bucket policy that refuses everything else",
    {
      bucket: [
        onBucket({
          Effect: "Deny",
          Principal: "*",
          Condition: { StringNotEquals: { "s3:AccessPointNetworkOrigin": "VPC" } },
        }),
      ],
    },
  ],
  ["has a bucket policy that is not known", { unknown: true }],
  ["a caller's policy names", { identity: [allow(`${POINT}/object/*`)] }],
])("more may be possible through one that %s", (_, setting) => {
  expect(needless(setting)).toEqual([]);
});
