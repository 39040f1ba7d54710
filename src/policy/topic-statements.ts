/** Statements for the policy of an SNS topic, which lets nobody but its own account publish unless it says so. */
import { type Statement, sidPart } from "./document";
import type { Account } from "./intents";

/** Who publishes to a topic about the replication of a bucket. */
export interface Publisher {
  readonly topicArn: string;
  readonly bucket: { readonly name: string; readonly bucketName: string; readonly bucketArn: string };
  /** The account and the region of the alarms, or of the bucket. */
  readonly account: Account;
}

/** Lets the alarms about the replication of a bucket publish. */
export function alarmsPublish({ topicArn, bucket, account }: Publisher): Statement {
  const { partition, region, accountId } = account;
  return {
    sid: `AlarmsOf${sidPart(bucket.name)}`,
    principal: { Service: ["cloudwatch.amazonaws.com"] },
    actions: ["sns:Publish"],
    resources: [topicArn],
    conditions: {
      ArnLike: {
        "aws:SourceArn": `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${bucket.bucketName}-to-*`,
      },
      StringEquals: { "aws:SourceAccount": accountId },
    },
    because:
      "Lets the alarms about the replication of the bucket publish. Only the default policy of a topic in the same account does so already.",
    source:
      "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html#sns-allow-cloudwatch-alarm-to-publish-to-topic-in-another-account",
  };
}

/** Lets S3 publish the events of a bucket. S3 tries it when it gets the notification, and refuses it otherwise. */
export function eventsPublish({ topicArn, bucket, account }: Publisher): Statement {
  return {
    sid: `EventsOf${sidPart(bucket.name)}`,
    principal: { Service: ["s3.amazonaws.com"] },
    actions: ["sns:Publish"],
    resources: [topicArn],
    conditions: {
      ArnLike: { "aws:SourceArn": bucket.bucketArn },
      StringEquals: { "aws:SourceAccount": account.accountId },
    },
    because:
      "Lets S3 publish the events of the bucket. Without it, S3 refuses to have the topic in the notifications of the bucket.",
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html#grant-sns-sqs-permission-for-s3",
  };
}
