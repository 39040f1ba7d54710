/**
 * What each API call of S3 needs. The catalogue is an independent record of the facts: it shares nothing with
 * `src/policy`, which writes the policies that are checked against it.
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
export const listObjectsV2 = listing("s3:ListBucket", apiPage("API_ListObjectsV2"));

/** The name of the action differs from that of the operation. */
export const listObjectVersions = listing("s3:ListBucketVersions", apiPage("API_ListObjectVersions"));

/** Without a prefix, because the request has none. */
export const headBucket = once((bucket: CalledBucket) => [
  onBucket("s3:ListBucket", bucket, apiPage("API_HeadBucket")),
]);

export const getBucketLocation = once((bucket: CalledBucket) => [
  onBucket("s3:GetBucketLocation", bucket, apiPage("API_GetBucketLocation")),
]);

/**
 * Whatever prefix the request names, it is not part of its context: the action has no s3:prefix key.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const listMultipartUploads = once((bucket: CalledBucket) => [
  onBucket("s3:ListBucketMultipartUploads", bucket, guidePage("mpuoverview")),
]);

/** Of another principal's upload: its initiator needs no permission. The page requires kms:Decrypt with SSE-KMS. */
export const listParts = once((object: CalledObject) => [
  onObject("s3:ListMultipartUploadParts", object, guidePage("mpuoverview")),
  ...onKey("kms:Decrypt", object, apiPage("API_ListParts")),
]);

/** Cached by bucket and prefix, because many commands list the same objects. */
function listing(
  action: string,
  page: string,
): (bucket: CalledBucket, prefix: string) => readonly Authorization[] {
  const listings = once((_bucket: CalledBucket) => new Map<string, readonly Authorization[]>());
  return (bucket, prefix) => {
    const perPrefix = listings(bucket);
    const before = perPrefix.get(prefix);
    if (before) return before;
    const asked = [onBucket(action, bucket, page, prefix)];
    perPrefix.set(prefix, asked);
    return asked;
  };
}

/** There is no s3:HeadObject. Without checksum mode, KMS is not involved. */
export const headObject = once((object: CalledObject) => [
  onObject("s3:GetObject", object, apiPage("API_HeadObject")),
]);

/**
 * With `x-amz-checksum-mode: ENABLED`. S3 stores checksums of SSE-KMS objects encrypted, so reading one takes kms:Decrypt.
 * The page requires kms:GenerateDataKey only for directory buckets.
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

/** With a version id, s3:GetObjectVersion is needed instead of s3:GetObject. */
export const headObjectVersion = once((object: CalledObject) => [
  onObject("s3:GetObjectVersion", object, apiPage("API_HeadObject")),
]);

export const getObjectVersion = once((object: CalledObject) => [
  onObject("s3:GetObjectVersion", object, apiPage("API_GetObject")),
  ...onKey("kms:Decrypt", object, apiPage("API_GetObject")),
]);

export const getObjectVersionTagging = once((object: CalledObject) => [
  onObject("s3:GetObjectVersionTagging", object, apiPage("API_GetObjectTagging")),
]);

export const listObjectAnnotations = once((object: CalledObject) => [
  onObject("s3:ListObjectAnnotations", object, apiPage("API_ListObjectAnnotations")),
]);

/** Annotations are encrypted like their object. AWS does not document the KMS actions: an open question. */
export const getObjectAnnotation = once((object: CalledObject) => [
  onObject("s3:GetObjectAnnotation", object, apiPage("API_GetObjectAnnotation")),
  ...onKey("kms:Decrypt", object, guidePage("annotations-overview")),
]);

export const putObjectAnnotation = once((object: CalledObject) => [
  onObject("s3:PutObjectAnnotation", object, apiPage("API_PutObjectAnnotation")),
  ...onKey("kms:GenerateDataKey", object, guidePage("annotations-overview")),
  ...onKey("kms:Decrypt", object, guidePage("annotations-overview")),
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

/** PutObject. The data key comes from the key that will encrypt the object. */
export const putObject = once((object: CalledObject) => putObjectWith(object, { kind: "none" }));

/** PutObject with encryption headers, which a bucket policy can check. */
export function putObjectWith(object: CalledObject, headers: SseHeaders): Authorization[] {
  return [
    onObject("s3:PutObject", object, apiPage("API_PutObject"), headerContext(headers)),
    ...onKey("kms:GenerateDataKey", object, guidePage("UsingKMSEncryption")),
  ];
}

/**
 * Every call that puts an object under a key, with the headers that choose the key. A bucket policy must deny all of
 * them to keep objects under one key.
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
      call: "replication",
      authorization: onObject(
        "s3:ReplicateObject",
        object,
        guidePage("replication-config-for-kms-objects"),
        context,
      ),
    },
    // UpdateObjectEncryption does not support customer-provided keys.
    ...(headers.kind === "customer" ? [] : [{ call: "re-encryption", authorization: update }]),
  ];
}

/** By a job of S3 Batch Replication. The replication role does the rest. */
export const initiateReplication = once((object: CalledObject) => [
  onObject("s3:InitiateReplication", object, guidePage("s3-batch-replication-policies")),
]);

/** For a job of S3 Batch Operations. The replication configuration is read only for Batch Replication. */
export const generateManifest = once((bucket: CalledBucket) => [
  onBucket("s3:PutInventoryConfiguration", bucket, guidePage("batch-ops-iam-role-policies")),
  onBucket("s3:GetReplicationConfiguration", bucket, guidePage("s3-batch-replication-policies")),
]);

/** The page names the KMS actions for the old and the new key alike. An object can change from each key of its bucket to each. */
export const updateObjectEncryption = once((object: CalledObject) => {
  const page = apiPage("API_UpdateObjectEncryption");
  return [
    onObject("s3:UpdateObjectEncryption", object, page),
    ...["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"].flatMap(
      (action) => onKey(action, object, page),
    ),
  ];
});

/** A copy includes an object's tags, unless it says otherwise. Reading and writing them needs two more actions. */
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

/** CopyObject also copies annotations, unless the request excludes them. A copy in parts does not. */
export function copyAnnotatedObject(from: CalledObject, to: CalledObject): Authorization[] {
  return [
    ...copyObject(from, to, { tagged: false }),
    ...getObjectAnnotation(from),
    ...putObjectAnnotation(to),
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

/**
 * Of another principal's upload, or through a VPC endpoint whose policy names the actions. Otherwise, the initiator of an
 * upload needs no permission.
 */
export const abortMultipartUpload = once((to: CalledObject) => [
  onObject("s3:AbortMultipartUpload", to, guidePage("mpuoverview")),
]);

export const deleteObject = once((object: CalledObject) => [
  onObject("s3:DeleteObject", object, apiPage("API_DeleteObject")),
]);

/** With a version id. Without one, DeleteObject adds a delete marker to a versioned bucket. */
export const deleteObjectVersion = once((object: CalledObject) => [
  onObject("s3:DeleteObjectVersion", object, apiPage("API_DeleteObject")),
]);

/** Every step is authorized as s3:PutObject. S3 decrypts the parts to combine them. */
function multipart(page: string): (to: CalledObject) => readonly Authorization[] {
  return once((to: CalledObject) => [
    onObject("s3:PutObject", to, apiPage(page)),
    ...onKey("kms:GenerateDataKey", to, apiPage(page)),
    ...onKey("kms:Decrypt", to, apiPage(page)),
  ]);
}

/** Undefined without headers, so that such requests share the context of their bucket. */
function headerContext(headers: SseHeaders): Authorization["context"] | undefined {
  switch (headers.kind) {
    case "none":
      return undefined;
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
