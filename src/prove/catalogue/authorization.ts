import { parseArn } from "../../aws/arn";
import { BoundedCache } from "../bounded-cache";
import { once } from "../once";

/** A question that AWS asks its policies before it acts. */
export interface Authorization {
  /** As IAM spells it: `s3:GetObject`. */
  readonly action: string;
  /** The ARN of the bucket, object, key or role. */
  readonly resource: string;
  /** The account that owns the resource, twelve digits. */
  readonly owner: string;
  /** The condition keys of the request, except those of the caller. */
  readonly context: Readonly<Record<string, string>>;
  /** The AWS page that documents it. */
  readonly source: string;
  /** The bucket of the object, for a use of its key. */
  readonly bucketArn?: string;
}

/** A bucket, as calls use it. */
export interface CalledBucket {
  readonly bucketArn: string;
  readonly account: string;
  readonly region: string;
}

/** How an object is or will be encrypted with SSE-KMS. */
export interface Encryption {
  readonly keyArn: string;
  /** Whether the object uses a Bucket Key. KMS then sees the bucket in the encryption context instead of the object. */
  readonly bucketKey: boolean;
  /** The trail whose log it is: CloudTrail adds its ARN to the encryption context. */
  readonly trail?: string;
  /** Whether the encryption context consists of the trail alone. */
  readonly isTrailOnly?: true;
}

/** An object, as calls use it. */
export interface CalledObject {
  readonly bucket: CalledBucket;
  /** Its key, such as `in/a.txt`. */
  readonly name: string;
  /** Absent for SSE-S3. */
  readonly encryption?: Encryption;
}

const S3 = "https://docs.aws.amazon.com/AmazonS3/latest";

/** One text for each page, because there are few pages and many authorizations. */
const apiPages = new BoundedCache((page: string) => `${S3}/API/${page}.html`);
const guidePages = new BoundedCache((page: string) => `${S3}/userguide/${page}.html`);

/** @param page a page of the API reference, such as `API_GetObject` */
export function apiPage(page: string): string {
  return apiPages.of(page);
}

/** @param page a page of the user guide, such as `UsingKMSEncryption` */
export function guidePage(page: string): string {
  return guidePages.of(page);
}

/** @param prefix what a listing is restricted to */
export function onBucket(
  action: string,
  bucket: CalledBucket,
  source: string,
  prefix?: string,
): Authorization {
  const { bucketArn: resource, account: owner } = bucket;
  const context = prefix === undefined ? s3Context(bucket) : listingContext(bucket, prefix);
  return { action, resource, owner, context, source };
}

export function onObject(
  action: string,
  object: CalledObject,
  source: string,
  context?: Authorization["context"],
): Authorization {
  const { bucket } = object;
  const resource = objectArn(object);
  const ofBucket = s3Context(bucket);
  const whole = context ? { ...ofBucket, ...context } : ofBucket;
  return { action, resource, owner: bucket.account, context: whole, source };
}

/**
 * What KMS checks when S3 uses a key for an object on behalf of the caller; nothing for SSE-S3.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
export function onKey(action: string, object: CalledObject, source: string): Authorization[] {
  if (!object.encryption) return [];
  const context = kmsContext(object);
  const owner = context["aws:ResourceAccount"];
  const { bucketArn } = object.bucket;
  return [{ action, resource: object.encryption.keyArn, owner, context, source, bucketArn }];
}

const objectArn = once(({ bucket, name }: CalledObject) => `${bucket.bucketArn}/${name}`);

/** Calls use TLS: S3 requires it for SSE-KMS objects, and bucket policies usually do. */
export const TLS: Authorization["context"] = { "aws:SecureTransport": "true" };

/** One context for each account, because many requests share it. */
const s3Contexts = new BoundedCache((account: string): Authorization["context"] => ({
  ...TLS,
  "aws:ResourceAccount": account,
}));

function s3Context({ account }: CalledBucket): Authorization["context"] {
  return s3Contexts.of(account);
}

/** The same with the prefix of a listing, which is usually one of a few. */
const listingContexts = once(
  (context: Authorization["context"]) =>
    new BoundedCache((prefix: string): Authorization["context"] => ({ ...context, "s3:prefix": prefix })),
);

function listingContext(bucket: CalledBucket, prefix: string): Authorization["context"] {
  return listingContexts(s3Context(bucket)).of(prefix);
}

const kmsContext = once((object: CalledObject) => {
  const { keyArn = "", bucketKey, trail, isTrailOnly } = object.encryption ?? {};
  const { region = "", account: owner = "" } = parseArn(keyArn) ?? {};
  return {
    "aws:SecureTransport": "true",
    "aws:ResourceAccount": owner,
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    ...(trail !== undefined && { "kms:EncryptionContext:aws:cloudtrail:arn": trail }),
    ...(!isTrailOnly && {
      "kms:EncryptionContext:aws:s3:arn": bucketKey ? object.bucket.bucketArn : objectArn(object),
    }),
  };
});
