import { accountA, bucket, key } from "../../test/fixtures/intents";
import { bucketPolicy } from "./bucket-policy";
import { trailsIn } from "./delivery-statements";
import type { AwsService, Bucket, Delivery, DeliverySource } from "./intents";
import { keyPolicy } from "./key-policy";

const logs = bucket("logs", accountA);
const logsKey = key("logs", accountA);

function source(accountId: string, ...arns: string[]): DeliverySource {
  return { accountId, organizationId: undefined, arns };
}

const ORGANIZATION: DeliverySource = { accountId: undefined, organizationId: "o-a1b2c3d4e5", arns: [] };

function delivery(service: AwsService["service"], sources: DeliverySource[], prefix = ""): Delivery {
  return { service: { name: "it", service, sources }, bucket: logs, prefix };
}

function statementsOf(...deliveries: Delivery[]) {
  const intents = { access: [], replications: [], deliveries };
  return {
    bucket: bucketPolicy(logs, intents).Statement.slice(1),
    key: keyPolicy(logsKey, intents).Statement.slice(1),
  };
}

test("CloudTrail writes for each account into the folder of this account", () => {
  const { bucket: statements } = statementsOf(
    delivery("cloudtrail", [source("111111111111"), source("222222222222")], "t/"),
  );
  expect(statements).toEqual([
    {
      Sid: "CheckForIt",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:GetBucketAcl",
      Resource: "arn:aws:s3:::acme-logs",
      Condition: {
        ArnLike: {
          "aws:SourceArn": [
            "arn:aws:cloudtrail:*:111111111111:trail/*",
            "arn:aws:cloudtrail:*:222222222222:trail/*",
          ],
        },
      },
    },
    ...["111111111111", "222222222222"].map((account, index) => ({
      Sid: `DeliverForIt${index === 0 ? "" : 2}`,
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::acme-logs/t/AWSLogs/${account}/*`,
      Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudtrail:*:${account}:trail/*` } },
    })),
  ]);
});

test("CloudTrail encrypts for these trails only, and describes the key and decrypts for them", () => {
  const trail = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main";
  const { key: statements } = statementsOf(delivery("cloudtrail", [source("111111111111", trail)]));
  expect(statements).toMatchObject([
    {
      Sid: "EncryptForIt",
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        ArnLike: { "aws:SourceArn": trail },
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trail },
      },
    },
    {
      Sid: "UseKeyForIt",
      Action: ["kms:Decrypt", "kms:DescribeKey"],
      Condition: { ArnLike: { "aws:SourceArn": trail } },
    },
  ]);
});

test.each<[AwsService["service"], readonly string[], readonly (string | readonly string[])[]]>([
  ["vpc-flow-logs", ["aws:SourceArn", "aws:SourceAccount"], ["s3:GetBucketAcl", "s3:PutObject"]],
  ["config", ["aws:SourceAccount"], [["s3:GetBucketAcl", "s3:ListBucket"], "s3:PutObject"]],
  ["guardduty", ["aws:SourceArn", "aws:SourceAccount"], ["s3:GetBucketLocation", "s3:PutObject"]],
  ["s3-inventory", ["aws:SourceAccount"], ["s3:PutObject"]],
  ["s3-access-logs", ["aws:SourceAccount"], ["s3:PutObject"]],
  ["elb-access-logs", ["aws:SourceArn"], ["s3:PutObject"]],
  ["cloudfront", ["aws:SourceArn"], ["s3:GetObject"]],
])("%s acts only for these accounts: %j", (service, keys, actions) => {
  const { bucket: statements, key: ofKey } = statementsOf(delivery(service, [source("111111111111")]));
  expect(statements.map(({ Action }) => Action)).toEqual(actions);
  for (const { Condition = {} } of [...statements, ...ofKey])
    expect(Object.values(Condition).flatMap((each) => Object.keys(each))).toEqual(keys);
});

test.each<[AwsService["service"], string]>([
  ["cloudtrail", "AWSLogs/*/*"],
  ["vpc-flow-logs", "AWSLogs/*/*"],
  ["config", "AWSLogs/*/Config/*"],
  ["guardduty", "*"],
])("for an organization, %s writes to %s", (service, folder) => {
  const { bucket: statements, key: ofKey } = statementsOf(delivery(service, [ORGANIZATION], "p/"));
  expect(statements.at(-1)?.Resource).toBe(`arn:aws:s3:::acme-logs/p/${folder}`);
  for (const { Condition } of [...statements, ...ofKey])
    expect(Condition?.StringEquals).toEqual({ "aws:SourceOrgID": "o-a1b2c3d4e5" });
});

test("who reads needs all keys of the bucket, and who writes the default key alone", () => {
  const old = key("old", accountA);
  const site: Bucket = { ...logs, otherKeys: [old] };
  const policyOf = (service: AwsService["service"]) =>
    keyPolicy(old, {
      access: [],
      replications: [],
      deliveries: [{ ...delivery(service, [source("111111111111")]), bucket: site }],
    }).Statement.slice(1);
  expect(policyOf("cloudfront")).toMatchObject([{ Sid: "DecryptForIt", Action: "kms:Decrypt" }]);
  expect(policyOf("guardduty")).toEqual([]);
});

test("the trails of a bucket are those of CloudTrail, the fewest patterns for all", () => {
  const one = "arn:aws:cloudtrail:*:111111111111:trail/one";
  expect(
    trailsIn(logs, [
      delivery("guardduty", [source("333333333333")]),
      delivery("cloudtrail", [source("111111111111", one), source("222222222222")]),
    ]),
  ).toEqual([one, "arn:aws:cloudtrail:*:222222222222:trail/*"]);
  expect(
    trailsIn(logs, [
      delivery("cloudtrail", [source("111111111111", one)]),
      delivery("cloudtrail", [source("111111111111")], "b/"),
    ]),
  ).toEqual(["arn:aws:cloudtrail:*:111111111111:trail/*"]);
  expect(
    trailsIn(logs, [
      delivery("cloudtrail", [source("111111111111", one)]),
      delivery("cloudtrail", [ORGANIZATION], "b/"),
    ]),
  ).toEqual(["arn:aws:cloudtrail:*:*:trail/*"]);
});
