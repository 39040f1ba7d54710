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
  /** More commands that a person can ask about. They are made of the operations above, or of calls of other permissions too. */
  readonly commands?: Readonly<Record<string, Calls>>;
}

interface PermittedOperation {
  /** What a person calls it. */
  readonly title: string;
  /** What distinguishes it from others with the same title. */
  readonly variant?: string;
  readonly calls: Calls;
}

/** The authorizations that it needs. Empty for an object that it does not apply to. */
export type Calls = (object: CalledObject, listedPrefix: string) => readonly Authorization[];

const headBucket: Calls = ({ bucket }) => api.headBucket(bucket);
const listObjects: Calls = ({ bucket }, prefix) => api.listObjectsV2(bucket, prefix);
const listVersions: Calls = ({ bucket }, prefix) => api.listObjectVersions(bucket, prefix);
const getLocation: Calls = ({ bucket }) => api.getBucketLocation(bucket);
const listUploads: Calls = ({ bucket }) => api.listMultipartUploads(bucket);
const generateManifest: Calls = ({ bucket }) => api.generateManifest(bucket);
const uploadInParts: Calls = (object) => cli.upload(object, { size: "multipart" });
const syncUploading: Calls = (object, prefix) => [
  ...cli.ls(object, prefix),
  ...uploadInParts(object, prefix),
];
const syncDownloading: Calls = (object, prefix) => [...cli.ls(object, prefix), ...api.getObject(object)];
const removeAll: Calls = (object, prefix) => [...cli.ls(object, prefix), ...api.deleteObject(object)];

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
      SelectObjectContent: api.getObject,
    },
    commands: {
      "aws s3 cp --recursive, downloading": syncDownloading,
      "aws s3 sync, downloading": syncDownloading,
      "aws s3 mv, downloading": (object) => [...cli.download(object), ...api.deleteObject(object)],
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
      { title: "PUT with the bucket's key", calls: putNamingTheKey },
    ],
    apiCalls: {
      PUT: api.putObject,
      PutObject: api.putObject,
      PutObjectTagging: api.putObjectTagging,
      CreateMultipartUpload: (object) => api.createMultipartUpload(object, { tagged: false }),
      UploadPart: api.uploadPart,
      CompleteMultipartUpload: api.completeMultipartUpload,
      AbortMultipartUpload: api.abortMultipartUpload,
      PostObject: api.putObject,
    },
    commands: {
      "aws s3 cp --recursive, uploading": uploadInParts,
      "aws s3 sync, uploading": syncUploading,
      "aws s3 mv, uploading": uploadInParts,
    },
  },
  delete: {
    objects: "any",
    operations: [{ title: "aws s3 rm", calls: api.deleteObject }],
    apiCalls: { DeleteObject: api.deleteObject, DeleteObjects: api.deleteObject },
    commands: { "aws s3 rm --recursive": removeAll },
  },
  locate: {
    objects: "any",
    operations: [{ title: "getting the bucket's Region", calls: getLocation }],
    apiCalls: { GetBucketLocation: getLocation },
  },
  list_uploads: {
    objects: "new",
    operations: [
      { title: "listing multipart uploads", calls: listUploads },
      { title: "listing the parts of an upload", calls: api.listParts },
    ],
    apiCalls: { ListMultipartUploads: listUploads, ListParts: api.listParts },
  },
  list_versions: {
    objects: "any",
    operations: [{ title: "listing versions", calls: listVersions }],
    apiCalls: { ListObjectVersions: listVersions },
  },
  get_version: {
    objects: "stored",
    operations: [
      { title: "GET of a version", calls: api.getObjectVersion },
      { title: "reading the tags of a version", calls: api.getObjectVersionTagging },
    ],
    apiCalls: {
      "GetObject with versionId": api.getObjectVersion,
      "HeadObject with versionId": api.headObjectVersion,
      "GetObjectTagging with versionId": api.getObjectVersionTagging,
    },
  },
  delete_version: {
    objects: "any",
    operations: [{ title: "deleting a version", calls: api.deleteObjectVersion }],
    apiCalls: { "DeleteObject with versionId": api.deleteObjectVersion },
  },
  get_annotations: {
    objects: "stored",
    operations: [
      { title: "listing annotations", calls: api.listObjectAnnotations },
      { title: "reading an annotation", calls: api.getObjectAnnotation },
    ],
    apiCalls: {
      ListObjectAnnotations: api.listObjectAnnotations,
      GetObjectAnnotation: api.getObjectAnnotation,
    },
  },
  put_annotations: {
    objects: "new",
    operations: [{ title: "writing an annotation", calls: api.putObjectAnnotation }],
    apiCalls: { PutObjectAnnotation: api.putObjectAnnotation },
  },
  initiate_replication: {
    objects: "any",
    operations: [{ title: "starting the replication of an object", calls: api.initiateReplication }],
    apiCalls: { InitiateReplication: api.initiateReplication },
  },
  generate_manifest: {
    objects: "any",
    operations: [{ title: "listing objects for a job", calls: generateManifest }],
    apiCalls: { PutBucketInventoryConfiguration: generateManifest },
  },
  update_encryption: {
    objects: "stored",
    operations: [{ title: "re-encrypting an object", calls: api.updateObjectEncryption }],
    apiCalls: { UpdateObjectEncryption: api.updateObjectEncryption },
  },
} as const satisfies Readonly<Record<string, PermissionUses>>;

/** `list` the bucket; `get`, `put` or `delete` its objects; and permissions that only some clients need. */
export type Permission = keyof typeof PERMISSIONS;

export function usesOf(permission: Permission): PermissionUses {
  return PERMISSIONS[permission];
}

function putNamingTheKey(object: CalledObject): readonly Authorization[] {
  const { keyArn } = object.encryption ?? {};
  return keyArn === undefined ? [] : api.putObjectWith(object, { kind: "key", algorithm: "aws:kms", keyArn });
}
