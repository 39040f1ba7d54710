/** Whether somebody hears of a replication that fails, where that was asked for. No policy contains it. */
import { parseArn } from "../../aws/arn";
import type { ReplicationAlarm, ReplicationRule } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { AlarmIntent, ReplicationIntent } from "../proof/intents";
import type { Scene } from "../proof/scene";

const METRICS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html";
const EVENTS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics-events.html";

/** What each alarm watches: statistic, comparison, threshold, and what missing data means. */
const WATCHED = {
  failed: { metric: "OperationsFailedReplication", condition: "Sum GreaterThanThreshold 0 ignore" },
  late: { metric: "ReplicationLatency", condition: "Maximum GreaterThanThreshold 900 ignore" },
} as const;

/** @param ruleOf the rule of each replication that was asked for */
export function replicationAlarms(
  { estate, intents }: Scene,
  ruleOf: ReadonlyMap<ReplicationIntent, ReplicationRule>,
): Flaw[] {
  const { replicationAlarms: alarms = [], replicationNotifications: notifications = [] } = estate;
  return [
    ...intents.replications.flatMap((edge) => {
      const rule = ruleOf.get(edge);
      if (!rule) return [];
      return (["failed", "late"] as const).flatMap((what): Flaw[] => {
        const asked = edge.alarms?.[what];
        return asked === undefined || alarms.some((alarm) => isAsAsked(alarm, what, asked, rule))
          ? []
          : [noAlarm(what, asked, rule)];
      });
    }),
    ...(intents.replicationEvents ?? [])
      .filter(
        ({ bucketArn, topicArn }) =>
          !notifications.some((each) => each.bucketArn === bucketArn && each.topicArn === topicArn),
      )
      .map(({ bucketArn, topicArn }) => ({
        part: "complete" as const,
        problem: `S3 does not tell ${topicArn} which objects of ${nameOf(bucketArn)} it fails to replicate`,
        addresses: estate.buckets.flatMap(({ arn, address }) => (arn === bucketArn ? [address] : [])),
        because: [],
        repair: "add the topic for s3:Replication:* to the aws_s3_bucket_notification of the bucket",
        source: EVENTS,
      })),
  ];
}

function isAsAsked(
  alarm: ReplicationAlarm,
  what: keyof typeof WATCHED,
  { topicArn, region, accountId }: AlarmIntent,
  { id, source, destination }: ReplicationRule,
): boolean {
  const { metric, condition } = WATCHED[what];
  return (
    alarm.metric === metric &&
    alarm.condition === condition &&
    alarm.region === region &&
    alarm.accountId === accountId &&
    alarm.topicArns.includes(topicArn) &&
    alarm.source === nameOf(source.bucketArn) &&
    alarm.destination === nameOf(destination.bucketArn) &&
    alarm.rule === id
  );
}

function noAlarm(
  what: keyof typeof WATCHED,
  { topicArn, region }: AlarmIntent,
  { address, id, source, destination }: ReplicationRule,
): Flaw {
  const { metric } = WATCHED[what];
  const ends = `from ${nameOf(source.bucketArn)} to ${nameOf(destination.bucketArn)}`;
  return {
    part: "complete",
    problem: `no alarm tells ${topicArn} when replicas ${ends} ${what === "late" ? "are late" : "fail"}`,
    addresses: [address],
    because: [],
    repair: `add an aws_cloudwatch_metric_alarm in ${region} on ${metric} of the rule ${JSON.stringify(id)}: ${WATCHED[what].condition}`,
    source: METRICS,
  };
}

function nameOf(bucketArn: string): string {
  return parseArn(bucketArn)?.bucket ?? bucketArn;
}
