import * as api from "./api-calls";
import type { Authorization, CalledObject } from "./authorization";
import * as cli from "./cli-commands";
import { replicateAnnotation, replicateDeleteMarker, replicateInParts, replicateObject } from "./replication";

function object(bucketName: string, account: string, region: string, bucketKey = false): CalledObject {
  return {
    bucket: { bucketArn: `arn:aws:s3:::${bucketName}`, account, region },
    name: "in/a",
    encryption: { keyArn: `arn:aws:kms:${region}:${account}:key/${bucketName}`, bucketKey },
  };
}

const from = object("source", "111111111111", "us-east-1");
const to = object("destination", "222222222222", "eu-west-1");
const plain = ({ bucket, name }: CalledObject): CalledObject => ({ bucket, name });

/** What is asked, each question once, as `action where`. */
function questions(authorizations: readonly Authorization[]): string[] {
  const where = (resource: string) =>
    resource.replace(/^arn:aws:(s3:::|kms:.*:key\/)/, "").replace("/in/a", " object");
  return [...new Set(authorizations.map(({ action, resource }) => `${action} ${where(resource)}`))].sort();
}

const READ = ["kms:Decrypt source", "s3:GetObject source object"];
const WRITE = ["kms:GenerateDataKey destination", "s3:PutObject destination object"];
const MULTIPART = ["kms:Decrypt destination", ...WRITE];

test.each<[string, readonly Authorization[], string[]]>([
  ["ListObjectsV2", api.listObjectsV2(from.bucket, ""), ["s3:ListBucket source"]],
  ["HeadObject", api.headObject(from), ["s3:GetObject source object"]],
  ["HeadObject with the checksum", api.headObjectWithChecksum(from), READ],
  ["GetObject", api.getObject(from), READ],
  ["GetObject of SSE-S3", api.getObject(plain(from)), ["s3:GetObject source object"]],
  ["PutObject", api.putObject(to), WRITE],
  ["PutObject of SSE-S3", api.putObject(plain(to)), ["s3:PutObject destination object"]],
  ["CopyObject", api.copyObject(from, to, { tagged: false }), [...READ, ...WRITE]],
  [
    "CopyObject of a tagged object",
    api.copyObject(from, to, { tagged: true }),
    [...READ, ...WRITE, "s3:GetObjectTagging source object", "s3:PutObjectTagging destination object"],
  ],
  ["UploadPart", api.uploadPart(to), MULTIPART],
  ["UploadPartCopy", api.uploadPartCopy(from, to), [...READ, ...MULTIPART]],
  ["CompleteMultipartUpload", api.completeMultipartUpload(to), MULTIPART],
  ["AbortMultipartUpload", api.abortMultipartUpload(to), ["s3:AbortMultipartUpload destination object"]],
  ["DeleteObject", api.deleteObject(to), ["s3:DeleteObject destination object"]],
  ["GetBucketLocation", api.getBucketLocation(from.bucket), ["s3:GetBucketLocation source"]],
  [
    "ListMultipartUploads",
    api.listMultipartUploads(to.bucket),
    ["s3:ListBucketMultipartUploads destination"],
  ],
  [
    "ListParts",
    api.listParts(to),
    ["kms:Decrypt destination", "s3:ListMultipartUploadParts destination object"],
  ],
  ["ListParts of SSE-S3", api.listParts(plain(to)), ["s3:ListMultipartUploadParts destination object"]],
  ["ListObjectVersions", api.listObjectVersions(from.bucket, "in/"), ["s3:ListBucketVersions source"]],
  [
    "GetObject with versionId",
    api.getObjectVersion(from),
    ["kms:Decrypt source", "s3:GetObjectVersion source object"],
  ],
  ["HeadObject with versionId", api.headObjectVersion(from), ["s3:GetObjectVersion source object"]],
  [
    "GetObjectTagging with versionId",
    api.getObjectVersionTagging(from),
    ["s3:GetObjectVersionTagging source object"],
  ],
  ["DeleteObject with versionId", api.deleteObjectVersion(to), ["s3:DeleteObjectVersion destination object"]],
  ["ListObjectAnnotations", api.listObjectAnnotations(from), ["s3:ListObjectAnnotations source object"]],
  [
    "CopyObject of an annotated object",
    api.copyAnnotatedObject(from, to),
    [
      ...READ,
      ...MULTIPART,
      "s3:GetObjectAnnotation source object",
      "s3:PutObjectAnnotation destination object",
    ],
  ],
])("%s", (_, authorizations, expected) => {
  expect(questions(authorizations)).toEqual([...expected].sort());
});

test("a listing has its prefix in the context, if its action takes one", () => {
  const context = (authorizations: readonly Authorization[]) => authorizations[0]?.context["s3:prefix"];
  expect(context(api.listObjectsV2(from.bucket, "in/"))).toBe("in/");
  expect(context(api.listObjectVersions(from.bucket, "in/"))).toBe("in/");
  expect(context(api.listMultipartUploads(from.bucket))).toBeUndefined();
});

const LIST = "s3:ListBucket source";
const small = { size: "small", tagged: false } as const;
const multipart = { size: "multipart", tagged: false } as const;
const tagged = { size: "multipart", tagged: true } as const;

test.each<[string, readonly Authorization[], string[]]>([
  ["ls", cli.ls(from, "in/"), [LIST]],
  ["cp, downloading", cli.download(from), READ],
  ["cp, uploading", cli.upload(to, small), WRITE],
  ["cp, uploading in parts", cli.upload(to, multipart), MULTIPART],
  ["cp --recursive of small objects", cli.cpRecursive(from, to, "in/", small, 2), [LIST, ...READ, ...WRITE]],
  [
    "cp --recursive in parts, version 1",
    cli.cpRecursive(from, to, "in/", tagged, 1),
    [LIST, ...READ, ...MULTIPART],
  ],
  [
    "cp --recursive in parts, version 2, which asks for tags that are not there",
    cli.cpRecursive(from, to, "in/", multipart, 2),
    [LIST, ...READ, ...MULTIPART, "s3:GetObjectTagging source object"],
  ],
  [
    "cp --recursive in parts, version 2, with tags",
    cli.cpRecursive(from, to, "in/", tagged, 2),
    [
      LIST,
      ...READ,
      ...MULTIPART,
      "s3:GetObjectTagging source object",
      "s3:PutObjectTagging destination object",
    ],
  ],
  [
    "sync",
    cli.sync(from, to, { from: "in/", to: "in/" }, small, 2),
    [LIST, ...READ, ...WRITE, "s3:ListBucket destination"],
  ],
  [
    "sync --delete",
    cli.syncDelete(from, to, { from: "in/", to: "in/" }, small, 2),
    [LIST, ...READ, ...WRITE, "s3:ListBucket destination", "s3:DeleteObject destination object"],
  ],
  ["mv", cli.mv(from, to, small, 2), [...READ, ...WRITE, "s3:DeleteObject source object"]],
])("aws s3 %s", (_, authorizations, expected) => {
  expect(questions(authorizations)).toEqual([...expected].sort());
});

test("copies that are alike make the same calls", () => {
  const calls = new Map<string, readonly Authorization[]>();
  for (const size of ["small", "multipart"] as const)
    for (const isTagged of [false, true])
      for (const version of [1, 2] as const) {
        const copied = { size, tagged: isTagged };
        const made = cli.cp(from, to, copied, version);
        const alike = cli.alike(copied, version);
        expect(made).toEqual(calls.get(alike) ?? made);
        calls.set(alike, made);
      }
  expect(calls.size).toBe(7);
  expect(new Set([...calls.values()].map((made) => JSON.stringify(made))).size).toBe(7);
});

const REPLICATE = [
  "s3:GetReplicationConfiguration source",
  LIST,
  "s3:GetObjectVersionForReplication source object",
  "s3:GetObjectVersionAcl source object",
  "s3:ReplicateObject destination object",
];

test.each<[string, readonly Authorization[], string[]]>([
  [
    "of an SSE-KMS object",
    replicateObject(from, to, { tagged: false, plaintext: false }),
    [...REPLICATE, "kms:Decrypt source", "kms:Encrypt destination"],
  ],
  [
    "of an SSE-KMS object with a Bucket Key",
    replicateObject(from, object("destination", "222222222222", "eu-west-1", true), {
      tagged: false,
      plaintext: false,
    }),
    [...REPLICATE, "kms:Decrypt source", "kms:Encrypt destination", "kms:Decrypt destination"],
  ],
  [
    "of an SSE-KMS object in parts",
    replicateInParts(from, to),
    [...REPLICATE, "kms:Decrypt source", "kms:Encrypt destination", "kms:Decrypt destination"],
  ],
  [
    "of a plaintext object into a bucket with default encryption",
    replicateObject(plain(from), to, { tagged: false, plaintext: true }),
    [...REPLICATE, "kms:GenerateDataKey destination"],
  ],
  [
    "of an SSE-S3 object into a bucket with default encryption",
    replicateObject(plain(from), to, { tagged: false, plaintext: false }),
    REPLICATE,
  ],
  ["of an SSE-S3 object in parts", replicateInParts(plain(from), to), REPLICATE],
  [
    "of tags",
    replicateObject(plain(from), plain(to), { tagged: true, plaintext: false }),
    [...REPLICATE, "s3:GetObjectVersionTagging source object", "s3:ReplicateTags destination object"],
  ],
  [
    "of an annotation",
    replicateAnnotation(from, to),
    [
      "kms:Decrypt source",
      "kms:Encrypt destination",
      "s3:GetObjectVersionAnnotationForReplication source object",
      "s3:GetReplicationConfiguration source",
      "s3:ReplicateObject destination object",
    ],
  ],
  [
    "of a delete marker",
    replicateDeleteMarker(from, to),
    ["s3:GetReplicationConfiguration source", "s3:ReplicateDelete destination object"],
  ],
])("replication %s", (_, authorizations, expected) => {
  expect(questions(authorizations)).toEqual([...expected].sort());
});

test("KMS sees the object, or the bucket if a Bucket Key is used", () => {
  const contextOf = (called: CalledObject) =>
    api.getObject(called).find(({ action }) => action === "kms:Decrypt")?.context;
  const throughS3 = {
    "aws:SecureTransport": "true",
    "aws:ResourceAccount": "111111111111",
    "kms:ViaService": "s3.us-east-1.amazonaws.com",
  };
  expect(contextOf(from)).toEqual({
    ...throughS3,
    "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::source/in/a",
  });
  expect(contextOf(object("source", "111111111111", "us-east-1", true))).toEqual({
    ...throughS3,
    "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::source",
  });
});

const ALGORITHM = "s3:x-amz-server-side-encryption";
const KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

test.each<[api.SseHeaders, Record<string, string>]>([
  [{ kind: "none" }, {}],
  [
    { kind: "key", algorithm: "aws:kms", keyArn: "arn" },
    { [ALGORITHM]: "aws:kms", [KEY]: "arn" },
  ],
  [{ kind: "algorithm", algorithm: "aws:kms" }, { [ALGORITHM]: "aws:kms" }],
  [{ kind: "algorithm", algorithm: "AES256" }, { [ALGORITHM]: "AES256" }],
  [{ kind: "customer" }, { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" }],
])("a PUT with %j says so to the bucket policy", (headers, expected) => {
  const [put] = api.putObjectWith(to, headers);
  expect(put?.context).toEqual({
    "aws:SecureTransport": "true",
    "aws:ResourceAccount": "222222222222",
    ...expected,
  });
});
