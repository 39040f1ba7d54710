/** What each permission on a bucket is for: what people do with it, and the S3 API calls that it allows. */
import * as api from "./api-calls";
import type { Authorization, CalledObject } from "./authorization";
import * as cli from "./cli-commands";

/** What a permission is for. */
export interface PermissionUses {
  /**
   * The objects that it applies to: existing ones, under each key of the bucket; new ones, under its default key; or
   * any object, because no key is involved.
   */
  readonly objects: "stored" | "new" | "any";
  readonly operations: readonly PermittedOperation[];
  /** Their names in the S3 API and in AWS's error messages. */
  readonly apiCalls: Readonly<Record<string, Calls>>;
}

interface PermittedOperation {
  /** What a person calls it. */
  readonly title: string;
  /** What distinguishes it from others with the same title. */
  readonly variant?: string;
  readonly calls: Calls;
}

/** What it needs. Nothing for an object that it does not apply to. */
export type Calls = (object: CalledObject, listedPrefix: string) => readonly Authorization[];

const headBucket: Calls = ({ bucket }) => api.headBucket(bucket);
const listObjects: Calls = ({ bucket }, prefix) => api.listObjectsV2(bucket, prefix);

export const PERMISSIONS = {
  list: {
    objects: "any",
    operations: [{ title: "aws s3 ls", calls: cli.ls }],
    apiCalls: { ListObjectsV2: listObjects, ListObjects: listObjects, HeadBucket: headBucket },
  },
  get: {
    objects: "stored",
    operations: [
      { title: "HEAD", calls: api.headObject },
      { title: "aws s3 cp, downloading", calls: cli.download },
      { title: "reading tags", calls: api.getObjectTagging },
    ],
    apiCalls: {
      GET: api.getObject,
      GetObject: api.getObject,
      HeadObject: api.headObject,
      GetObjectTagging: api.getObjectTagging,
    },
  },
  put: {
    objects: "new",
    operations: [
      {
        title: "aws s3 cp, uploading",
        variant: "small",
        calls: (object) => cli.upload(object, { size: "small" }),
      },
      {
        title: "aws s3 cp, uploading",
        variant: "multipart",
        calls: (object) => cli.upload(object, { size: "multipart" }),
      },
      {
        title: "PUT with tags",
        calls: (object) => [...api.putObject(object), ...api.putObjectTagging(object)],
      },
      { title: "aborting an upload", calls: api.abortMultipartUpload },
      { title: "PUT naming the bucket's key", calls: putNamingTheKey },
    ],
    apiCalls: {
      PUT: api.putObject,
      PutObject: api.putObject,
      PutObjectTagging: api.putObjectTagging,
      CreateMultipartUpload: (object) => api.createMultipartUpload(object, { tagged: false }),
      UploadPart: api.uploadPart,
      CompleteMultipartUpload: api.completeMultipartUpload,
      AbortMultipartUpload: api.abortMultipartUpload,
    },
  },
  delete: {
    objects: "any",
    operations: [{ title: "aws s3 rm", calls: api.deleteObject }],
    apiCalls: { DeleteObject: api.deleteObject },
  },
} as const satisfies Readonly<Record<string, PermissionUses>>;

/** `list` the bucket, `get`, `put` or `delete` its objects. */
export type Permission = keyof typeof PERMISSIONS;

export function usesOf(permission: Permission): PermissionUses {
  return PERMISSIONS[permission];
}

function putNamingTheKey(object: CalledObject): readonly Authorization[] {
  const { keyArn } = object.encryption ?? {};
  return keyArn === undefined ? [] : api.putObjectWith(object, { kind: "key", algorithm: "aws:kms", keyArn });
}
