/**
 * What each API call of S3 needs. The catalogue is an account of the facts of its own: it shares nothing with
 * `src/policy`, which writes the policies that it is held against.
 */
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
export function listObjectsV2(bucket: CalledBucket, prefix: string): Authorization[] {
  return [onBucket("s3:ListBucket", bucket, apiPage("API_ListObjectsV2"), { "s3:prefix": prefix })];
}

/** There is no s3:HeadObject. Without the checksum mode, KMS is not asked. */
export function headObject(object: CalledObject): Authorization[] {
  return [onObject("s3:GetObject", object, apiPage("API_HeadObject"))];
}

/**
 * With `x-amz-checksum-mode: ENABLED`, as AWS CLI 2.36 sends it before it downloads a single object. AWS documents
 * that KMS is then asked for a data key too, which it asks of no other read: an open question.
 */
export function headObjectWithChecksum(object: CalledObject): Authorization[] {
  const page = apiPage("API_HeadObject");
  return [
    ...headObject(object),
    ...onKey("kms:Decrypt", object, page),
    ...onKey("kms:GenerateDataKey", object, page),
  ];
}

export function getObject(object: CalledObject): Authorization[] {
  return [
    onObject("s3:GetObject", object, apiPage("API_GetObject")),
    ...onKey("kms:Decrypt", object, apiPage("API_GetObject")),
  ];
}

export function getObjectTagging(object: CalledObject): Authorization[] {
  return [onObject("s3:GetObjectTagging", object, apiPage("API_GetObjectTagging"))];
}

export function putObjectTagging(object: CalledObject): Authorization[] {
  return [onObject("s3:PutObjectTagging", object, apiPage("API_PutObjectTagging"))];
}

/**
 * The condition keys of the encryption headers that an upload sends.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export type SseHeaders =
  | { readonly kind: "none" }
  | { readonly kind: "key"; readonly algorithm: "aws:kms" | "aws:kms:dsse"; readonly keyArn: string }
  | { readonly kind: "algorithm"; readonly algorithm: "aws:kms" | "AES256" }
  | { readonly kind: "customer" };

export const NO_HEADERS: SseHeaders = { kind: "none" };

/** PutObject; the data key is asked of the key that the object will be encrypted with. */
export function putObject(object: CalledObject, headers: SseHeaders = NO_HEADERS): Authorization[] {
  return [
    onObject("s3:PutObject", object, apiPage("API_PutObject"), headerContext(headers)),
    ...onKey("kms:GenerateDataKey", object, guidePage("UsingKMSEncryption")),
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
  return [...multipart(to, "API_CreateMultipartUpload"), ...(tagged ? putObjectTagging(to) : [])];
}

export function uploadPart(to: CalledObject): Authorization[] {
  return multipart(to, "API_UploadPart");
}

export function uploadPartCopy(from: CalledObject, to: CalledObject): Authorization[] {
  return [...getObject(from), ...multipart(to, "API_UploadPartCopy")];
}

export function completeMultipartUpload(to: CalledObject): Authorization[] {
  return multipart(to, "API_CompleteMultipartUpload");
}

export function abortMultipartUpload(to: CalledObject): Authorization[] {
  return [onObject("s3:AbortMultipartUpload", to, guidePage("mpuoverview"))];
}

export function deleteObject(object: CalledObject): Authorization[] {
  return [onObject("s3:DeleteObject", object, apiPage("API_DeleteObject"))];
}

/** Every step is authorized as s3:PutObject, and the parts are decrypted to be put together. */
function multipart(to: CalledObject, page: string): Authorization[] {
  return [
    onObject("s3:PutObject", to, apiPage(page)),
    ...onKey("kms:GenerateDataKey", to, apiPage(page)),
    ...onKey("kms:Decrypt", to, apiPage(page)),
  ];
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
