/**
 * What DataSync does with its role, in the words of AWS's page, which lists actions and not calls.
 * https://docs.aws.amazon.com/datasync/latest/userguide/create-s3-location.html#create-s3-location-access
 */
import { type Authorization, type CalledObject, onBucket, onKey, onObject } from "./authorization";

const PAGE = "https://docs.aws.amazon.com/datasync/latest/userguide/create-s3-location.html";

export const DATA_SYNC = "datasync.amazonaws.com";

/** Without these, no copy works. Whether some does without the rest that AWS's page lists is not documented. */
export const LEAST = {
  listing: ["s3:ListBucket"],
  reading: ["s3:ListBucket", "s3:GetObject", "kms:Decrypt"],
  writing: ["s3:ListBucket", "s3:PutObject", "kms:GenerateDataKey"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

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
