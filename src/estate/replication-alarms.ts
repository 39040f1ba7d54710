import { parseArn } from "../aws/arn";
import type { AwsResources } from "./aws-resources";
import type { Bucket, ReplicationAlarm, ReplicationNotification } from "./estate";

/** Alarms of CloudWatch about a replication rule. */
export function readReplicationAlarms(aws: AwsResources): ReplicationAlarm[] {
  return aws.resources("aws_cloudwatch_metric_alarm").flatMap((resource): ReplicationAlarm[] => {
    const alarm = aws.arguments(resource);
    const {
      SourceBucket: source,
      DestinationBucket: destination,
      RuleId: rule,
    } = alarm.textMap("dimensions");
    const metric = alarm.text("metric_name");
    const account = aws.account(resource);
    const isOfRule = source !== undefined && destination !== undefined && rule !== undefined;
    if (alarm.text("namespace") !== "AWS/S3" || metric === undefined || !account || !isOfRule) return [];
    return [
      {
        address: resource.address,
        accountId: account.id,
        region: aws.region(resource) ?? account.region,
        metric,
        source,
        destination,
        rule,
        condition: [
          alarm.text("statistic"),
          alarm.text("comparison_operator"),
          alarm.number("threshold"),
          alarm.text("treat_missing_data") ?? "missing",
        ].join(" "),
        topicArns: alarm.flag("actions_enabled") === false ? [] : alarm.texts("alarm_actions"),
      },
    ];
  });
}

/** Topics that S3 tells about the replication of a bucket. */
export function readReplicationNotifications(
  aws: AwsResources,
  buckets: readonly Bucket[],
): ReplicationNotification[] {
  return aws.resources("aws_s3_bucket_notification").flatMap((resource) => {
    const notification = aws.arguments(resource);
    const name = notification.text("bucket");
    const bucket = buckets.find(({ arn }) => parseArn(arn)?.bucket === name);
    if (!bucket) return [];
    return notification
      .blocks("topic")
      .filter((topic) => topic.texts("events").includes("s3:Replication:*"))
      .flatMap((topic): ReplicationNotification[] => {
        const topicArn = topic.text("topic_arn");
        return topicArn === undefined ? [] : [{ bucketArn: bucket.arn, topicArn }];
      });
  });
}
