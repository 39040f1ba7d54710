/** Statements for AWS services that deliver to a bucket or read from it. Each only acts for the accounts that were asked for. */
import { type Conditions, type Statement, sidPart } from "./document";
import { groupBy } from "./group-by";
import type { AwsService, Bucket, Delivery, DeliverySource, Key } from "./intents";
import { areLike } from "./patterns";
import { type ServiceName, serviceNeeds, type ServiceNeeds } from "./service-needs";
import { mergeConditions } from "./statements";

/** What the policy of a bucket grants to services. */
export function bucketDeliveries(bucket: Bucket, deliveries: readonly Delivery[]): Statement[] {
  return withoutCovered(
    inOrder(deliveries.filter((delivery) => delivery.bucket.name === bucket.name)).flatMap((delivery) => {
      const needs = serviceNeeds(delivery.service.service);
      return [...onBucket(delivery, needs), ...onObjects(delivery, needs)];
    }),
  );
}

function onBucket({ service, bucket }: Delivery, needs: ServiceNeeds): Statement[] {
  if (needs.bucket.length === 0) return [];
  return [
    {
      sid: `CheckFor${sidPart(service.name)}`,
      principal: { Service: [needs.principal] },
      actions: needs.bucket,
      resources: [bucket.bucketArn],
      conditions: onlyFor(service.sources, bucket, needs),
      because: "The service asks for the bucket before it delivers.",
      source: needs.source,
    },
  ];
}

/** One statement for each account, so that no account can write into the folder of another. */
function onObjects({ service, bucket, prefix }: Delivery, needs: ServiceNeeds): Statement[] {
  const { folders } = needs;
  const statement = (sources: readonly DeliverySource[], places: readonly string[]): Statement => ({
    sid: `${needs.reads ? "ReadFor" : "DeliverFor"}${sidPart(service.name)}`,
    principal: { Service: [needs.principal] },
    actions: needs.objects,
    resources: places.map((folder) => `${bucket.bucketArn}/${prefix}${folder}*`),
    conditions: onlyFor(sources, bucket, needs),
    because: `The service acts with its own principal. It ${needs.reads ? "reads" : "delivers"} only for these accounts, so that others cannot use it to do the same.`,
    source: needs.source,
  });
  if (!folders) return [statement(service.sources, [""])];
  return service.sources.map((source) =>
    // The folders of all accounts of an organization include those with longer names.
    statement(
      [source],
      source.accountId === undefined ? folders("*").slice(0, 1) : folders(source.accountId),
    ),
  );
}

/** What the policy of a key grants to services, once for each: the conditions do not depend on the bucket. */
export function keyDeliveries(key: Key, deliveries: readonly Delivery[]): Statement[] {
  const using = inOrder(deliveries).filter(({ bucket, service }) =>
    keysFor(bucket, serviceNeeds(service.service)).some(({ name }) => name === key.name),
  );
  const services = [...groupBy(using, ({ service }) => service.name).values()];
  const statements = services.flatMap(([{ service, bucket }]): Statement[] => {
    const needs = serviceNeeds(service.service);
    const { key: actions, ownContext } = needs;
    const common = {
      principal: { Service: [needs.principal] },
      resources: ["*"],
      source: needs.keySource,
    };
    const conditions = onlyFor(service.sources, bucket, needs);
    return [
      ...(ownContext
        ? [
            {
              ...common,
              sid: `EncryptFor${sidPart(service.name)}`,
              actions: ownContext.actions,
              conditions: mergeConditions(conditions, {
                StringLike: { [ownContext.key]: sourceArns(service, bucket) },
              }),
              because:
                "The service encrypts what it delivers, and names what it acts for in the encryption context.",
            },
          ]
        : []),
      ...(actions.length > 0
        ? [
            {
              ...common,
              sid: `${needs.reads ? "DecryptFor" : "UseKeyFor"}${sidPart(service.name)}`,
              actions,
              conditions,
              because: needs.reads
                ? "The service reads objects that are encrypted with this key."
                : "The service uses the key of the bucket as its page says.",
            },
          ]
        : []),
    ];
  });
  return withoutCovered(statements);
}

/** Principals of one service can be for the same accounts, or one can be for a part of what another is for. */
function withoutCovered(statements: readonly Statement[]): Statement[] {
  return statements.reduce<Statement[]>((kept, statement) => {
    if (kept.some((other) => covers(other, statement))) return kept;
    return [...kept.filter((other) => !covers(statement, other)), statement];
  }, []);
}

/** Whether a statement allows all that another one does. */
function covers(one: Statement, other: Statement): boolean {
  return (
    isSame(one.principal, other.principal) &&
    isPart(other.actions, one.actions) &&
    areLike(other.resources ?? [], one.resources ?? []) &&
    Object.entries(one.conditions ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => {
        const narrower = other.conditions?.[operator]?.[key];
        return narrower !== undefined && areLike([narrower].flat(), [values].flat());
      }),
    )
  );
}

function isSame(one: Statement["principal"], other: Statement["principal"]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isPart(some: readonly string[], all: readonly string[]): boolean {
  return some.every((each) => all.includes(each));
}

function keysFor({ key, otherKeys }: Bucket, { reads }: ServiceNeeds): readonly Key[] {
  return [...(key ? [key] : []), ...(reads ? otherKeys : [])];
}

/**
 * The trails whose logs a bucket contains, as patterns. CloudTrail adds the ARN of the trail to the encryption context of its logs.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-kms-works-with-cloudtrail.html
 */
export function trailsIn(bucket: Bucket, deliveries: readonly Delivery[]): string[] {
  const sources = deliveries
    .filter(({ bucket: { name }, service }) => name === bucket.name && service.service === "cloudtrail")
    .flatMap(({ service }) => service.sources);
  const isWhole = ({ arns }: DeliverySource) => arns.length === 0;
  const everywhere = sources.find((source) => source.organizationId !== undefined && isWhole(source));
  const wholeAccounts = new Set(sources.filter(isWhole).map(({ accountId }) => accountId));
  const needed = everywhere
    ? [everywhere]
    : sources.filter((source) => isWhole(source) || !wholeAccounts.has(source.accountId));
  return [...new Set(needed.flatMap((source) => arnsOf("cloudtrail", source, bucket)))].sort();
}

/** The ARNs of what a service acts for, as patterns. */
function sourceArns({ service, sources }: AwsService, bucket: Bucket): string[] {
  return sources.flatMap((source) => arnsOf(service, source, bucket));
}

function arnsOf(
  service: ServiceName,
  { accountId, arns }: DeliverySource,
  { account: { partition } }: Bucket,
): readonly string[] {
  if (arns.length > 0) return arns;
  const { sourceArn } = serviceNeeds(service);
  return sourceArn ? [sourceArn(partition, accountId ?? "*")] : [];
}

/**
 * The conditions that keep other accounts from using the service to write here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
function onlyFor(
  sources: readonly DeliverySource[],
  { account: { partition } }: Bucket,
  { sendsAccount, sourceArn }: ServiceNeeds,
): Conditions {
  const organizations = sources.flatMap(({ organizationId = [] }) => organizationId);
  const accounts = sendsAccount ? sources.flatMap(({ accountId = [] }) => accountId) : [];
  const arns = sources.flatMap(({ accountId, arns: stated }) =>
    stated.length > 0 || accountId === undefined ? stated : (sourceArn?.(partition, accountId) ?? []),
  );
  return {
    ...(arns.length > 0 && { ArnLike: { "aws:SourceArn": arns } }),
    ...(accounts.length > 0 && { StringEquals: { "aws:SourceAccount": accounts } }),
    ...(organizations.length > 0 && { StringEquals: { "aws:SourceOrgID": organizations } }),
  };
}

/** By the name of the service. Those of one service keep their order. */
function inOrder(deliveries: readonly Delivery[]): Delivery[] {
  return [...deliveries].sort(({ service: a }, { service: b }) =>
    a.name === b.name ? 0 : a.name < b.name ? -1 : 1,
  );
}
