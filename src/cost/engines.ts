/** What can copy objects to another bucket, or re-encrypt them where they are. */
import { type Calls, cliCopy, isMultipart, listing, partsOf, sumOf, times } from "./calls";
import type { Usage } from "./prices";
import { DAYS, type Run } from "./workload";

export interface Engine {
  /** Identifies it in JSON. */
  readonly id: string;
  readonly title: string;
  readonly purpose: Purpose;
  /** The calls of one run. */
  calls(run: Run): Calls;
  /** What it costs beyond requests and transfer, in one run. @default - nothing */
  fees?(run: Run): Usage;
  /** Why it does not fit. */
  misfits(run: Run): readonly string[];
  readonly limits: readonly string[];
  /** What AWS does not document, and what is assumed instead. @default - everything is documented */
  readonly assumption?: string;
}

export type Purpose = "copy" | "re-encrypt";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
const LARGEST_COPY = 5 * 10 ** 9;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-copy-object.html */
const MOST_IN_JOB = 20 * 10 ** 9;
/** https://docs.aws.amazon.com/datasync/latest/userguide/datasync-limits.html */
const MOST_IN_BASIC_TASK = 25_000_000;

/** The AWS CLI has 10 requests under way (`max_concurrent_requests`); 0.1 s for each is an assumption. */
const REQUESTS_A_SECOND = 100;
const DAY = 24 * 60 * 60;

const ONE_MACHINE = `a machine makes ${REQUESTS_A_SECOND} requests a second: 10 at once, as the AWS CLI does by default, each in 0.1 s`;
const DATASYNC_CALLS =
  "AWS does not say how many requests DataSync makes: counted are one HEAD for each object of a bucket that exists before, and for each copied object a tag request, reading, writing in parts of 8 MiB, and a HEAD and reading again to verify";
const UPDATE_KMS =
  "AWS does not say how many requests to KMS UpdateObjectEncryption makes: counted are two, one under the old key and one under the new";

const REPLICATION_KMS =
  "AWS counts two requests to KMS for each replicated object, and does not say whether large ones, which S3 replicates in parts, make more";

const OLD_OBJECTS = "it replicates only objects that are written after its rule exists";

const JOB_LIMITS = ["20 billion objects a job"];
const COPY_JOB_LIMITS = ["5 GB an object", ...JOB_LIMITS, "one source and one destination bucket a job"];
const REPLICATION_LIMITS = ["versioning on both buckets"];
const UPDATE_LIMITS = [
  "a KMS key of the bucket owner's account, by its ARN",
  "not for plaintext, DSSE-KMS and SSE-C",
  "not under Object Lock",
];
const DATASYNC_LIMITS = [
  "current versions only",
  "no //, /./ and /../ in names",
  "5 Gbps a task",
  "every run looks at every object, unless a manifest names them",
];

const REPLICATION: Omit<Engine, "id" | "title"> = {
  purpose: "copy",
  calls: ({ objects }) => ({ Replication: objects }),
  fees: (run) => watching(run, 1),
  misfits: ({ isDaily }) => (isDaily ? [] : [OLD_OBJECTS]),
  limits: REPLICATION_LIMITS,
  assumption: REPLICATION_KMS,
};

export const ENGINES: readonly Engine[] = [
  {
    id: "sync",
    title: "aws s3 sync",
    purpose: "copy",
    calls: syncCalls,
    misfits: (run) => slowness(syncCalls(run)),
    limits: ["one machine", "current versions only"],
    assumption: ONE_MACHINE,
  },
  { ...REPLICATION, id: "replication", title: "S3 Replication" },
  {
    ...REPLICATION,
    id: "replication_time_control",
    title: "S3 Replication with time control",
    fees: (run) => ({ time_control_per_gb: run.gigabytes, ...watching(run, 2) }),
    limits: [...REPLICATION_LIMITS, "the 15 minutes hold up to 1 Gbps, unless AWS raises the quota"],
  },
  {
    ...REPLICATION,
    id: "batch_replication",
    title: "Batch Replication",
    fees: jobFees,
    misfits: (run) => [
      ...(run.isDaily ? ["S3 Replication already copies new objects"] : []),
      ...tooManyForJob(run),
    ],
    limits: [
      ...JOB_LIMITS,
      "takes a replication rule",
      "not from Glacier Flexible Retrieval and Deep Archive",
    ],
  },
  {
    id: "batch_copy",
    title: "Batch Operations copy",
    purpose: "copy",
    calls: ({ objects }) => ({ CopyObject: objects }),
    fees: jobFees,
    misfits: (run) => [...tooLargeForCopy(run), ...tooManyForJob(run)],
    limits: COPY_JOB_LIMITS,
  },
  {
    id: "datasync_enhanced",
    title: "DataSync in Enhanced mode",
    purpose: "copy",
    calls: datasyncCalls,
    fees: ({ gigabytes }) => ({ datasync_enhanced_per_gb: gigabytes, datasync_enhanced_per_execution: 1 }),
    misfits: () => [],
    limits: DATASYNC_LIMITS,
    assumption: DATASYNC_CALLS,
  },
  {
    id: "datasync_basic",
    title: "DataSync in Basic mode",
    purpose: "copy",
    calls: datasyncCalls,
    fees: ({ gigabytes }) => ({ datasync_basic_per_gb: gigabytes }),
    misfits: ({ existing, isDaily }) =>
      existing + inDestination({ existing, isDaily }) > MOST_IN_BASIC_TASK
        ? ["a task takes 25 million objects and prefixes, of both buckets together"]
        : [],
    limits: ["25 million objects and prefixes a task", ...DATASYNC_LIMITS],
    assumption: DATASYNC_CALLS,
  },
  {
    id: "update_encryption",
    title: "UpdateObjectEncryption",
    purpose: "re-encrypt",
    calls: updateCalls,
    misfits: (run) => slowness(updateCalls(run)),
    limits: ["one machine", ...UPDATE_LIMITS],
    assumption: UPDATE_KMS,
  },
  {
    id: "batch_update_encryption",
    title: "UpdateObjectEncryption by Batch Operations",
    purpose: "re-encrypt",
    calls: ({ objects }) => ({ UpdateObjectEncryption: objects }),
    fees: jobFees,
    misfits: (run) => tooManyForJob(run),
    limits: [...JOB_LIMITS, ...UPDATE_LIMITS],
    assumption: UPDATE_KMS,
  },
  {
    id: "copy_in_place",
    title: "aws s3 cp in place",
    purpose: "re-encrypt",
    calls: copyInPlaceCalls,
    misfits: (run) => slowness(copyInPlaceCalls(run)),
    limits: ["one machine", "new versions with new dates; old versions stay under the old key"],
    assumption: ONE_MACHINE,
  },
  {
    id: "batch_copy_in_place",
    title: "Batch Operations copy in place",
    purpose: "re-encrypt",
    calls: ({ objects }) => ({ CopyObject: objects }),
    fees: jobFees,
    misfits: (run) => [...tooLargeForCopy(run), ...tooManyForJob(run)],
    limits: [
      "5 GB an object",
      ...JOB_LIMITS,
      "new versions with new dates; old versions stay under the old key",
    ],
  },
];

/**
 * A day's part of the four metrics of a rule and of its alarms, as s3porter writes them.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
function watching({ isDaily }: Run, alarms: number): Usage {
  if (!isDaily) return {};
  return { cloudwatch_metric_per_month: 4 / DAYS, cloudwatch_alarm_per_month: alarms / DAYS };
}

function syncCalls(run: Run): Calls {
  const { existing, objects, bytes } = run;
  return sumOf(listing(existing), listing(inDestination(run)), times(objects, cliCopy(bytes)));
}

/** Earlier runs have copied what is in the source. */
function inDestination({ existing, isDaily }: Pick<Run, "existing" | "isDaily">): number {
  return isDaily ? existing : 0;
}

function updateCalls({ objects }: Run): Calls {
  return sumOf(listing(objects), { UpdateObjectEncryption: objects });
}

function copyInPlaceCalls({ objects, bytes }: Run): Calls {
  return sumOf(listing(objects), times(objects, cliCopy(bytes)));
}

/** https://docs.aws.amazon.com/datasync/latest/userguide/create-s3-location.html#create-s3-location-s3-requests */
function datasyncCalls(run: Run): Calls {
  const { existing, objects, bytes } = run;
  const copied = inDestination(run);
  const parts = isMultipart(bytes) ? partsOf(bytes) : 1;
  const writing: Calls = isMultipart(bytes)
    ? { CreateMultipartUpload: 1, UploadPart: parts, CompleteMultipartUpload: 1 }
    : { PutObject: 1 };
  return sumOf(
    listing(existing),
    listing(copied),
    { HeadObject: existing + copied },
    times(objects, sumOf({ GetObjectTagging: 1, GetObject: parts }, writing)),
    times(objects, { HeadObject: 1, GetObject: parts }),
  );
}

/** S3 generates the manifest: it looks at every object of the bucket. */
function jobFees({ existing, objects }: Run): Usage {
  return {
    batch_per_job: 1,
    batch_per_million_objects: objects,
    manifest_per_million_objects: existing,
  };
}

function tooManyForJob({ objects }: Run): string[] {
  return objects > MOST_IN_JOB ? ["a job takes 20 billion objects at most; split the bucket by prefix"] : [];
}

function tooLargeForCopy({ bytes }: Run): string[] {
  return bytes > LARGEST_COPY ? ["CopyObject takes objects up to 5 GB"] : [];
}

/** One machine that takes more than a day is more trouble than an engine of AWS. */
function slowness(calls: Calls): string[] {
  const requests = Object.values(calls).reduce((sum, count) => sum + count, 0);
  const days = requests / REQUESTS_A_SECOND / DAY;
  if (days <= 1) return [];
  return [
    days < 2 ? "one machine takes more than a day" : `one machine takes about ${Math.round(days)} days`,
  ];
}
