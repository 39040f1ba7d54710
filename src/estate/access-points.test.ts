import { AwsValues } from "../../test/fixtures/aws-values";
import { readAccessPoints } from "./access-points";
import type { Unmodelled } from "./estate";

const ARN = "arn:aws:s3:us-east-1:111111111111:accesspoint/reports";
const POINT = {
  name: "reports",
  bucket: "acme",
  arn: ARN,
  vpc_configuration: [],
  public_access_block_configuration: [{ block_public_acls: true }],
};
const point = "aws_s3_access_point.p";
const separate = "aws_s3control_access_point_policy.p";
const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${ARN}/object/*` };
const policy = JSON.stringify({ Statement: [statement] });

function read(values: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
  const unmodelled: Unmodelled[] = [];
  const aws = new AwsValues(values);
  const points = readAccessPoints(aws, unmodelled);
  const notes = unmodelled.map(
    ({ address, canAllow, isData }) => `${address} ${canAllow} ${isData ?? "unread"}`,
  );
  return { points, notes, conflicts: aws.conflicts };
}

test.each([[""], ["{}"], [undefined]])("without a policy: %s", (none) => {
  const { points, notes } = read({ [point]: { ...POINT, policy: none } });
  expect(points).toEqual([
    {
      address: point,
      name: "reports",
      arn: ARN,
      account: expect.objectContaining({ id: "111111111111" }) as object,
      bucketName: "acme",
    },
  ]);
  expect(notes).toEqual([`${point} true unread`]);
});

test("with a policy, and for a VPC", () => {
  const vpc_configuration = [{ vpc_id: "vpc-1" }];
  expect(read({ [point]: { ...POINT, policy, vpc_configuration } }).points).toMatchObject([
    { vpcId: "vpc-1", policy: { address: point, document: { Statement: [statement] } } },
  ]);
});

test("with a policy of its own resource, which counts", () => {
  const { points, notes, conflicts } = read({
    [point]: { ...POINT, policy: '{"Statement":[]}' },
    [separate]: { access_point_arn: ARN, policy },
  });
  expect(points[0]?.policy).toMatchObject({ address: separate, document: { Statement: [statement] } });
  expect(notes).toEqual([`${point} true unread`, `${separate} true unread`]);
  expect(conflicts).toEqual([]);
});

test("a policy of another Terraform's access point is not read", () => {
  const { points, notes } = read({ [separate]: { access_point_arn: ARN, policy } });
  expect(points).toEqual([]);
  expect(notes).toEqual([`${separate} true unread`]);
});

test("two policies are a conflict", () => {
  const { conflicts } = read({
    [separate]: { access_point_arn: ARN, policy },
    "aws_s3control_access_point_policy.q": { access_point_arn: ARN, policy },
  });
  expect(conflicts).toHaveLength(1);
});
