/** What S3 accepts, and what may be wanted, but often is not. */
import type { Estate, ReplicationRule } from "../../estate/estate";
import { parseArn } from "../../aws/arn";
import type { Flaw } from "../flaw";
import type { Check, Example } from "./check";
import { replicationFlaw, titleOf } from "./replication-flaw";
import { s3Page } from "./well-formed";

const VERSIONS = s3Page("replication-add-config.html#replication-backward-compat-considerations");
const REPLICAS = s3Page("replication-what-is-isnot-replicated.html");
const METADATA = s3Page("replication-for-metadata-changes.html");

export const replicationWithoutFilter = {
  id: "replication-without-filter",
  severity: "warning",
  title: "A replication rule has no filter",
  why: "It is then a rule of the first version, which replicates delete markers without saying so, and takes one destination only.",
  remedy: "Add a filter, which may be empty, with delete_marker_replication and a priority.",
  page: VERSIONS,
  bad: {
    resources: {
      aws_s3_bucket_replication_configuration: {
        source: { rule: { filter: null, delete_marker_replication: null, prefix: "in/" } },
      },
    },
  },
  good: {
    resources: {
      aws_s3_bucket_replication_configuration: { source: { rule: { filter: { prefix: "in/" } } } },
    },
  },
  find: ({ replicationRules }: Estate) => replicationRules.filter(isFirstVersion).map(withoutFilter),
} as const satisfies Check;

function isFirstVersion({ isFirstVersion: is }: ReplicationRule): boolean {
  return is === true;
}

function withoutFilter(rule: ReplicationRule): Flaw {
  return replicationFlaw(rule, {
    problem: "it has no filter, so it is of the first version, which also replicates delete markers",
    repair:
      "add a filter with the prefix, delete_marker_replication with the status that you want, and a priority",
    source: VERSIONS,
  });
}

/** A rule from acme-destination in the example, with a role that Terraform does not have. */
function backFrom(prefix: string, destination: Readonly<Record<string, unknown>>, criteria = {}) {
  return {
    provider: "aws.destination",
    bucket: "acme-destination",
    role: "arn:aws:iam::222222222222:role/destination-replication",
    depends_on: ["aws_s3_bucket_versioning.source", "aws_s3_bucket_versioning.destination"],
    rule: {
      id: "on",
      status: "Enabled",
      priority: 0,
      filter: { prefix },
      delete_marker_replication: { status: "Enabled" },
      source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" }, ...criteria },
      destination,
    },
  };
}

const ARCHIVE = {
  bucket: "arn:aws:s3:::acme-archive",
  encryption_configuration: { replica_kms_key_id: "arn:aws:kms:us-east-1:222222222222:key/archive" },
};

export const replicationChain = {
  id: "replication-chain",
  severity: "warning",
  title: "Replicas are not replicated again",
  why: "S3 does not replicate replicas. What a bucket receives does not get to the bucket that it replicates to.",
  remedy: "Replicate from the first bucket to the last one too.",
  page: REPLICAS,
  isChoice: true,
  bad: {
    resources: { aws_s3_bucket_replication_configuration: { destination: backFrom("", ARCHIVE) } },
  },
  good: {
    resources: {
      aws_s3_bucket_replication_configuration: {
        source: { rule: { filter: { prefix: "in/" } } },
        destination: backFrom("own/", ARCHIVE),
      },
    },
  },
  find: chains,
} as const satisfies Check;

function chains({ replicationRules }: Estate): Flaw[] {
  const rules = replicationRules.filter(({ isEnabled }) => isEnabled);
  return rules.flatMap((last) => {
    const received = rules.filter(
      (first) =>
        first.destination.bucketArn === last.source.bucketArn &&
        first.source.bucketArn !== last.destination.bucketArn &&
        overlap(first, last) &&
        !rules.some((direct) => isDirect(direct, first, last)),
    );
    const [first] = received;
    if (first === undefined) return [];
    const [from, through, to] = [
      first.source.bucketArn,
      last.source.bucketArn,
      last.destination.bucketArn,
    ].map(nameOf);
    return [
      replicationFlaw(last, {
        problem: `S3 does not replicate replicas, so what ${from} replicates to ${through} does not arrive in ${to}`,
        repair: `add a rule from ${from} to ${to} if it should`,
        source: REPLICAS,
        addresses: received.map(({ address }) => address),
      }),
    ];
  });
}

/** Whether a rule takes to the end of a chain what gets to its middle. */
function isDirect(rule: ReplicationRule, first: ReplicationRule, last: ReplicationRule): boolean {
  const wanted = first.prefix.length > last.prefix.length ? first.prefix : last.prefix;
  return (
    rule.source.bucketArn === first.source.bucketArn &&
    rule.destination.bucketArn === last.destination.bucketArn &&
    wanted.startsWith(rule.prefix)
  );
}

/** Lets the role of the rule from acme-destination replicate to acme-source. */
const BACK = [
  {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::222222222222:role/destination-replication" },
    Action: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
    Resource: "arn:aws:s3:::acme-source/*",
  },
] satisfies Example["bucketPolicy"];

const SOURCE = {
  bucket: "arn:aws:s3:::acme-source",
  account: "111111111111",
  encryption_configuration: { replica_kms_key_id: "${aws_kms_key.source.arn}" },
};
const MODIFICATIONS = { replica_modifications: { status: "Enabled" } };

export const replicationMetadata = {
  id: "replication-metadata",
  severity: "warning",
  title: "Two buckets replicate to each other, but not the changes of replicas",
  why: "When tags or other metadata of a replica change, the object that it is a replica of keeps the old ones.",
  remedy: "Enable source_selection_criteria.replica_modifications in the rules of both directions.",
  page: METADATA,
  isChoice: true,
  bad: {
    bucketPolicy: BACK,
    resources: { aws_s3_bucket_replication_configuration: { destination: backFrom("", SOURCE) } },
  },
  good: {
    bucketPolicy: BACK,
    resources: {
      aws_s3_bucket_replication_configuration: {
        source: { rule: { source_selection_criteria: MODIFICATIONS } },
        destination: backFrom("", SOURCE, MODIFICATIONS),
      },
    },
  },
  find: unsynchronized,
} as const satisfies Check;

function unsynchronized({ replicationRules }: Estate): Flaw[] {
  const rules = replicationRules.filter(({ isEnabled }) => isEnabled);
  return rules.flatMap((rule, index) => {
    const isBack = ({ source, destination }: ReplicationRule) =>
      source.bucketArn === rule.destination.bucketArn && destination.bucketArn === rule.source.bucketArn;
    const back = rules
      .slice(index + 1)
      .filter((other) => isBack(other) && overlap(rule, other))
      .find(({ replicaModifications }) => !(rule.replicaModifications && replicaModifications));
    if (back === undefined) return [];
    const without = [rule, back].filter(({ replicaModifications }) => !replicaModifications);
    return [
      replicationFlaw(rule, {
        problem: `${nameOf(rule.source.bucketArn)} and ${nameOf(rule.destination.bucketArn)} replicate to each other, but changes of the tags of replicas stay where they are made`,
        repair: `enable source_selection_criteria.replica_modifications in ${without.map(titleOf).join(" and in ")}`,
        source: METADATA,
        addresses: [back.address],
      }),
    ];
  });
}

function overlap(one: ReplicationRule, other: ReplicationRule): boolean {
  return one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
}

function nameOf(arn: string): string {
  return parseArn(arn)?.bucket ?? arn;
}
