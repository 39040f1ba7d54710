import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type * as model from "../topology/model";
import { text, type Text } from "../topology/text";
import { claimAddress, releaseAddress } from "./addresses";
import type { IBucket, ReplicationAlarm, RuleAlarms } from "./edges";
import { terraformText } from "./terraform-text";

/** The rule that an alarm is about. */
interface AlarmedRule {
  readonly from: IBucket;
  readonly to: IBucket;
  /** Its id, as text for Terraform. */
  readonly id: string;
}

/**
 * The alarms of a rule. S3 publishes nothing while nothing is replicated, so missing data changes nothing: a failure stays an
 * alarm until an operation succeeds.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html#s3-cloudwatch-replication-metrics
 */
export class ReplicationAlarms extends Construct {
  private readonly alarms = new Map<"failed" | "late", CloudwatchMetricAlarm>();

  constructor(
    scope: Construct,
    id: string,
    private readonly rule: AlarmedRule,
    { failed, late }: RuleAlarms,
  ) {
    super(scope, id);
    const ends = text`s3://${rule.from.model.bucketName} to s3://${rule.to.model.bucketName}`;
    if (failed)
      this.add("failed", failed, {
        metricName: "OperationsFailedReplication",
        statistic: "Sum",
        threshold: 0,
        alarmDescription: terraformText(
          text`S3 failed to replicate from ${ends}: a permission is missing, or a key cannot be used.`,
        ),
      });
    if (late)
      this.add("late", late, {
        metricName: "ReplicationLatency",
        statistic: "Maximum",
        threshold: FIFTEEN_MINUTES,
        alarmDescription: terraformText(text`Replicas from ${ends} are more than 15 minutes late.`),
      });
  }

  releaseNames(): void {
    for (const alarm of this.alarms.values()) releaseAddress(alarm);
  }

  /** @param number which rule it is of those with the same ends, from 1 on */
  claimNames(number: number): void {
    const { from, to } = this.rule;
    const [source, destination] = [from.model.bucketName, to.model.bucketName];
    for (const [what, alarm] of this.alarms) {
      const names = number === 1 ? [what] : [what, String(number)];
      // The policy of the topic lets alarms with names that begin like this publish.
      alarm.alarmName = terraformText(text`${source}-to-${destination}-replication-${names.join("-")}`);
      claimAddress(alarm, [from.name, "to", to.name, ...names].join("_"));
    }
  }

  private add(
    what: "failed" | "late",
    { topicArn, account }: ReplicationAlarm,
    metric: Pick<Required<Metric>, "metricName" | "statistic" | "threshold" | "alarmDescription">,
  ): void {
    const { from, to, id } = this.rule;
    this.alarms.set(
      what,
      new CloudwatchMetricAlarm(this, what, {
        provider: account.provider,
        // Until claimNames names it.
        alarmName: what,
        ...metric,
        namespace: "AWS/S3",
        dimensions: { SourceBucket: from.bucketName, DestinationBucket: to.bucketName, RuleId: id },
        comparisonOperator: "GreaterThanThreshold",
        period: 300,
        evaluationPeriods: 1,
        treatMissingData: "ignore",
        alarmActions: [terraformText(topicArn)],
        tags: account.tagsOf(),
      }),
    );
  }
}

type Metric = ConstructorParameters<typeof CloudwatchMetricAlarm>[2];

const FIFTEEN_MINUTES = 15 * 60;

/** The alarms for the model. */
export function modelOfAlarms({ failed, late }: RuleAlarms): model.ReplicationAlarms<Text> {
  return { failed: modelOfAlarm(failed), late: modelOfAlarm(late) };
}

function modelOfAlarm(alarm: ReplicationAlarm | undefined): model.Alarm<Text> | undefined {
  return alarm && { topicArn: alarm.topicArn, account: alarm.account.model };
}
