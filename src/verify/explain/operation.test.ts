import { stackCase } from "../../../test/fixtures/stack-case";
import { Authority } from "../../prove/proof/authority";
import { Scene } from "../../prove/proof/scene";
import { readCommandLine } from "./command-line";
import { findOperation } from "./operation";
import { findPrincipal } from "./principal";

function find(
  text: string,
  { stack = "copy-with-role", as = "porter", on = "acme-source", prefix = "" } = {},
) {
  const { model, estate, intents } = stackCase(stack);
  const access = intents.access.map((edge) => ({ ...edge, prefix }));
  const scene = new Scene({ ...intents, access }, estate);
  const { actor } = findPrincipal(as, model, scene);
  const question = { text, command: readCommandLine(text), on, keys: new Map() };
  const authority = new Authority(estate);
  const found = findOperation(question, actor, scene, (each) => authority.decide(actor, each).allowed);
  return { ...found, assumed: [...(found.isGranted ? [] : [UNASKED]), ...found.assumed] };
}

const UNASKED = "not granted";
const SOME = "no object key was named: the answer is for s3://acme-source/a/b";
const SOME_COPY =
  "no object key was named: the answer is for s3://acme-source/a/b and s3://acme-destination/a/b";
const BOTH = "acme-source to acme-destination";

test.each<[string, string, string, string[]]>([
  ["aws s3 ls", "aws s3 ls", "acme-source", []],
  ["AWS S3  LS", "aws s3 ls", "acme-source", []],
  ["aws s3 cp", "aws s3 cp", BOTH, [SOME_COPY]],
  [
    "aws s3 cp s3://acme-source/ s3://acme-destination/ --recursive",
    "aws s3 cp --recursive",
    BOTH,
    [SOME_COPY],
  ],
  ["recursive", "aws s3 cp --recursive", BOTH, [SOME_COPY]],
  ["download", "aws s3 cp, downloading", "acme-source", [SOME]],
  ["aws s3 cp s3://acme-source/a/b .", "aws s3 cp, downloading", "acme-source", [SOME]],
  ["GET", "GET", "acme-source", [SOME]],
  ["GetObject", "GetObject", "acme-source", [SOME]],
  ["headobject", "HeadObject", "acme-source", [SOME]],
  ["ListObjectsV2", "ListObjectsV2", "acme-source", []],
  ["HeadBucket", "HeadBucket", "acme-source", []],
  ["UploadPart", "UploadPart", "acme-source", [UNASKED, SOME]],
  ["GetBucketLocation", "GetBucketLocation", "acme-source", [UNASKED]],
  ["ListMultipartUploads", "ListMultipartUploads", "acme-source", [UNASKED]],
  ["ListParts", "ListParts", "acme-source", [UNASKED, SOME]],
  ["ListObjectVersions", "ListObjectVersions", "acme-source", [UNASKED]],
  ["GetObject with versionId", "GetObject with versionId", "acme-source", [UNASKED, SOME]],
  ["HeadObject with versionId", "HeadObject with versionId", "acme-source", [UNASKED, SOME]],
  ["DeleteObject with versionId", "DeleteObject with versionId", "acme-source", [UNASKED, SOME]],
  ["GetObjectAnnotation", "GetObjectAnnotation", "acme-source", [UNASKED, SOME]],
  ["DeleteObjects", "DeleteObjects", "acme-source", [UNASKED, SOME]],
  ["SelectObjectContent", "SelectObjectContent", "acme-source", [SOME]],
  ["CopyObject", "CopyObject", BOTH, [SOME_COPY]],
  ["UploadPartCopy", "UploadPartCopy", BOTH, [SOME_COPY]],
  ["aws s3api get-object --bucket acme-source --key a/b out", "GetObject", "acme-source", [SOME]],
  ["upload-part", "UploadPart", "acme-source", [UNASKED, SOME]],
  ["list-objects-v2", "ListObjectsV2", "acme-source", []],
  ["aws s3 sync s3://acme-source/ .", "aws s3 sync, downloading", "acme-source", [SOME]],
  ["aws s3 mv s3://acme-source/a/b .", "aws s3 mv, downloading", "acme-source", [SOME]],
  ["aws s3 rm s3://acme-source/ --recursive", "aws s3 rm --recursive", "acme-source", [UNASKED, SOME]],
  ["aws s3 sync", "aws s3 sync", BOTH, [UNASKED, SOME_COPY]],
  ["rm", "aws s3 rm", "acme-source", [UNASKED, SOME]],
])("%s is %s on %s", (text, title, on, assumed) => {
  expect(find(text)).toMatchObject({ title, on, assumed });
});

test("a copy within a bucket needs to read and write it", () => {
  const { on, authorizations } = find("CopyObject s3://acme-source/a s3://acme-source/a");
  expect(on).toBe("acme-source to acme-source");
  expect(authorizations.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["s3:GetObject", "s3:PutObject", "s3:GetObjectTagging", "s3:PutObjectTagging"]),
  );
});

test("of two directions, the one is meant that is nearer to being allowed", () => {
  expect(find("aws s3 sync", { on: "acme-destination" }).on).toBe(BOTH);
});

test("each authorization is asked once, of all variants", () => {
  const { authorizations } = find("aws s3 cp");
  expect(new Set(authorizations).size).toBe(authorizations.length);
  const actions = authorizations.map(({ action }) => action);
  expect(actions).toEqual(
    expect.arrayContaining(["s3:GetObjectTagging", "s3:PutObjectTagging", "kms:Decrypt"]),
  );
});

test("what nobody was given, somebody outside of the stack may be asked about", () => {
  const { title, assumed } = find("ls", { as: "arn:aws:iam::333333333333:user/Eve" });
  expect([title, assumed]).toEqual(["aws s3 ls", [UNASKED]]);
});

test("a role is assumed by those who may", () => {
  const as = "arn:aws:iam::222222222222:user/destination-admin";
  expect(find("assuming the role", { as, on: "S3Porter" })).toMatchObject({ on: "S3Porter", assumed: [] });
  expect(
    find("assuming", { stack: "replication", as: "s3.amazonaws.com", on: "acme-replication" }).title,
  ).toBe("assuming the role");
});

test("a prefix is that of the access", () => {
  const { authorizations } = find("aws s3 rm", { prefix: "in/" });
  expect(authorizations.map(({ resource }) => resource)).toEqual(["arn:aws:s3:::acme-source/in/a/b"]);
});

test.each<[string, Parameters<typeof find>[1], RegExp]>([
  ["fly", {}, /^--do "fly" is an unknown operation for S3Porter on acme-source; [^]*\n {2}aws s3 ls\n/],
  [
    "PutObjekt",
    {},
    /^--do "PutObjekt" is an unknown operation .*; did you mean "PutObject"\? Or name an action/,
  ],
  ["cp", {}, /^--do "cp" matches several operations; name one of\n[^]* {2}aws s3 cp\n/],
  [
    "aws s3 ls",
    { as: "ec2.amazonaws.com" },
    /is an unknown operation for ec2\.amazonaws\.com on acme-source; name an action such as s3:GetObject$/,
  ],
])("%s is nothing to ask", (text, of, message) => {
  expect(() => find(text, of)).toThrow(message);
});
