/** Which replication rules S3 accepts. The checks of topology files and the constructs both use this. */
import type { RuleSettings, Tags } from "./model";

/**
 * Whether an object key can begin with both prefixes. If two rules for the same destination overlap, S3 applies only the one
 * with the higher priority.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html
 */
export function overlap(prefix: string, other: string): boolean {
  return prefix.startsWith(other) || other.startsWith(prefix);
}

/** Which objects a rule is for. */
export interface Filter {
  readonly prefix: string;
  readonly tags: Tags;
  readonly priority?: number | undefined;
}

/**
 * Whether two rules for the same destination are for the same objects, or one of them for a part of the other's, and nothing
 * says which applies. Rules with different tags are for different objects.
 */
export function isAmbiguous(one: Filter, other: Filter): boolean {
  const isSaid = one.priority !== undefined && other.priority !== undefined;
  return !isSaid && overlap(one.prefix, other.prefix) && isPart(one.tags, other.tags);
}

/** Whether everything that has the tags of one has those of the other. */
function isPart(one: Tags, other: Tags): boolean {
  const includes = (all: Tags, some: Tags) =>
    Object.entries(some).every(([key, value]) => all[key] === value);
  return includes(one, other) || includes(other, one);
}

/** Why S3 refuses a rule. */
export type RuleProblem =
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html */
  | "delete markers with tags"
  /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html */
  | "time control without metrics";

export function ruleProblem(rule: {
  readonly deleteMarkers: boolean;
  readonly settings: Pick<RuleSettings, "tags" | "timeControl" | "metrics">;
}): RuleProblem | undefined {
  const { tags, timeControl, metrics } = rule.settings;
  if (rule.deleteMarkers && Object.keys(tags).length > 0) return "delete markers with tags";
  return timeControl && !metrics ? "time control without metrics" : undefined;
}
