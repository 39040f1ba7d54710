import { access, accountA, accountB, bucket, key, replication, role } from "../../test/fixtures/intents";
import { identityPolicy } from "./identity-policy";

const source = bucket("source", accountA);
const destination = bucket("destination", accountB);
const porter = role("porter", accountB);

test("a role that copies reads the source and writes the destination, with both keys", () => {
  const edges = [access(porter, destination, ["put"]), access(porter, source, ["list", "get"])];
  expect(identityPolicy({ access: edges, replications: [] })).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PutDestination",
        Effect: "Allow",
        Action: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"],
        Resource: "arn:aws:s3:::acme-destination/*",
        Condition: { StringEquals: { "aws:ResourceAccount": "222222222222" } },
      },
      {
        Sid: "EncryptAndDecryptDestination",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "arn:aws:kms:eu-west-1:222222222222:key/destination",
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": [
              "arn:aws:s3:::acme-destination",
              "arn:aws:s3:::acme-destination/*",
            ],
          },
        },
      },
      {
        Sid: "ListSource",
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::acme-source",
        Condition: { StringEquals: { "aws:ResourceAccount": "111111111111" } },
      },
      {
        Sid: "GetSource",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectTagging"],
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { StringEquals: { "aws:ResourceAccount": "111111111111" } },
      },
      {
        Sid: "DecryptSource",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "arn:aws:kms:us-east-1:111111111111:key/source",
        Condition: {
          StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"],
          },
        },
      },
    ],
  });
});

test("a bucket without a KMS key asks for none", () => {
  const plain = bucket("plain", accountB, { key: undefined });
  const { Statement } = identityPolicy({
    access: [access(porter, plain, ["list", "get", "put"])],
    replications: [],
  });
  expect(Statement.map(({ Sid }) => Sid)).toEqual(["ListPlain", "GetPlain", "PutPlain"]);
});

test("objects under another key need that key too", () => {
  const mixed = bucket("source", accountA, { otherKeys: [key("archive", accountA)] });
  const { Statement } = identityPolicy({ access: [access(porter, mixed, ["get"])], replications: [] });
  expect(Statement.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ["GetSource", "arn:aws:s3:::acme-source/*"],
    ["DecryptSource", "arn:aws:kms:us-east-1:111111111111:key/source"],
    ["DecryptSourceUnderArchive", "arn:aws:kms:us-east-1:111111111111:key/archive"],
  ]);
});

test("listing under a prefix is narrowed by the prefix and by the bucket's account", () => {
  const { Statement } = identityPolicy({
    access: [access(porter, source, ["list"], "out/")],
    replications: [],
  });
  expect(Statement[0]?.Condition).toEqual({
    StringEquals: { "aws:ResourceAccount": "111111111111" },
    StringLike: { "s3:prefix": "out/*" },
  });
});

test("a replication role reads versions at the source and replicates to each destination", () => {
  const copy = bucket("copy", accountB);
  const { Statement } = identityPolicy({
    access: [],
    replications: [
      replication(source, destination),
      replication(source, copy, { prefix: "logs/", minimalKms: true }),
    ],
  });
  expect(Statement.map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
    [
      "ReadConfigurationSource",
      ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      "arn:aws:s3:::acme-source",
    ],
    [
      "GetVersionsSource",
      [
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionAnnotationForReplication",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ],
      "arn:aws:s3:::acme-source/*",
    ],
    ["DecryptSource", "kms:Decrypt", "arn:aws:kms:us-east-1:111111111111:key/source"],
    ["ReplicateCopy", ["s3:ReplicateObject", "s3:ReplicateTags"], "arn:aws:s3:::acme-copy/logs/*"],
    ["EncryptCopy", "kms:Encrypt", "arn:aws:kms:eu-west-1:222222222222:key/copy"],
    ["ReplicateDestination", ["s3:ReplicateObject", "s3:ReplicateTags"], "arn:aws:s3:::acme-destination/*"],
    [
      "EncryptDestination",
      ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      "arn:aws:kms:eu-west-1:222222222222:key/destination",
    ],
  ]);
});

test("several prefixes are replicated by one statement for each kind of rule", () => {
  const { Statement } = identityPolicy({
    access: [],
    replications: [
      replication(source, destination, { prefix: "legal/" }),
      replication(source, destination, { prefix: "finance/" }),
      replication(source, destination, { prefix: "logs/", deleteMarkers: true, minimalKms: true }),
    ],
  });
  const objects = (bucketName: string, ...prefixes: string[]) =>
    prefixes.map((prefix) => `arn:aws:s3:::acme-${bucketName}/${prefix}*`);
  expect(Statement.slice(1).map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
    ["GetVersionsSource", expect.anything(), objects("source", "finance/", "legal/", "logs/")],
    ["DecryptSource", "kms:Decrypt", source.key?.keyArn],
    [
      "ReplicateDestination",
      ["s3:ReplicateObject", "s3:ReplicateTags"],
      objects("destination", "finance/", "legal/"),
    ],
    [
      "ReplicateDestination2",
      ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
      "arn:aws:s3:::acme-destination/logs/*",
    ],
    ["EncryptDestination", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], destination.key?.keyArn],
    ["EncryptDestination2", "kms:Encrypt", destination.key?.keyArn],
  ]);
  expect(Statement.at(-1)?.Condition?.StringLike).toEqual({
    "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-destination/logs/*",
  });
});

test("the order of the intents changes nothing", () => {
  const edges = [
    access(porter, source, ["list"]),
    access(porter, destination, ["put"], "b/"),
    access(porter, destination, ["put"], "a/"),
    access(porter, source, ["get"]),
  ];
  const forwards = identityPolicy({ access: edges, replications: [] });
  expect(identityPolicy({ access: [...edges].reverse(), replications: [] })).toEqual(forwards);
});
