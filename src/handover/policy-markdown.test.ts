import { toDocument } from "../policy/document";
import { alarmsPublish, eventsPublish } from "../policy/topic-statements";
import { handoverFiles } from "./files";
import { policyHandoverMarkdown } from "./policy-markdown";

function page(principal: string): string {
  return policyHandoverMarkdown({
    stack: "lake",
    kind: "bucket",
    name: "lake",
    resource: "acme-lake",
    accountId: "111111111111",
    region: "eu-west-1",
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Get",
          Effect: "Allow",
          Principal: { AWS: principal },
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::acme-lake/*",
        },
      ],
    },
    reasons: new Map([["Get", { because: "Reads.", source: "https://docs.aws.amazon.com/x" }]]),
    given: ["Versioning is enabled."],
  });
}

test("a page says how the bucket must be configured", () => {
  expect(page("arn:aws:iam::222222222222:root")).toContain(
    "## How the bucket must be configured\n\nThe stack does not read or change these settings. If one of them is different, tell those who deploy the stack before you add the statements:\n\n- Versioning is enabled.\n\n## Later",
  );
});

test("a page says in which order statements and principals can come", () => {
  expect(page("arn:aws:iam::222222222222:root")).toContain(
    "You can do this before or after the stack is deployed.",
  );
  const role = page("arn:aws:iam::222222222222:role/acme-batch");
  expect(role).toContain(
    "AWS rejects the statements as long as one of these does not exist: `arn:aws:iam::222222222222:role/acme-batch`. If the stack creates it, add the statements after the deployment.",
  );
  expect(role).not.toContain("before or after");
});

const topicArn = "arn:aws:sns:us-east-1:333333333333:on-call";
const publisher = {
  topicArn,
  bucket: { name: "lake", bucketName: "acme-lake", bucketArn: "arn:aws:s3:::acme-lake" },
  account: { accountId: "111111111111", region: "us-east-1", partition: "aws" },
};

function handoverOf(statements: Parameters<typeof toDocument>[0]) {
  return {
    stack: "logs",
    kind: "topic" as const,
    name: "lake",
    resource: topicArn,
    accountId: "333333333333",
    region: "us-east-1",
    document: toDocument(statements),
    reasons: new Map(),
    given: [],
  };
}

test("a topic gets statements for alarms and events of one bucket", () => {
  expect(handoverOf([alarmsPublish(publisher), eventsPublish(publisher)]).document.Statement).toEqual([
    {
      Sid: "AlarmsOfLake",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:111111111111:alarm:acme-lake-to-*" },
        StringEquals: { "aws:SourceAccount": "111111111111" },
      },
    },
    {
      Sid: "EventsOfLake",
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-lake" },
        StringEquals: { "aws:SourceAccount": "111111111111" },
      },
    },
  ]);
});

test("the page says when, how, and what the key of the topic needs", () => {
  const page = policyHandoverMarkdown(handoverOf([alarmsPublish(publisher), eventsPublish(publisher)]));
  expect(page).toContain("# What to add to the policy of topic arn:aws:sns:us-east-1:333333333333:on-call");
  expect(page).toContain("Please do this before the stack is deployed");
  expect(page).toContain(`aws sns get-topic-attributes --topic-arn ${topicArn} --query Attributes.Policy`);
  expect(page).toContain("aws sns set-topic-attributes");
  const [, key = ""] = /```json\n([^]*?)```/.exec(page) ?? [];
  expect(JSON.parse(key)).toMatchObject({
    Principal: { Service: ["cloudwatch.amazonaws.com", "s3.amazonaws.com"] },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
  });
});

test("for alarms alone, it can also be done afterwards", () => {
  const page = policyHandoverMarkdown(handoverOf([alarmsPublish(publisher)]));
  expect(page).toContain("before or after the stack is deployed");
  expect(page).not.toContain("s3.amazonaws.com");
  const files = handoverFiles([], [handoverOf([alarmsPublish(publisher)])]);
  expect([...files.keys()]).toEqual(["lake_topic_policy.md", "lake_topic_policy.json"]);
});
