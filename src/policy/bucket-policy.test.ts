import {
  access,
  accountA,
  accountB,
  accountC,
  bucket,
  replication,
  role,
  wholeAccount,
} from "../../test/fixtures/intents";
import { bucketPolicy } from "./bucket-policy";
import type { Access, Bucket, Replication } from "./intents";

const source = bucket("source", accountA);
const porter = role("porter", accountB);
const ROOT_B = { AWS: "arn:aws:iam::222222222222:root" };
const IS_PORTER = { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/porter" } };

function grants(on: Bucket, edges: Access[], replications: Replication[] = []) {
  return bucketPolicy(on, { access: edges, replications }).Statement.filter(
    ({ Effect }) => Effect === "Allow",
  );
}

test("every bucket denies requests without TLS, to everybody", () => {
  expect(bucketPolicy(source, { access: [], replications: [] })).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
});

test("a reader of another account may list the bucket and read its objects and their tags", () => {
  expect(grants(source, [access(porter, source, ["list", "get"])])).toEqual([
    {
      Sid: "ListForPorter",
      Effect: "Allow",
      Principal: ROOT_B,
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::acme-source",
      Condition: IS_PORTER,
    },
    {
      Sid: "GetForPorter",
      Effect: "Allow",
      Principal: ROOT_B,
      Action: ["s3:GetObject", "s3:GetObjectTagging"],
      Resource: "arn:aws:s3:::acme-source/*",
      Condition: IS_PORTER,
    },
  ]);
});

test("a writer of another account may write objects and their tags, and clean up after a failed upload", () => {
  expect(grants(source, [access(porter, source, ["put", "delete"])])).toEqual([
    {
      Sid: "PutForPorter",
      Effect: "Allow",
      Principal: ROOT_B,
      Action: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"],
      Resource: "arn:aws:s3:::acme-source/*",
      Condition: IS_PORTER,
    },
    {
      Sid: "DeleteForPorter",
      Effect: "Allow",
      Principal: ROOT_B,
      Action: "s3:DeleteObject",
      Resource: "arn:aws:s3:::acme-source/*",
      Condition: IS_PORTER,
    },
  ]);
});

test("prefixes narrow both the objects and what may be listed", () => {
  const [list, get] = grants(source, [
    access(porter, source, ["list", "get"], "out/"),
    access(porter, source, ["list", "get"], "in/"),
  ]);
  expect(list?.Condition).toEqual({ ...IS_PORTER, StringLike: { "s3:prefix": ["in/*", "out/*"] } });
  expect(get?.Resource).toEqual(["arn:aws:s3:::acme-source/in/*", "arn:aws:s3:::acme-source/out/*"]);
});

test("the bucket's own account needs no grant", () => {
  expect(grants(source, [access(role("local", accountA), source, ["list", "get", "put", "delete"])])).toEqual(
    [],
  );
});

test("those with the same access share statements, which allow each of them and nobody else", () => {
  const others = [role("app", accountB), role("zoo", accountC)];
  expect(
    grants(
      source,
      [porter, ...others].map((each) => access(each, source, ["get"])),
    ),
  ).toEqual([
    {
      Sid: "GetForAppAndOthers",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::222222222222:root", "arn:aws:iam::333333333333:root"] },
      Action: ["s3:GetObject", "s3:GetObjectTagging"],
      Resource: "arn:aws:s3:::acme-source/*",
      Condition: {
        ArnEquals: {
          "aws:PrincipalArn": [
            "arn:aws:iam::222222222222:role/app",
            "arn:aws:iam::222222222222:role/porter",
            "arn:aws:iam::333333333333:role/zoo",
          ],
        },
      },
    },
  ]);
});

test("another prefix, and another way to be named, is a statement of its own", () => {
  const named = (name: string) => ({ ...role(name, accountB), grantedAs: "arn" as const });
  const sids = grants(source, [
    access(role("a", accountB), source, ["get"]),
    access(role("b", accountB), source, ["get"], "in/"),
    access(role("c", accountB), source, ["get"]),
    access(named("d"), source, ["get"]),
    access(named("e"), source, ["get"]),
    access(wholeAccount("partner", accountC), source, ["get"]),
  ]).map(({ Sid, Principal }) => [Sid, Principal]);
  expect(sids).toEqual([
    ["GetForAAndOthers", ROOT_B],
    ["GetForB", ROOT_B],
    ["GetForDAndOthers", { AWS: ["arn:aws:iam::222222222222:role/d", "arn:aws:iam::222222222222:role/e"] }],
    ["GetForPartner", { AWS: "arn:aws:iam::333333333333:root" }],
  ]);
});

test("a principal can be named by its ARN", () => {
  const [list] = grants(source, [access({ ...porter, grantedAs: "arn" }, source, ["list"])]);
  expect(list?.Principal).toEqual({ AWS: "arn:aws:iam::222222222222:role/porter" });
  expect(list?.Condition).toBeUndefined();
});

test("a whole account is granted without a condition, and its roles and users not again", () => {
  const sids = grants(source, [
    access(porter, source, ["list", "get", "put"]),
    access(role("stranger", accountC), source, ["get"]),
    access(wholeAccount("partner", accountB), source, ["list", "get"]),
  ]).map(({ Sid, Condition }) => [Sid, Condition === undefined]);
  expect(sids).toEqual([
    ["ListForPartner", true],
    ["GetForPartner", true],
    ["PutForPorter", false],
    ["GetForStranger", false],
  ]);
});

test("what a whole account may do under one prefix does not cover another", () => {
  const [, porters] = grants(source, [
    access(porter, source, ["get"], "out/"),
    access(wholeAccount("partner", accountB), source, ["get"], "in/"),
  ]);
  expect(porters?.Resource).toBe("arn:aws:s3:::acme-source/out/*");
});

test("a replication role of another account may replicate, and nothing else", () => {
  const destination = bucket("destination", accountB);
  const [grant, ...rest] = grants(
    destination,
    [],
    [replication(source, destination, { deleteMarkers: true })],
  );
  expect(rest).toEqual([]);
  expect(grant).toEqual({
    Sid: "ReplicateForSourceReplication",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111111111111:root" },
    Action: ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
    Resource: "arn:aws:s3:::acme-destination/*",
    Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/source_replication" } },
  });
  expect(grants(source, [], [replication(source, destination)])).toEqual([]);
});

test("delete markers are replicated only where asked", () => {
  const destination = bucket("destination", accountB);
  const [grant] = grants(destination, [], [replication(source, destination)]);
  expect(grant?.Action).toEqual(["s3:ReplicateObject", "s3:ReplicateTags"]);
});

test("a bucket that requires its key denies each other encryption that is asked for, and only that", () => {
  const strict = bucket("strict", accountA, { requireKey: true });
  const { Statement } = bucketPolicy(strict, { access: [], replications: [] });
  const denies = Statement.filter(({ Sid }) => Sid !== "DenyInsecureTransport");
  const KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  const ALGORITHM = "s3:x-amz-server-side-encryption";
  expect(denies.map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
    [
      "DenyOtherKey",
      { ArnNotEquals: { [KEY]: "arn:aws:kms:us-east-1:111111111111:key/strict" }, Null: { [KEY]: "false" } },
    ],
    ["DenyOtherAlgorithm", { Null: { [ALGORITHM]: "false" }, StringNotEquals: { [ALGORITHM]: "aws:kms" } }],
    ["DenyAwsManagedKey", { Null: { [KEY]: "true" }, StringEquals: { [ALGORITHM]: "aws:kms" } }],
    ["DenyCustomerProvidedKey", { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } }],
  ]);
  for (const { Effect, Principal, Resource } of denies) {
    expect({ Effect, Principal, Resource }).toEqual({
      Effect: "Deny",
      Principal: "*",
      Resource: "arn:aws:s3:::acme-strict/*",
    });
  }
});

test("no ACL, no versioning, no wildcard action is ever granted", () => {
  const everything = grants(source, [access(porter, source, ["list", "get", "put", "delete"])]);
  const actions = everything.flatMap(({ Action }) => Action);
  expect(actions.filter((action) => /Acl|Versioning|\*/.test(action))).toEqual([]);
});

const denied = (props: Partial<Bucket>) =>
  bucketPolicy(bucket("source", accountA, props), { access: [], replications: [] }).Statement.slice(1);

test("a minimum version of TLS denies older ones, and lets requests pass that do not say", () => {
  expect(denied({ minimumTls: "1.3" })).toEqual([
    {
      Sid: "DenyOldTls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"],
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.3" } },
    },
  ]);
});

test("SSE-C is denied alone, or once with every other encryption", () => {
  expect(denied({ denySseC: true }).map(({ Sid }) => Sid)).toEqual(["DenyCustomerProvidedKey"]);
  expect(denied({ key: undefined, denySseC: true }).map(({ Sid }) => Sid)).toEqual([
    "DenyCustomerProvidedKey",
  ]);
  expect(denied({ denySseC: true, requireKey: true }).map(({ Sid }) => Sid)).toEqual([
    "DenyOtherKey",
    "DenyOtherAlgorithm",
    "DenyAwsManagedKey",
    "DenyCustomerProvidedKey",
  ]);
});
