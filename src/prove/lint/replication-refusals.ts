/** Settings of a replication rule with which S3 refuses the whole configuration. The plan does not show it. */
import type { ReplicationRule } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { type Found, replicationFlaw } from "./replication-flaw";
import { s3Page } from "./well-formed";

const API = "https://docs.aws.amazon.com/AmazonS3/latest/API";
const PAGES = {
  existing: s3Page("s3-batch-replication-batch.html"),
  deleteMarkers: `${API}/API_DeleteMarkerReplication.html`,
  destination: `${API}/API_Destination.html`,
  metrics: `${API}/API_Metrics.html`,
  metadata: s3Page("replication-for-metadata-changes.html"),
  versions: s3Page("replication-add-config.html#replication-backward-compat-considerations"),
};

/** The only value that S3 has for both. */
const MINUTES = 15;

export function refusedSettings(rule: ReplicationRule): Found[] {
  return [...existingObjects(rule), ...deleteMarkers(rule), ...timeControl(rule), ...withoutFilter(rule)];
}

function existingObjects({ existingObjects: stated }: ReplicationRule): Found[] {
  if (stated === undefined) return [];
  return [
    {
      problem: "it has existing_object_replication, which S3 refuses as malformed",
      repair:
        "remove existing_object_replication, and replicate the objects that exist with S3 Batch Replication",
      source: PAGES.existing,
    },
  ];
}

function deleteMarkers(rule: ReplicationRule): Found[] {
  const { tags, deleteMarkers: replicated, isFirstVersion, statesDeleteMarkers } = rule;
  if (!isFirstVersion && !statesDeleteMarkers)
    return [
      {
        problem: "it has a filter but no delete_marker_replication, and S3 refuses one without the other",
        repair: 'add delete_marker_replication, with the status "Enabled" or "Disabled"',
        source: PAGES.deleteMarkers,
      },
    ];
  if (!replicated || Object.keys(tags).length === 0) return [];
  return [
    {
      problem: "it selects objects by tags and replicates delete markers, which S3 refuses together",
      repair: 'set the status of delete_marker_replication to "Disabled", or filter by prefix alone',
      source: PAGES.deleteMarkers,
    },
  ];
}

function timeControl(rule: ReplicationRule): Found[] {
  const { replicationTime, metrics, timeMinutes, thresholdMinutes } = rule;
  const found: Found[] = [];
  if (replicationTime && !metrics)
    found.push({
      problem: "it has replication_time without metrics, which S3 refuses",
      repair: 'add metrics with the status "Enabled" and an event_threshold of 15 minutes',
      source: PAGES.destination,
    });
  if (!replicationTime && thresholdMinutes !== undefined)
    found.push({
      problem: "its metrics have an event_threshold without replication_time, which S3 refuses",
      repair: "remove event_threshold, or enable replication_time, which S3 charges for",
      source: PAGES.metrics,
    });
  for (const [name, minutes] of [
    ["replication_time", timeMinutes],
    ["event_threshold", thresholdMinutes],
  ] as const)
    if (minutes !== undefined && minutes !== MINUTES)
      found.push({
        problem: `its ${name} has ${minutes} minutes, but S3 accepts only ${MINUTES}`,
        repair: `set minutes to ${MINUTES}`,
        source: PAGES.destination,
      });
  return found;
}

/** What only the second version has, which is that with a filter. */
function withoutFilter(rule: ReplicationRule): Found[] {
  if (!rule.isFirstVersion) return [];
  const { statesDeleteMarkers, replicaModifications } = rule;
  const settings = [
    ...(statesDeleteMarkers ? [["delete_marker_replication", PAGES.versions] as const] : []),
    ...(replicaModifications ? [["replica_modifications", PAGES.metadata] as const] : []),
  ];
  return settings.map(([setting, source]) => ({
    problem: `it has ${setting}, which S3 accepts only in rules with a filter`,
    repair: 'add filter { prefix = "" }, in the place of prefix if there is one',
    source,
  }));
}

/** Rules of the first version have one destination together. */
export function onlyDestination(rules: readonly ReplicationRule[]): Flaw[] {
  const first = new Map<string, ReplicationRule>();
  return rules.flatMap((rule) => {
    if (!rule.isFirstVersion) return [];
    const other = first.get(rule.address) ?? rule;
    first.set(rule.address, other);
    if (other.destination.bucketArn === rule.destination.bucketArn) return [];
    return [
      replicationFlaw(rule, {
        problem: "another rule has another destination, and S3 accepts only one for rules without a filter",
        repair: "add a filter, delete_marker_replication and a priority to each rule",
        source: PAGES.versions,
      }),
    ];
  });
}
