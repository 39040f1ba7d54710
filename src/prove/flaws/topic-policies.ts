/** Whether what owners of SNS topics are asked to add lets exactly the alarms and events publish that were asked for. */
import { parseArn } from "../../aws/arn";
import type { TopicPolicy } from "../../estate/estate";
import type { Flaw, Part } from "../flaw";
import type { Scene } from "../proof/scene";

const SOURCE = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html";

/** Who must be able to publish to a topic. */
interface Publisher {
  readonly topicArn: string;
  readonly service: "cloudwatch.amazonaws.com" | "s3.amazonaws.com";
  /** What it publishes for, and in which account that is. */
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

export function topicPolicies(scene: Scene): Flaw[] {
  const { topicPolicies: policies = [] } = scene.estate;
  const publishers = publishersOf(scene);
  const topics = new Set([...publishers.map(({ topicArn }) => topicArn), ...policies.map(({ arn }) => arn)]);
  return [...topics].flatMap((topic): Flaw[] => {
    const ofTopic = policies.filter(({ arn }) => arn === topic);
    const wanted = new Map(
      publishers
        .filter(({ topicArn }) => topicArn === topic)
        .map((publisher) => [normalized(statementOf(publisher)), publisher]),
    );
    const found = new Set(ofTopic.flatMap(statementsOf).map(({ statement }) => normalized(statement)));
    return [
      ...[...wanted]
        .filter(([text]) => !found.has(text))
        .map(([, { service, sourceArn, sourceAccount }]) =>
          flaw(
            "complete",
            `nothing tells the owners of ${topic} to let ${service} publish for ${sourceArn} of account ${sourceAccount}, and nothing else`,
            ofTopic.map(({ address }) => address),
          ),
        ),
      ...ofTopic
        .flatMap(statementsOf)
        .filter(({ statement }) => !wanted.has(normalized(statement)))
        .map(({ statement: { Sid }, address }) =>
          flaw(
            "nothing else",
            `statement ${String(Sid)} for the policy of ${topic} is not what was asked for`,
            [address],
          ),
        ),
    ];
  });
}

function publishersOf(scene: Scene): Publisher[] {
  const { intents } = scene;
  const alarms = intents.replications.flatMap(({ fromArn, alarms: { failed, late } = {} }) =>
    [failed, late].flatMap((alarm): Publisher[] => {
      if (!alarm) return [];
      const { topicArn, accountId, region } = alarm;
      const { partition, bucket: name } = parseArn(fromArn) ?? {};
      const sourceArn = `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}-to-*`;
      return [{ topicArn, service: "cloudwatch.amazonaws.com", sourceArn, sourceAccount: accountId }];
    }),
  );
  const events = (intents.replicationEvents ?? []).map(({ bucketArn, topicArn }): Publisher => ({
    topicArn,
    service: "s3.amazonaws.com",
    sourceArn: bucketArn,
    sourceAccount: scene.bucket(bucketArn).account.id,
  }));
  return [...alarms, ...events];
}

function statementOf({ topicArn, service, sourceArn, sourceAccount }: Publisher): object {
  return {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sns:Publish",
    Resource: topicArn,
    Condition: {
      ArnLike: { "aws:SourceArn": sourceArn },
      StringEquals: { "aws:SourceAccount": sourceAccount },
    },
  };
}

function statementsOf({ address, document }: TopicPolicy) {
  return [document.Statement].flat().map((statement) => ({
    address,
    statement: statement as { readonly Sid?: unknown },
  }));
}

/** In which the order of elements and lists does not matter, and the Sid neither. */
function normalized(statement: object): string {
  return JSON.stringify(sorted({ ...statement, Sid: undefined }));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? sorted(value[0]) : value.map(sorted).sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

function flaw(part: Part, problem: string, addresses: readonly string[]): Flaw {
  const repair = "let s3porter write it again, as it was";
  return { part, problem, addresses, because: [], repair, source: SOURCE };
}
