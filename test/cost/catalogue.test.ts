/** What calls ask of KMS, as src/cost counts it and as the proof's catalogue of permissions has it. */
import { CALLS, type CallName, cliCopy } from "../../src/cost/calls";
import * as api from "../../src/prove/catalogue/api-calls";
import type { Authorization, CalledObject } from "../../src/prove/catalogue/authorization";
import { cpRecursive } from "../../src/prove/catalogue/cli-commands";
import { replicateObject } from "../../src/prove/catalogue/replication";

function object(name: string, account: string): CalledObject {
  return {
    bucket: { bucketArn: `arn:aws:s3:::${name}`, account, region: "us-east-1" },
    name: "a",
    encryption: { keyArn: `arn:aws:kms:us-east-1:${account}:key/${name}`, bucketKey: false },
  };
}

const from = object("source", "111111111111");
const to = object("destination", "222222222222");
const untagged = { tagged: false };

const CATALOGUE = {
  ListObjectsV2: api.listObjectsV2(from.bucket, ""),
  HeadObject: api.headObject(from),
  GetObjectTagging: api.getObjectTagging(from),
  GetObject: api.getObject(from),
  PutObject: api.putObject(to),
  CopyObject: api.copyObject(from, to, untagged),
  CreateMultipartUpload: api.createMultipartUpload(to, untagged),
  UploadPart: api.uploadPart(to),
  UploadPartCopy: api.uploadPartCopy(from, to),
  CompleteMultipartUpload: api.completeMultipartUpload(to),
  Replication: replicateObject(from, to, { ...untagged, plaintext: false }),
  // The catalogue has no re-encryption: AWS does not say which of its actions one object takes.
} satisfies Record<Exclude<CallName, "UpdateObjectEncryption">, readonly Authorization[]>;

const kmsActions = (authorizations: readonly Authorization[]) =>
  authorizations.map(({ action }) => action).filter((action) => action.startsWith("kms:"));

test.each(Object.entries(CATALOGUE))("%s asks KMS for nothing that it may not", (name, authorizations) => {
  const allowed = kmsActions(authorizations);
  const counted: readonly string[] = CALLS[name as CallName].kms;
  expect(counted.filter((action) => !allowed.includes(action))).toEqual([]);
  expect(counted.length > 0).toBe(allowed.length > 0);
});

test.each(["small", "multipart"] as const)("the AWS CLI makes the calls of a %s copy", (size) => {
  const copied = { size, tagged: false };
  const authorized = new Set(cpRecursive(from, to, "", copied, 2).map(({ action }) => action));
  const calls = Object.keys(cliCopy(size === "small" ? 1 : 10 ** 9)) as (keyof typeof CATALOGUE)[];
  const needed = new Set(calls.flatMap((name) => CATALOGUE[name].map(({ action }) => action)));
  expect(new Set([...needed, "s3:ListBucket"])).toEqual(authorized);
});
