import { regionOf } from "../../aws/arn";
import type { Account } from "../model";
import { nothingLeft } from "../nothing-left";
import type { Section } from "../topology";

type Entry = NonNullable<Section<"buckets">["replication_alarms"]>;

/** The topics for alarms about the replication of a bucket, one in each region. */
export function alarmTopics(entry: Entry | undefined): readonly string[] {
  if (entry === undefined) return [];
  const { topic, events: _isOfBucket, ...rest } = entry;
  nothingLeft(rest);
  return [topic].flat();
}

export function topicIn(topics: readonly string[], { region }: Account): string | undefined {
  return topics.find((topic) => regionOf(topic) === region);
}
