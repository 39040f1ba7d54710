/** The API calls that engines make, with what each is charged as and what S3 then asks of KMS. */
import type { Usage } from "./prices";

interface Call {
  readonly chargedAs: "s3_put_per_1000" | "s3_get_per_1000";
  /**
   * S3's requests to KMS without a Bucket Key: "Amazon S3 makes a call to AWS KMS every time a request is made against
   * a KMS-encrypted object". https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   */
  readonly kms: readonly `kms:${string}`[];
}

const PUT = "s3_put_per_1000";
const GET = "s3_get_per_1000";

export const CALLS = {
  ListObjectsV2: { chargedAs: PUT, kms: [] },
  /** Only its checksum needs the key. https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
  HeadObject: { chargedAs: GET, kms: [] },
  GetObjectTagging: { chargedAs: GET, kms: [] },
  GetObject: { chargedAs: GET, kms: ["kms:Decrypt"] },
  PutObject: { chargedAs: PUT, kms: ["kms:GenerateDataKey"] },
  CopyObject: { chargedAs: PUT, kms: ["kms:Decrypt", "kms:GenerateDataKey"] },
  CreateMultipartUpload: { chargedAs: PUT, kms: ["kms:GenerateDataKey"] },
  UploadPart: { chargedAs: PUT, kms: ["kms:Decrypt"] },
  /** Under the source's key for the part, under the destination's for the upload. */
  UploadPartCopy: { chargedAs: PUT, kms: ["kms:Decrypt", "kms:Decrypt"] },
  CompleteMultipartUpload: { chargedAs: PUT, kms: ["kms:Decrypt"] },
  /**
   * Of one object. "You incur costs for only one PUT request per object replicated", and 1,000 objects are 2,000
   * requests to KMS. https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
   */
  Replication: { chargedAs: PUT, kms: ["kms:Decrypt", "kms:Encrypt"] },
  /** Charged as PUT. https://docs.aws.amazon.com/AmazonS3/latest/userguide/update-sse-encryption.html */
  UpdateObjectEncryption: { chargedAs: PUT, kms: ["kms:Decrypt", "kms:GenerateDataKey"] },
} as const satisfies Readonly<Record<string, Call>>;

export type CallName = keyof typeof CALLS;

export type Calls = Readonly<Partial<Record<CallName, number>>>;

export function sumOf(...all: readonly Calls[]): Calls {
  return all.flatMap(entriesOf).reduce<Calls>((sum, [name, count]) => {
    return { ...sum, [name]: (sum[name] ?? 0) + count };
  }, {});
}

export function times(count: number, calls: Calls): Calls {
  return Object.fromEntries(entriesOf(calls).map(([name, each]) => [name, each * count]));
}

export function entriesOf(calls: Calls): [CallName, number][] {
  return (Object.entries(calls) as [CallName, number][]).filter(([, count]) => count > 0);
}

/** The requests that S3 charges for. */
export function s3UsageOf(calls: Calls): Usage {
  return entriesOf(calls).reduce<Usage>((usage, [name, count]) => {
    const { chargedAs } = CALLS[name];
    return { ...usage, [chargedAs]: (usage[chargedAs] ?? 0) + count };
  }, {});
}

/** The requests to KMS without Bucket Keys. */
export function kmsRequestsOf(calls: Calls): number {
  return entriesOf(calls).reduce((sum, [name, count]) => sum + CALLS[name].kms.length * count, 0);
}

/** A list has at most 1,000 objects. Even an empty bucket takes one. */
export function listing(objects: number): Calls {
  return { ListObjectsV2: Math.max(1, Math.ceil(objects / 1_000)) };
}

const MEBIBYTE = 2 ** 20;

/** `multipart_threshold` and `multipart_chunksize` of the AWS CLI. https://docs.aws.amazon.com/cli/latest/topic/s3-config.html */
const PART = 8 * MEBIBYTE;
const MOST_PARTS = 10_000;

/** From 8 MiB on, the AWS CLI copies in parts. */
export function isMultipart(bytes: number): boolean {
  return bytes >= PART;
}

/** The AWS CLI doubles the size of the parts until there are at most 10,000. */
export function partsOf(bytes: number, part = PART): number {
  const parts = Math.ceil(bytes / part);
  return parts <= MOST_PARTS ? parts : partsOf(bytes, 2 * part);
}

/** How version 2 of the AWS CLI copies one object from bucket to bucket. See src/prove/catalogue/cli-commands.ts. */
export function cliCopy(bytes: number): Calls {
  if (!isMultipart(bytes)) return { CopyObject: 1 };
  return {
    HeadObject: 1,
    GetObjectTagging: 1,
    CreateMultipartUpload: 1,
    UploadPartCopy: partsOf(bytes),
    CompleteMultipartUpload: 1,
  };
}
