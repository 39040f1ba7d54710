import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTopology, readTopology } from "../load";
import { isTopologyError, type Problem } from "../problem";
import { resolve } from "../resolve";

const EAST = "arn:aws:sns:us-east-1:111111111111:on-call";
const WEST = "arn:aws:sns:eu-west-1:111111111111:on-call";

interface Said {
  readonly alarms: string;
  readonly accounts?: string;
  readonly bucket?: string;
  readonly rules?: string;
}

function topologyOf({ alarms, accounts = "", bucket = "", rules = "{ from: src, to: dst }" }: Said): string {
  return `accounts:
  data: { id: "111111111111", region: us-east-1 }
  apps: { id: "222222222222", region: eu-west-1 }
${accounts}
buckets:
  src: { account: data, name: acme-src, ${bucket}replication_alarms: ${alarms} }
  dst: { account: apps, name: acme-dst }
replication: [${rules}]
`;
}

function messagesOf(said: Said): { problems: string[]; warnings: string[] } {
  const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
  const file = join(folder, "a.yaml");
  writeFileSync(file, topologyOf(said));
  const messages = (found: readonly Problem[]) => found.map(({ path, message }) => `${path}: ${message}`);
  try {
    return { problems: [], warnings: messages(readTopology(file).warnings) };
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return { problems: messages(error.problems), warnings: [] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const LATE = "{ from: src, to: dst, time_control: true }";
const IRELAND = '  data_ireland: { id: "111111111111", region: eu-west-1 }';

test("each alarm is where its metric is", () => {
  const alarms = `{ topic: ["${WEST}", "${EAST}"], events: true }`;
  const { replications, buckets } = resolve(
    loadTopology(topologyOf({ alarms, accounts: IRELAND, rules: LATE })),
  );
  expect(replications[0]?.alarms).toMatchObject({
    failed: { topicArn: EAST, account: { name: "data" } },
    late: { topicArn: WEST, account: { name: "data_ireland" } },
  });
  expect(buckets.map(({ replicationEvents }) => replicationEvents)).toEqual([EAST, undefined]);
});

test.each(["{ from: src, to: dst, enabled: false }", "{ from: src, to: dst, metrics: false }"])(
  "%s has no alarm, because S3 measures nothing",
  (rules) => {
    const { replications } = resolve(loadTopology(topologyOf({ alarms: `{ topic: "${EAST}" }`, rules })));
    expect(replications[0]?.alarms).toEqual({ failed: undefined, late: undefined });
  },
);

test.each<[string, Said, string]>([
  [
    "nothing to replicate",
    { alarms: `{ topic: "${EAST}" }`, rules: "" },
    'buckets.src.replication_alarms: nothing replicates from "src", so there is nothing to hear of; leave it out, or add { from: src, to: … } to replication',
  ],
  [
    "a topic elsewhere",
    { alarms: `{ topic: "${WEST}" }` },
    `buckets.src.replication_alarms.topic: "${WEST}" is in eu-west-1, but alarms tell only topics in their own region; use a topic in us-east-1, the region of "src"`,
  ],
  [
    "a topic of late replicas alone",
    { alarms: `{ topic: "${WEST}" }`, accounts: IRELAND, rules: LATE },
    'buckets.src.replication_alarms.topic: has no topic in us-east-1, the region of "src", where CloudWatch counts failed operations; add one',
  ],
  [
    "two topics in a region",
    { alarms: `{ topic: ["${EAST}", "${EAST}2"] }` },
    "buckets.src.replication_alarms.topic[1]: is a second topic in us-east-1; write one for each region, and let others subscribe to it",
  ],
  [
    "no provider for late replicas",
    { alarms: `{ topic: ["${EAST}", "${WEST}"] }`, rules: LATE },
    'buckets.src.replication_alarms.topic[1]: the alarm about late replicas is in eu-west-1, in the account of "src", and no account has this id and region; add one to accounts, such as data_eu_west_1: { id: "111111111111", region: eu-west-1 }',
  ],
  [
    "events of a bucket that exists",
    {
      alarms: `{ topic: "${EAST}", events: true }`,
      bucket: "existing: true, replication: none, encryption: AES256, policy: handover, ",
    },
    'buckets.src.replication_alarms.events: would replace the event notifications that "src" has, because S3 keeps one configuration for each bucket; leave it out, and let their owner add the topic for s3:Replication:*',
  ],
  [
    "another partition",
    { alarms: '{ topic: "arn:aws-cn:sns:us-east-1:111111111111:on-call" }' },
    'buckets.src.replication_alarms.topic: "arn:aws-cn:sns:us-east-1:111111111111:on-call" is in partition aws-cn, but the bucket is in aws; write arn:aws:…',
  ],
  [
    "a FIFO topic",
    { alarms: `{ topic: "${EAST}.fifo" }` },
    `buckets.src.replication_alarms.topic: "${EAST}.fifo" is a FIFO topic, to which neither CloudWatch nor S3 publishes; use a standard topic`,
  ],
])("%s is a problem", (_, said, problem) => {
  expect(messagesOf(said).problems).toEqual([problem]);
});

test.each<[string, Said, string[]]>([
  [
    "late replicas elsewhere",
    { alarms: `{ topic: "${EAST}" }`, rules: LATE },
    [
      'replication[0].time_control: nobody hears when replicas are late: CloudWatch knows in eu-west-1, and replication_alarms of "src" has no topic there; add one, or write events: true, with which S3 tells the topic of the bucket',
    ],
  ],
  [
    "a rule without metrics",
    { alarms: `{ topic: "${EAST}" }`, rules: "{ from: src, to: dst, metrics: false }" },
    [
      'replication[0].metrics: without metrics, no alarm of "src" is about this rule; leave "metrics: false" out',
    ],
  ],
  ["late replicas as events", { alarms: `{ topic: "${EAST}", events: true }`, rules: LATE }, []],
  [
    "a rule that is off",
    { alarms: `{ topic: "${EAST}" }`, rules: LATE.replace(" }", ", enabled: false }") },
    [],
  ],
])("warnings about %s", (_, said, warnings) => {
  expect(messagesOf(said)).toEqual({ problems: [], warnings });
});
