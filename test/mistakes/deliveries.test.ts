/** Deliveries by AWS services, as people get them wrong, and what the proof says about each. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { type ChangeableTerraform, flawsOfChanged, leaveOut, statementOf } from "../fixtures/changed-stack";
import { proofOf } from "../support/provable";

type Statement = ReturnType<typeof statementOf>;

const BUCKET = "logs_bucket_policy";
const KEY = "logs_key_policy";

function problemsOf(change: (terraform: ChangeableTerraform) => void): string {
  return flawsOfChanged("central-logs", change)
    .map(({ part, problem }) => `${part}: ${problem}`)
    .join("\n");
}

function changed(local: string, sid: string, change: (statement: Statement) => void) {
  return (terraform: ChangeableTerraform) => change(statementOf(terraform, local, sid));
}

test.each<[string, (terraform: ChangeableTerraform) => void, RegExp]>([
  [
    "any trail of any customer: no aws:SourceArn",
    changed(BUCKET, "DeliverForTrail", (statement) => delete (statement as Partial<Statement>).Condition),
    /nothing else: cloudtrail.amazonaws.com/,
  ],
  [
    "any trail of a request that does not say for which: ArnLikeIfExists",
    changed(BUCKET, "DeliverForTrail", (statement) => {
      const { ArnLike, ...others } = statement.Condition ?? {};
      statement.Condition = { ...others, ArnLikeIfExists: ArnLike ?? {} };
    }),
    /nothing else: cloudtrail.amazonaws.com can do s3:PutObject \(without aws:SourceArn\)/,
  ],
  [
    "the key for a request that does not say for which trail: ArnLikeIfExists",
    changed(KEY, "EncryptForTrail", (statement) => {
      const { ArnLike, ...others } = statement.Condition ?? {};
      statement.Condition = { ...others, ArnLikeIfExists: ArnLike ?? {} };
    }),
    /nothing else: cloudtrail.amazonaws.com can do kms:GenerateDataKey\w* \(without aws:SourceArn\)/,
  ],
  [
    "any log of any customer: only aws:SourceArn with a wildcard for the account",
    changed(BUCKET, "DeliverForFlow", (statement) => {
      statement.Condition = { ArnLike: { "aws:SourceArn": "arn:aws:logs:*:*:*" } };
    }),
    /nothing else: delivery.logs.amazonaws.com/,
  ],
  [
    "the folder of another account",
    changed(BUCKET, "DeliverForTrail", (statement) => {
      statement.Resource = "arn:aws:s3:::acme-central-logs/AWSLogs/999999999999/*";
    }),
    /complete: cloudtrail.amazonaws.com lacks permission for delivering an object \(for account 111111111111\) on acme-central-logs/,
  ],
  [
    "the folders of all accounts",
    changed(BUCKET, "DeliverForTrail", (statement) => {
      statement.Resource = "arn:aws:s3:::acme-central-logs/AWSLogs/*";
    }),
    /nothing else: .*for account 111111111111 into the folder of 222222222222/,
  ],
  [
    "a prefix that the trail does not have",
    changed(BUCKET, "DeliverForTrail", (statement) => {
      statement.Resource = "arn:aws:s3:::acme-central-logs/trails/AWSLogs/111111111111/*";
    }),
    /complete: cloudtrail.amazonaws.com lacks permission for delivering an object/,
  ],
  [
    "a key policy without the service",
    (terraform) => leaveOut(terraform, KEY, "EncryptForTrail"),
    /complete: cloudtrail.amazonaws.com lacks permission for delivering an object/,
  ],
  [
    "a key policy for the wrong service",
    changed(KEY, "UseKeyForFlow", (statement) => {
      statement.Principal = { Service: "vpc-flow-logs.amazonaws.com" };
    }),
    /complete: delivery.logs.amazonaws.com lacks permission for delivering an object/,
  ],
  [
    "a key policy without a condition",
    changed(KEY, "UseKeyForFlow", (statement) => delete (statement as Partial<Statement>).Condition),
    /nothing else: delivery.logs.amazonaws.com/,
  ],
  [
    "the context of S3 in the key policy of CloudTrail",
    changed(KEY, "EncryptForTrail", (statement) => {
      statement.Condition = {
        ...statement.Condition,
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:s3:::acme-central-logs/*" },
      };
    }),
    /complete: cloudtrail.amazonaws.com lacks permission/,
  ],
  [
    "no permission to check the bucket",
    (terraform) => leaveOut(terraform, BUCKET, "CheckForFlow"),
    /complete: delivery.logs.amazonaws.com lacks permission for checking the bucket \(for account 111111111111\) on acme-central-logs/,
  ],
  [
    "an ACL that is required, though services do not always send it",
    changed(BUCKET, "DeliverForTrail", (statement) => {
      statement.Condition = {
        ...statement.Condition,
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
      };
    }),
    /complete: cloudtrail.amazonaws.com lacks permission/,
  ],
  [
    "a Deny without the header of a key",
    (terraform) =>
      terraform.locals[BUCKET]?.Statement.push({
        Sid: "DenyOtherKey",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-central-logs/*",
        Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
      }),
    /complete: (cloudtrail|delivery.logs).amazonaws.com lacks permission/,
  ],
  [
    "a reader without the context of CloudTrail",
    (terraform) => leaveOut(terraform, "auditor_identity_policy", "DecryptTrailsLogs"),
    /complete: acme-auditor lacks permission for/,
  ],
  [
    "a reader of the logs of any trail",
    changed("auditor_identity_policy", "DecryptTrailsLogs", (statement) => {
      statement.Condition = {
        ...statement.Condition,
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:*:trail/*" },
      };
    }),
    /nothing else: acme-auditor/,
  ],
])("%s", (_, change, message) => {
  expect(problemsOf(change)).toMatch(message);
});

test("the same for an organization", () => {
  const model = resolve(
    loadTopology(`
accounts: { data: { id: "111111111111", region: eu-west-1 } }
buckets: { logs: { account: data, name: acme-logs } }
principals: { trail: { service: cloudtrail, for_organization: o-a1b2c3d4e5 } }
access: [{ principal: trail, bucket: logs, allow: put }]
`),
  );
  const { terraform } = topologyTerraform("stack", model);
  expect(proofOf(intentsOf(model), terraform).flaws).toEqual([]);
  const other = JSON.parse(JSON.stringify(terraform).replaceAll("o-a1b2c3d4e5", "o-z9y8x7w6v5")) as unknown;
  const { flaws } = proofOf(intentsOf(model), other);
  expect(flaws.map(({ part }) => part)).toEqual(expect.arrayContaining(["complete", "nothing else"]));
});

describe("one service as several principals is proved:", () => {
  test.each<[string, string, string]>([
    [
      "for an organization, and for the account of its trail",
      `for_organization: o-a1b2c3d4e5, source_arns: ["arn:aws:cloudtrail:*:444444444444:trail/main"]`,
      `for_accounts: ["444444444444"], source_arns: ["arn:aws:cloudtrail:*:444444444444:trail/main"]`,
    ],
    ["for the same accounts", "for_accounts: [data]", "for_accounts: [data]"],
    ["for more accounts", "for_accounts: [data]", `for_accounts: [data, "444444444444"]`],
    [
      "for one trail, and for all",
      `for_accounts: [data], source_arns: ["arn:aws:cloudtrail:*:111111111111:trail/main"]`,
      "for_accounts: [data]",
    ],
    ["for accounts, and for an organization", "for_accounts: [data]", "for_organization: o-a1b2c3d4e5"],
  ])("%s", (_, one, other) => {
    for (const prefix of ["", ", prefix: b/"]) {
      const topology = loadTopology(`
accounts: { data: { id: "111111111111", region: eu-west-1 } }
keys: { shared: { account: data } }
buckets:
  logs: { account: data, name: acme-logs, key: shared }
  more: { account: data, name: acme-more, key: shared }
principals:
  one: { service: cloudtrail, ${one} }
  other: { service: cloudtrail, ${other} }
access:
  - { principal: one, bucket: logs, allow: put }
  - { principal: other, bucket: logs, allow: put${prefix} }
  - { principal: other, bucket: more, allow: put }
`);
      const model = resolve(topology);
      const { flaws } = proofOf(intentsOf(model), topologyTerraform("stack", model).terraform);
      expect(flaws).toEqual([]);
    }
  });
});
