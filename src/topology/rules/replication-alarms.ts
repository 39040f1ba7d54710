import { parseArn, regionOf } from "../../aws/arn";
import { partitionOf, regionProblem } from "../../aws/region";
import { topicArnProblem } from "../../aws/topic";
import { list, quote } from "../../messages/wording";
import type { Finding, Path } from "../yaml-file";
import { type Draft, type Entry, has, isEntry, isManaged, repeated, type Rule, text, texts } from "./draft";

/** Alarms are about replication. */
export const alarmsAreAboutReplication: Rule = (draft) =>
  alarmsIn(draft)
    .filter(({ rules }) => rules.length === 0)
    .map(({ name, path }) => ({
      path,
      atKey: true,
      message: `nothing replicates from ${quote(name)}, so there is nothing to hear of; leave it out, or add { from: ${name}, to: … } to replication`,
    }));

/** CloudWatch has the metrics in certain regions, and alarms tell only topics in their own region. */
export const topicsAreWhereMetricsAre: Rule = (draft) =>
  alarmsIn(draft).flatMap((alarms): Finding[] => {
    const { name, path, region, rules, topics } = alarms;
    if (region === undefined || rules.length === 0 || topics.length === 0) return [];
    const late = lateRegions(alarms);
    const wanted = [region, ...late];
    const elsewhere = topics.filter((topic) => !wanted.includes(topic.region));
    const other = late.length > 0 ? `, or of a destination with time_control (${list(late, "or")})` : "";
    const findings = [
      ...elsewhere.map((topic) => ({
        path: topic.path,
        message: `${quote(topic.arn)} is in ${topic.region}, but alarms tell only topics in their own region; use a topic in ${region}, the region of ${quote(name)}${other}`,
      })),
      ...repeated(
        topics.map((topic): [Path, string] => [topic.path, topic.region]),
        (_, twice) =>
          `is a second topic in ${twice}; write one for each region, and let others subscribe to it`,
      ),
    ];
    if (findings.length > 0 || topics.some((topic) => topic.region === region)) return findings;
    const message = `has no topic in ${region}, the region of ${quote(name)}, where CloudWatch counts failed operations; add one`;
    return [{ path: [...path, "topic"], message }];
  });

/** The stack creates each alarm with a provider of its account and region. */
export const latencyAlarmsHaveProviders: Rule = (draft) =>
  alarmsIn(draft).flatMap((alarms): Finding[] => {
    const { name, id, topics } = alarms;
    const isThere = (region: string) =>
      [...draft.accounts.values()].some(
        (account) => isManaged(account) && text(account, "id") === id && text(account, "region") === region,
      );
    return topics
      .filter(({ region }) => lateRegions(alarms).includes(region) && !isThere(region))
      .map((topic) => ({
        path: topic.path,
        message: `the alarm about late replicas is in ${topic.region}, in the account of ${quote(name)}, and no account has this id and region; add one to accounts, such as ${text(alarms.bucket, "account")}_${topic.region.replaceAll("-", "_")}: { id: ${quote(id)}, region: ${topic.region} }`,
      }));
  });

/** S3 has one notification configuration for each bucket, and Terraform replaces it as a whole. */
export const eventsOfExistingBucketsStay: Rule = (draft) =>
  alarmsIn(draft)
    .filter(({ bucket, entry }) => bucket.existing === true && entry.events === true)
    .map(({ name, path }) => ({
      path: [...path, "events"],
      message: `would replace the event notifications that ${quote(name)} has, because S3 keeps one configuration for each bucket; leave it out, and let their owner add the topic for s3:Replication:*`,
    }));

/** ARNs of another partition name nothing. */
export const topicsAreInPartition: Rule = (draft) =>
  alarmsIn(draft).flatMap(({ region, topics }) =>
    region === undefined
      ? []
      : topics.flatMap(({ arn, path }): Finding[] => {
          const [wanted, found] = [partitionOf(region), parseArn(arn)?.partition];
          return found === wanted
            ? []
            : [
                {
                  path,
                  message: `${quote(arn)} is in partition ${found}, but the bucket is in ${wanted}; write arn:${wanted}:…`,
                },
              ];
        }),
  );

/** Rules that a bucket's alarms are not about. */
export const alarmsAreAboutAllRules: Rule = (draft) =>
  alarmsIn(draft).flatMap((alarms): Finding[] => {
    const { name, entry, topics, rules } = alarms;
    const late = rules.filter(
      ({ edge, region }) =>
        isLate(edge) && region !== undefined && !topics.some((each) => each.region === region),
    );
    return [
      ...rules
        .filter(({ edge }) => edge.metrics === false)
        .map(({ path }) => ({
          path: [...path, "metrics"],
          message: `without metrics, no alarm of ${quote(name)} is about this rule; leave "metrics: false" out`,
        })),
      ...(entry.events === true
        ? []
        : late.map(({ path, region }) => ({
            path: [...path, "time_control"],
            message: `nobody hears when replicas are late: CloudWatch knows in ${region}, and replication_alarms of ${quote(name)} has no topic there; add one, or write events: true, with which S3 tells the topic of the bucket`,
          }))),
    ];
  });

interface Alarms {
  /** Of the bucket. */
  readonly name: string;
  readonly bucket: Entry;
  readonly path: Path;
  readonly entry: Entry;
  readonly id: string | undefined;
  readonly region: string | undefined;
  readonly topics: readonly Topic[];
  readonly rules: readonly AlarmedRule[];
}

interface Topic {
  readonly path: Path;
  readonly arn: string;
  readonly region: string;
}

interface AlarmedRule {
  readonly path: Path;
  readonly edge: Entry;
  /** Of the destination. */
  readonly region: string | undefined;
}

function alarmsIn(draft: Draft): Alarms[] {
  return [...draft.buckets].flatMap(([name, bucket]): Alarms[] => {
    const entry = has(bucket, "replication_alarms") ? bucket.replication_alarms : undefined;
    if (!isEntry(entry)) return [];
    const account = draft.accountOf(bucket);
    const path = ["buckets", name, "replication_alarms"];
    const single = text(entry, "topic");
    const arns: (readonly [Path, string])[] =
      single === undefined
        ? texts(entry, "topic").map(([index, arn]) => [[...path, "topic", index], arn])
        : [[[...path, "topic"], single]];
    return [
      {
        name,
        bucket,
        path,
        entry,
        id: text(account, "id"),
        region: regionIn(account),
        topics: arns.flatMap(([at, arn]): Topic[] => {
          const region = topicArnProblem(arn) === undefined ? regionOf(arn) : undefined;
          return region === undefined ? [] : [{ path: at, arn, region }];
        }),
        rules: draft.replication
          .filter(([, edge]) => text(edge, "from") === name)
          .map(([at, edge]) => ({
            path: at,
            edge,
            region: regionIn(draft.accountOf(draft.buckets.get(text(edge, "to") ?? ""))),
          })),
      },
    ];
  });
}

function regionIn(account: Entry | undefined): string | undefined {
  const region = text(account, "region");
  return region === undefined || regionProblem(region) !== undefined ? undefined : region;
}

/** Other regions in which CloudWatch knows about late replicas. */
function lateRegions({ region: own, rules }: Alarms): string[] {
  const regions = rules.flatMap(({ edge, region }) => (isLate(edge) && region !== undefined ? region : []));
  return [...new Set(regions)].filter((region) => region !== own);
}

function isLate(edge: Entry): boolean {
  return edge.time_control === true && edge.enabled !== false;
}
