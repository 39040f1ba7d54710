import {
  access,
  accountA,
  accountB,
  bucket,
  key,
  replication,
  role,
  wholeAccount,
} from "../../test/fixtures/intents";
import type { Access, Key, Replication } from "./intents";
import { keyPolicy } from "./key-policy";

const source = bucket("source", accountA);
const sourceKey = key("source", accountA);
const porter = role("porter", accountB);
const ROOT_B = { AWS: "arn:aws:iam::222222222222:root" };
const IS_PORTER = { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/porter" };
const VIA_S3 = { "kms:ViaService": "s3.us-east-1.amazonaws.com" };

function grants(on: Key, edges: Access[], replications: Replication[] = []) {
  return keyPolicy(on, { access: edges, replications }).Statement.slice(1);
}

test("every key keeps its own account's root", () => {
  expect(keyPolicy(sourceKey, { access: [], replications: [] })).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "EnableIAMPolicies",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111111111111:root" },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
});

test("a reader of another account may decrypt, through S3 and for objects of this bucket only", () => {
  expect(grants(sourceKey, [access(porter, source, ["list", "get"])])).toEqual([
    {
      Sid: "DecryptSourceForPorter",
      Effect: "Allow",
      Principal: ROOT_B,
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        ArnEquals: IS_PORTER,
        StringEquals: VIA_S3,
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"],
        },
      },
    },
  ]);
});

test.each<[string, Access[], [string, string | readonly string[]][]]>([
  ["listing", [access(porter, source, ["list", "delete"])], []],
  [
    "writing",
    [access(porter, source, ["put"])],
    [["EncryptAndDecryptSourceForPorter", ["kms:Decrypt", "kms:GenerateDataKey"]]],
  ],
  [
    "reading and writing",
    [access(porter, source, ["get"]), access(porter, source, ["put"])],
    [["EncryptAndDecryptSourceForPorter", ["kms:Decrypt", "kms:GenerateDataKey"]]],
  ],
  [
    "reading everything and writing under a prefix",
    [access(porter, source, ["get"]), access(porter, source, ["put"], "in/")],
    [
      ["DecryptSourceForPorter", "kms:Decrypt"],
      ["EncryptSourceForPorter", "kms:GenerateDataKey"],
    ],
  ],
  [
    "reading and writing under different prefixes",
    [access(porter, source, ["get"], "out/"), access(porter, source, ["put"], "in/")],
    [
      ["EncryptAndDecryptSourceForPorter", ["kms:Decrypt", "kms:GenerateDataKey"]],
      ["DecryptSourceForPorter", "kms:Decrypt"],
    ],
  ],
  ["a principal of the key's own account", [access(role("local", accountA), source, ["get", "put"])], []],
])("%s needs of the key just that", (_, edges, expected) => {
  expect(grants(sourceKey, edges).map(({ Sid, Action }) => [Sid, Action])).toEqual(expected);
});

test("a prefix narrows the encryption context of objects, never that of a Bucket Key", () => {
  const [decrypt] = grants(sourceKey, [access(porter, source, ["get"], "out/")]);
  expect(decrypt?.Condition?.StringLike).toEqual({
    "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/out/*"],
  });
});

test("a key that encrypts a bucket of another account has that bucket in its context", () => {
  const borrower = bucket("borrower", { ...accountB, region: "us-east-1" }, { key: sourceKey });
  const [decrypt, encrypt] = grants(sourceKey, [
    access(porter, source, ["get"]),
    access(porter, borrower, ["put"]),
  ]).sort((a, b) => (a.Sid < b.Sid ? -1 : 1));
  expect(decrypt?.Sid).toBe("DecryptSourceForPorter");
  expect(encrypt?.Sid).toBe("EncryptAndDecryptBorrowerForPorter");
  expect(encrypt?.Condition?.StringLike).toEqual({
    "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-borrower", "arn:aws:s3:::acme-borrower/*"],
  });
});

test("readers may decrypt with each key that objects are under, writers encrypt with the default only", () => {
  const archive = key("archive", accountA);
  const mixed = bucket("source", accountA, { otherKeys: [archive] });
  const edges = [access(porter, mixed, ["get", "put"])];
  expect(grants(archive, edges).map(({ Sid, Action }) => [Sid, Action])).toEqual([
    ["DecryptSourceUnderArchiveForPorter", "kms:Decrypt"],
  ]);
  expect(grants(archive, [access(porter, mixed, ["put"])])).toEqual([]);
});

test("the roles and users of a whole account are not granted again", () => {
  const edges = [
    access(porter, source, ["get", "put"]),
    access(wholeAccount("partner", accountB), source, ["get"]),
  ];
  expect(grants(sourceKey, edges).map(({ Sid, Action }) => [Sid, Action])).toEqual([
    ["DecryptSourceForPartner", "kms:Decrypt"],
    ["EncryptAndDecryptSourceForPorter", "kms:GenerateDataKey"],
  ]);
});

test.each<[boolean, string | string[], string | string[]]>([
  [
    false,
    ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
    ["arn:aws:s3:::acme-destination", "arn:aws:s3:::acme-destination/*"],
  ],
  [true, "kms:Encrypt", "arn:aws:s3:::acme-destination/*"],
])(
  "a replication role of another account encrypts replicas; with minimalKms %s by %j of %j",
  (minimalKms, actions, context) => {
    const destination = bucket("destination", accountB);
    const [encrypt, ...rest] = grants(
      key("destination", accountB),
      [],
      [replication(source, destination, { minimalKms })],
    );
    expect(rest).toEqual([]);
    expect(encrypt).toEqual({
      Sid: "EncryptDestinationForSourceReplication",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: actions,
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/source_replication" },
        StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
        StringLike: { "kms:EncryptionContext:aws:s3:arn": context },
      },
    });
  },
);
