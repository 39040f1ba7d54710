/**
 * What DataSync does with its role, in the words of AWS's page, which lists actions and some of the calls.
 * https://docs.aws.amazon.com/datasync/latest/userguide/create-s3-location.html#create-s3-location-access
 */
import { type Authorization, type CalledObject, onBucket, onKey, onObject } from "./authorization";

const REPORTS = "https://docs.aws.amazon.com/datasync/latest/userguide/creating-task-report.html";
const PAGE = "https://docs.aws.amazon.com/datasync/latest/userguide/create-s3-location.html";

export const DATA_SYNC = "datasync.amazonaws.com";

/**
 * Without these and s3:ListBucket, no copy works. Whether some does without the rest that AWS's page lists is not documented. If a task
 * copies tags, it reads those of each object, and writes those of objects that have some.
 * https://docs.aws.amazon.com/datasync/latest/userguide/create-s3-location.html#create-s3-location-s3-requests-made
 */
export const LEAST = {
  reading: ["s3:GetObject", "s3:GetObjectTagging", "kms:Decrypt"],
  writing: ["s3:PutObject", "kms:GenerateDataKey"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What the tasks of a location do. */
export interface Tasks {
  /** Undefined if that is not known. */
  readonly copiesTags: boolean | undefined;
  readonly deletes: boolean;
}

/** Whether AWS's page lists it for what the tasks do. */
export function isListed({ action }: Authorization, { copiesTags, deletes }: Tasks): boolean {
  if (action === "s3:DeleteObject") return deletes;
  return copiesTags === true || !action.endsWith("Tagging");
}

/** At both ends. */
function useBucket({ bucket }: CalledObject, prefix: string): Authorization[] {
  return [
    onBucket("s3:GetBucketLocation", bucket, PAGE),
    onBucket("s3:ListBucket", bucket, PAGE, prefix),
    onBucket("s3:ListBucketMultipartUploads", bucket, PAGE),
  ];
}

export function readSource(from: CalledObject, prefix: string): Authorization[] {
  return [
    ...useBucket(from, prefix),
    ...["s3:GetObject", "s3:GetObjectTagging", "s3:ListMultipartUploadParts"].map((action) =>
      onObject(action, from, PAGE),
    ),
    ...onKey("kms:Decrypt", from, PAGE),
  ];
}

/** DataSync verifies what it wrote, so it reads it too. The page does not list the data keys that writing takes. */
export function writeDestination(to: CalledObject, prefix: string): Authorization[] {
  return [
    ...useBucket(to, prefix),
    ...[
      "s3:AbortMultipartUpload",
      "s3:DeleteObject",
      "s3:GetObject",
      "s3:GetObjectTagging",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
      "s3:PutObjectTagging",
    ].map((action) => onObject(action, to, PAGE)),
    ...onKey("kms:GenerateDataKey", to, PAGE),
    ...onKey("kms:Decrypt", to, PAGE),
  ];
}

/** Reports are at most 5 MB long. */
export function writeReport(report: CalledObject): Authorization[] {
  return [onObject("s3:PutObject", report, REPORTS), ...onKey("kms:GenerateDataKey", report, REPORTS)];
}

/**
 * How DataSync may list a folder, the likeliest first: AWS says that it lists what begins with each key that ends in a
 * slash, and not with which prefix it begins.
 */
export function listFolder({ bucket }: CalledObject, prefix: string): [Authorization, ...Authorization[]] {
  const folder = prefix.replace(/\/$/, "");
  const others = prefix === "" ? [] : [folder, `${prefix}a/`, ""];
  const list = (each?: string) => onBucket("s3:ListBucket", bucket, PAGE, each);
  return [list(prefix), ...others.map(list), list()];
}
