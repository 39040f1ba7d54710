/**
 * What each API call of S3 needs. The catalogue is an account of the facts of its own: it shares nothing with
 * `src/policy`, which writes the policies that it is held against.
 */
import { once } from "../once";
import {
  apiPage,
  type Authorization,
  type CalledBucket,
  type CalledObject,
  guidePage,
  onBucket,
  onKey,
  onObject,
} from "./authorization";

/** ListObjectsV2 is authorized on the bucket, with the prefix that the request names. */
export function listObjectsV2(bucket: CalledBucket, prefix: string): readonly Authorization[] {
  const perPrefix = listings(bucket);
  const before = perPrefix.get(prefix);
  if (before) return before;
  const page = apiPage("API_ListObjectsV2");
  const listing = [onBucket("s3:ListBucket", bucket, page, { "s3:prefix": prefix })];
  perPrefix.set(prefix, listing);
  return listing;
}

/** Without a prefix, which the request has no place for. */
export const headBucket = once((bucket: CalledBucket) => [
  onBucket("s3:ListBucket", bucket, apiPage("API_HeadBucket")),
]);

/** Of each bucket, by prefix; many commands list the same. */
const listings = once((_bucket: CalledBucket) => new Map<string, readonly Authorization[]>());

/** There is no s3:HeadObject. Without the checksum mode, KMS is not asked. */
export const headObject = once((object: CalledObject) => [
  onObject("s3:GetObject", object, apiPage("API_HeadObject")),
]);

/**
 * With `x-amz-checksum-mode: ENABLED`. S3 stores checksums of SSE-KMS objects encrypted, so reading one takes kms:Decrypt.
 * What the page says of kms:GenerateDataKey is about directory buckets.
 */
export const headObjectWithChecksum = once((object: CalledObject) => [
  ...headObject(object),
  ...onKey("kms:Decrypt", object, apiPage("API_HeadObject")),
]);

export const getObject = once((object: CalledObject) => [
  onObject("s3:GetObject", object, apiPage("API_GetObject")),
  ...onKey("kms:Decrypt", object, apiPage("API_GetObject")),
]);

export const getObjectTagging = once((object: CalledObject) => [
  onObject("s3:GetObjectTagging", object, apiPage("API_GetObjectTagging")),
]);

export const putObjectTagging = once((object: CalledObject) => [
  onObject("s3:PutObjectTagging", object, apiPage("API_PutObjectTagging")),
]);

/**
 * The condition keys of the encryption headers that an upload sends.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export type SseHeaders =
  | { readonly kind: "none" }
  | { readonly kind: "key"; readonly algorithm: "aws:kms" | "aws:kms:dsse"; readonly keyArn: string }
  | { readonly kind: "algorithm"; readonly algorithm: "aws:kms" | "aws:kms:dsse" | "AES256" }
  | { readonly kind: "customer" };

/** PutObject; the data key is asked of the key that the object will be encrypted with. */
export const putObject = once((object: CalledObject) => putObjectWith(object, { kind: "none" }));

/** The same with encryption headers, which the bucket policy sees. */
export function putObjectWith(object: CalledObject, headers: SseHeaders): Authorization[] {
  return [
    onObject("s3:PutObject", object, apiPage("API_PutObject"), headerContext(headers)),
    ...onKey("kms:GenerateDataKey", object, guidePage("UsingKMSEncryption")),
  ];
}

/**
 * Every call by which an object comes under a key, with the headers that choose it: what a bucket policy must deny to
 * keep objects under one key.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
 */
export function encryptingCalls(
  object: CalledObject,
  headers: SseHeaders,
): { readonly call: string; readonly authorization: Authorization }[] {
  const context = headerContext(headers);
  const update = onObject(
    "s3:UpdateObjectEncryption",
    object,
    apiPage("API_UpdateObjectEncryption"),
    context,
  );
  return [
    { call: "PUT", authorization: onObject("s3:PutObject", object, apiPage("API_PutObject"), context) },
    {
      call: "replica",
      authorization: onObject(
        "s3:ReplicateObject",
        object,
        guidePage("replication-config-for-kms-objects"),
        context,
      ),
    },
    // It knows no customer-provided keys.
    ...(headers.kind === "customer" ? [] : [{ call: "re-encryption", authorization: update }]),
  ];
}

/** An object's tags travel with a copy, unless the copy says otherwise; reading and writing them takes two actions more. */
export function copyObject(
  from: CalledObject,
  to: CalledObject,
  { tagged }: { readonly tagged: boolean },
): Authorization[] {
  return [
    ...getObject(from),
    ...putObject(to),
    ...(tagged ? [...getObjectTagging(from), ...putObjectTagging(to)] : []),
  ];
}

/** With the tags of the object in a header, if it has any. */
export function createMultipartUpload(
  to: CalledObject,
  { tagged }: { readonly tagged: boolean },
): Authorization[] {
  return [...initiateMultipartUpload(to), ...(tagged ? putObjectTagging(to) : [])];
}

const initiateMultipartUpload = multipart("API_CreateMultipartUpload");

export const uploadPart = multipart("API_UploadPart");

export function uploadPartCopy(from: CalledObject, to: CalledObject): Authorization[] {
  return [...getObject(from), ...copyPart(to)];
}

const copyPart = multipart("API_UploadPartCopy");

export const completeMultipartUpload = multipart("API_CompleteMultipartUpload");

export const abortMultipartUpload = once((to: CalledObject) => [
  onObject("s3:AbortMultipartUpload", to, guidePage("mpuoverview")),
]);

export const deleteObject = once((object: CalledObject) => [
  onObject("s3:DeleteObject", object, apiPage("API_DeleteObject")),
]);

/** Every step is authorized as s3:PutObject, and the parts are decrypted to be put together. */
function multipart(page: string): (to: CalledObject) => readonly Authorization[] {
  return once((to: CalledObject) => [
    onObject("s3:PutObject", to, apiPage(page)),
    ...onKey("kms:GenerateDataKey", to, apiPage(page)),
    ...onKey("kms:Decrypt", to, apiPage(page)),
  ]);
}

function headerContext(headers: SseHeaders): Authorization["context"] {
  switch (headers.kind) {
    case "none":
      return {};
    case "key":
      return {
        "s3:x-amz-server-side-encryption": headers.algorithm,
        "s3:x-amz-server-side-encryption-aws-kms-key-id": headers.keyArn,
      };
    case "algorithm":
      return { "s3:x-amz-server-side-encryption": headers.algorithm };
    case "customer":
      return { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" };
  }
}
