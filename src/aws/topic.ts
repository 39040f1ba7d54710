/**
 * What is wrong with the ARN of an SNS topic. Neither CloudWatch nor S3 publishes to FIFO topics.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
 */
export function topicArnProblem(value: string): string | undefined {
  if (/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/.test(value)) return undefined;
  if (/^arn:aws[a-z-]*:sns:.*\.fifo$/.test(value))
    return "is a FIFO topic, to which neither CloudWatch nor S3 publishes; use a standard topic";
  if (/^arn:aws[a-z-]*:sns:[^:]*:[^:]*:[^:]*:/.test(value))
    return "is a subscription; write the ARN of its topic, without what follows the name of the topic";
  return 'must be the ARN of an SNS topic, such as "arn:aws:sns:us-east-1:111122223333:on-call"';
}
