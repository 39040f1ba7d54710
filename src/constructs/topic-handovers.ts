import { Construct } from "constructs";
import { accountOf } from "../aws/arn";
import { TOPIC_POLICY } from "../aws/policy-limits";
import { toDocument } from "../policy/document";
import { alarmsPublish, eventsPublish } from "../policy/topic-statements";
import type { Text } from "../topology/text";
import type { Account } from "./account";
import type { IBucket } from "./edges";
import { PolicyHandover } from "./policy-handover";
import { PolicyLocal } from "./policy-local";
import { terraformText } from "./terraform-text";

/** Who publishes to a topic. */
type Service = "CloudWatch" | "S3";

interface Topic {
  readonly account: Account;
  readonly services: Set<Service>;
}

/**
 * What the owners of SNS topics add to their policies, so that they get alarms and events about the replication of a bucket. The
 * stack does not own the topics and never changes their policies.
 */
export class TopicHandovers extends Construct {
  private readonly topics = new Map<string, Topic>();

  constructor(
    private readonly bucket: IBucket & Construct,
    id: string,
  ) {
    super(bucket, id);
  }

  /** @param account the account and the region of what publishes */
  add(service: Service, topicArn: Text, account: Account): void {
    const arn = terraformText(topicArn);
    const known = this.topics.get(arn);
    const topic = known ?? { account, services: new Set<Service>() };
    topic.services.add(service);
    this.topics.set(arn, topic);
    if (!known) this.handOver(topicArn, topic);
  }

  private handOver(topicArn: Text, { account, services }: Topic): void {
    const { bucket } = this;
    const arn = terraformText(topicArn);
    const name = this.nameFor(account);
    const document = new PolicyLocal(this, `${name}-document`, {
      name: `${name}_topic_policy`,
      limit: TOPIC_POLICY,
      produce: () =>
        toDocument([
          ...(services.has("CloudWatch") ? [alarmsPublish({ topicArn: arn, bucket, account })] : []),
          ...(services.has("S3") ? [eventsPublish({ topicArn: arn, bucket, account })] : []),
        ]),
    });
    const owner = { accountId: accountOf(arn) ?? "", region: account.region };
    new PolicyHandover(this, name, { kind: "topic", name, resource: arn, arn, owner, document }).update();
  }

  /** A bucket usually has one topic, in its own account and region. */
  private nameFor(account: Account): string {
    const { name } = this.bucket;
    const first = account === this.bucket.account ? name : `${name}_${account.model.name}`;
    let unique = first;
    for (let number = 2; this.node.tryFindChild(unique); number++) unique = `${first}_${number}`;
    return unique;
  }
}
