import { stackCase } from "../../../test/fixtures/stack-case";
import type { Estate } from "../../estate/estate";
import { readEstate } from "../../estate/read-estate";
import type { TerraformInput } from "../terraform-input";
import { whoCan } from "../who-can";
import { explainerOf } from "./explain";
import { explain, explainEstate } from "../../../test/support/explained";
import { isAllowed } from "./explanation";

const CENTRAL = stackCase("central-logs");

function input(estate: Estate): TerraformInput {
  return { name: "state.json", estate, placeOf: () => undefined, assumptions: [], keysAreMadeUp: false };
}

function whoOf(what: string, on: string, estate = CENTRAL.estate): string[] {
  return whoCan({ do: what, on }, explainerOf(input(estate))).allowed.map(({ who }) => who);
}

const TRAILS = [
  "cloudtrail.amazonaws.com for trails of 111111111111",
  "cloudtrail.amazonaws.com for trails of 222222222222",
];
const FLOW_LOGS = [
  "delivery.logs.amazonaws.com for account 111111111111",
  "delivery.logs.amazonaws.com for account 222222222222",
];

test.each([
  "s3:PutObject",
  "s3:GetBucketAcl",
  "kms:GenerateDataKey",
  "kms:DescribeKey",
  "delivering an object",
])("those for whom services can ask for %s", (what) => {
  expect(whoOf(what, "acme-central-logs")).toEqual(expect.arrayContaining([...TRAILS, ...FLOW_LOGS]));
});

test("an operation that only others have is no error", () => {
  const reads = whoCan(
    { do: "aws s3 cp, downloading", on: "acme-central-logs" },
    explainerOf(input(CENTRAL.estate)),
  );
  expect(reads.allowed.map(({ who }) => who)).toEqual(["acme-auditor"]);
  expect(() => whoOf("fly", "acme-central-logs")).toThrow(/unknown operation for acme-auditor/);
});

test("an object in the folder of one account", () => {
  const object = "s3://acme-central-logs/AWSLogs/222222222222/CloudTrail/x.json.gz";
  expect(whoOf("s3:PutObject", object)).toEqual([FLOW_LOGS[1], TRAILS[1]]);
  const { who, assumed } = explain({ as: "trail", do: "s3:PutObject", on: object }, CENTRAL.model, CENTRAL);
  expect(who).toBe(TRAILS[1]);
  expect(assumed).toEqual([
    "the service acts for trails of 222222222222; --context aws:SourceArn=… asks for another",
    "the answer is different for trails of 111111111111",
  ]);
});

test.each<[string, string]>([
  ["trail", "delivering an object"],
  ["flow", "delivering an object"],
  ["flow", "checking the bucket"],
  ["delivery.logs.amazonaws.com", "deliver"],
  ["cloudtrail.amazonaws.com", "checking"],
])("%s can do what it is for: %s", (as, what) => {
  const { model } = CENTRAL;
  const explanation = explain({ as, do: what, on: "logs" }, model, CENTRAL);
  expect(isAllowed(explanation)).toBe(true);
  expect(explanation.assumed).not.toContain("the topology does not ask for it");
  expect(
    isAllowed(
      explainEstate(
        { as: explanation.who.split(" ")[0] ?? "", do: what, on: "acme-central-logs" },
        input(CENTRAL.estate),
      ),
    ),
  ).toBe(true);
});

test("an unknown operation of a service names those that it has", () => {
  expect(() => explain({ as: "flow", do: "aws s3 cp", on: "logs" }, CENTRAL.model, CENTRAL)).toThrow(
    '--do "aws s3 cp" is an unknown operation for delivery.logs.amazonaws.com on acme-central-logs; name an action such as s3:GetObject, or one of\n  checking the bucket\n  delivering an object',
  );
});

test("for others, a service can do nothing", () => {
  const context = ["aws:SourceArn=arn:aws:cloudtrail:eu-west-1:999999999999:trail/x"];
  const ask = { as: "trail", do: "s3:GetBucketAcl", on: "logs", context };
  const explanation = explain(ask, CENTRAL.model, CENTRAL);
  expect([explanation.who, isAllowed(explanation)]).toEqual(["cloudtrail.amazonaws.com", false]);
});

/** A bucket with a policy. */
function withPolicy(...Statement: object[]): Estate {
  const a = { provider: "aws.a" };
  return readEstate({
    provider: { aws: [{ alias: "a", allowed_account_ids: ["111111111111"], region: "us-east-1" }] },
    resource: {
      aws_s3_bucket: { data: { ...a, bucket: "acme" } },
      aws_s3_bucket_policy: {
        data: { ...a, bucket: "acme", policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
      },
    },
  });
}

const service = (name: string, Condition?: object) => ({
  Effect: "Allow",
  Principal: { Service: name },
  ...(Condition && { Condition }),
});
const PUT = { Action: "s3:PutObject" };

test.each<[string, object[], string[]]>([
  [
    "a trail, as the page of CloudTrail has it",
    [
      {
        ...service("cloudtrail.amazonaws.com", {
          StringEquals: {
            "aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111111111111:trail/main",
            "s3:x-amz-acl": "bucket-owner-full-control",
          },
        }),
        ...PUT,
        Resource: "arn:aws:s3:::acme/trails/AWSLogs/111111111111/*",
      },
    ],
    ["cloudtrail.amazonaws.com for arn:aws:cloudtrail:us-east-1:111111111111:trail/main"],
  ],
  [
    "an organization",
    [
      {
        ...service("config.amazonaws.com", { StringEquals: { "aws:SourceOrgID": "o-abcde12345" } }),
        ...PUT,
        Resource: "arn:aws:s3:::acme/*",
      },
    ],
    ["config.amazonaws.com for organization o-abcde12345"],
  ],
  [
    "buckets of accounts",
    [
      {
        ...service("s3.amazonaws.com", {
          ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-*" },
          StringEquals: { "aws:sourceAccount": ["111111111111", "222222222222"] },
        }),
        ...PUT,
        Resource: "arn:aws:s3:::acme/*",
      },
    ],
    [
      "s3.amazonaws.com for arn:aws:s3:::acme-* of account 111111111111",
      "s3.amazonaws.com for arn:aws:s3:::acme-* of account 222222222222",
    ],
  ],
  [
    "an account, where another statement needs no condition",
    [
      {
        ...service("config.amazonaws.com", { StringEquals: { "AWS:SourceAccount": "111111111111" } }),
        Action: "s3:GetBucketAcl",
        Resource: "arn:aws:s3:::acme",
      },
      { ...service("config.amazonaws.com"), ...PUT, Resource: "arn:aws:s3:::acme/*" },
    ],
    ["config.amazonaws.com"],
  ],
  [
    "what a Deny names",
    [
      {
        ...service("config.amazonaws.com", { StringEquals: { "aws:SourceAccount": "111111111111" } }),
        ...PUT,
        Resource: "arn:aws:s3:::acme/*",
      },
      {
        ...service("config.amazonaws.com", { StringNotEquals: { "aws:SourceAccount": "222222222222" } }),
        Effect: "Deny",
        ...PUT,
        Resource: "arn:aws:s3:::acme/*",
      },
    ],
    [],
  ],
])("%s", (_, statements, expected) => {
  expect(whoOf("s3:PutObject", "acme", withPolicy(...statements))).toEqual(expected);
});
