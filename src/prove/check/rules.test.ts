/**
 * Replication from account A to account B, each time with one thing wrong.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
import type { Estate } from "../../estate/estate";
import { readEstate } from "../../estate/read-estate";
import { describe as describeEstate } from "./describe";
import type { DescribedRule } from "./description";

const A = "111111111111";
const B = "222222222222";
const FROM = "arn:aws:s3:::acme-from";
const TO = "arn:aws:s3:::acme-to";
const ROLE = { AWS: `arn:aws:iam::${A}:role/replicator` };

type Json = Record<string, unknown>;

const policyOf = (...statements: readonly Json[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: string | string[], Resource: string | string[], more: Json = {}): Json => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const root = (account: string) => allow("kms:*", "*", { Principal: { AWS: `arn:aws:iam::${account}:root` } });
const context = (...values: string[]): Json => ({
  Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": values } },
});

/** What each test changes. */
interface Parts {
  service: string;
  isEncryptedByKms: boolean;
  bucketKeys: readonly [from: boolean, to: boolean];
  role: Json[];
  bucket: Json[];
  key: Json[];
  rule: Json;
  versionedTo: boolean;
  filter: Json;
  roleArn: string;
  requesterPays: readonly ("from" | "to")[];
}

const ON_SOURCE = [
  allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], FROM),
  allow(
    ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
    `${FROM}/*`,
  ),
];
const REPLICATE = allow(["s3:ReplicateObject", "s3:ReplicateTags"], `${TO}/*`);
const DECRYPT = allow("kms:Decrypt", "${aws_kms_key.from.arn}");
const ENCRYPT = allow(["kms:Encrypt", "kms:Decrypt"], "${aws_kms_key.to.arn}");

const RIGHT: Parts = {
  service: "s3.amazonaws.com",
  isEncryptedByKms: true,
  bucketKeys: [true, true],
  role: [...ON_SOURCE, REPLICATE, DECRYPT, ENCRYPT],
  bucket: [{ ...REPLICATE, Principal: ROLE }],
  key: [allow(["kms:Encrypt", "kms:Decrypt"], "*", { Principal: ROLE })],
  rule: {},
  versionedTo: true,
  filter: {},
  roleArn: "${aws_iam_role.replicator.arn}",
  requesterPays: [],
};

function ruleOf(changed: Partial<Parts>, change: (estate: Estate) => Estate = (same) => same): DescribedRule {
  const parts = { ...RIGHT, ...changed };
  const ends = [
    { name: "from", provider: "aws.a", bucketKey: parts.bucketKeys[0], isVersioned: true },
    { name: "to", provider: "aws.b", bucketKey: parts.bucketKeys[1], isVersioned: parts.versionedTo },
  ];
  const each = (make: (end: (typeof ends)[number]) => Json) =>
    Object.fromEntries(ends.map((end) => [end.name, { provider: end.provider, ...make(end) }]));
  const terraform = {
    provider: {
      aws: [
        { alias: "a", region: "eu-west-1", allowed_account_ids: [A] },
        { alias: "b", region: "eu-central-1", allowed_account_ids: [B] },
      ],
    },
    resource: {
      aws_s3_bucket: each(({ name }) => ({ bucket: `acme-${name}` })),
      aws_s3_bucket_request_payment_configuration: each(({ name }) => ({
        bucket: `acme-${name}`,
        payer: parts.requesterPays.some((end) => end === name) ? "Requester" : "BucketOwner",
      })),
      aws_s3_bucket_versioning: each(({ name, isVersioned }) => ({
        bucket: `acme-${name}`,
        versioning_configuration: { status: isVersioned ? "Enabled" : "Suspended" },
      })),
      aws_kms_key: each(({ name }) => ({
        policy: name === "from" ? policyOf(root(A)) : policyOf(root(B), ...parts.key),
      })),
      ...(parts.isEncryptedByKms && {
        aws_s3_bucket_server_side_encryption_configuration: each(({ name, bucketKey }) => ({
          bucket: `acme-${name}`,
          rule: {
            apply_server_side_encryption_by_default: {
              sse_algorithm: "aws:kms",
              kms_master_key_id: `\${aws_kms_key.${name}.arn}`,
            },
            bucket_key_enabled: bucketKey,
          },
        })),
      }),
      ...(parts.bucket.length > 0 && {
        aws_s3_bucket_policy: {
          to: { provider: "aws.b", bucket: "acme-to", policy: policyOf(...parts.bucket) },
        },
      }),
      aws_iam_role: {
        replicator: {
          provider: "aws.a",
          name: "replicator",
          assume_role_policy: policyOf({
            Effect: "Allow",
            Principal: { Service: parts.service },
            Action: "sts:AssumeRole",
          }),
        },
      },
      aws_iam_role_policy: {
        replicator: {
          provider: "aws.a",
          name: "replicate",
          role: "replicator",
          policy: policyOf(...parts.role),
        },
      },
      aws_s3_bucket_replication_configuration: {
        from: {
          provider: "aws.a",
          bucket: "acme-from",
          role: parts.roleArn,
          rule: {
            id: "all",
            status: "Enabled",
            filter: parts.filter,
            delete_marker_replication: { status: "Disabled" },
            source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
            destination: {
              bucket: TO,
              account: B,
              encryption_configuration: { replica_kms_key_id: "${aws_kms_key.to.arn}" },
            },
            ...parts.rule,
          },
        },
      },
    },
  };
  const { replications } = describeEstate(change(readEstate(terraform)));
  expect(replications).toHaveLength(1);
  return replications[0] as DescribedRule;
}

function failuresOf({ failures }: DescribedRule): string[] {
  return failures.map(({ what, problem, missing }) =>
    [
      what,
      ...(missing.length > 0 ? missing.map(({ authorization }) => authorization.action) : [problem]),
    ].join(" "),
  );
}

test("a rule with everything replicates", () => {
  expect(ruleOf({})).toMatchObject({
    answer: "can",
    failures: [],
    unknown: [],
    from: "acme-from",
    to: "acme-to",
  });
});

test("a source with Requester Pays replicates: its owner pays", () => {
  expect(ruleOf({ requesterPays: ["from"] }).answer).toBe("can");
});

test("a rule that hangs on a region that is not known is unknown", () => {
  const condition = { Condition: { StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } } };
  const madeUp = (estate: Estate): Estate => ({
    ...estate,
    accounts: estate.accounts.map((each) => ({ ...each, regionIsMadeUp: true })),
  });
  const elsewhere = { role: [...ON_SOURCE, REPLICATE, DECRYPT, { ...ENCRYPT, ...condition }] };
  expect(ruleOf(elsewhere).answer).toBe("cannot");
  expect(ruleOf(elsewhere, madeUp)).toMatchObject({
    answer: "unknown",
    failures: [],
    unknown: ["the region of provider.aws.b is not known"],
  });
  expect(ruleOf({}, madeUp).answer).toBe("can");
  expect(ruleOf({ ...elsewhere, key: [] }, madeUp).failures).toMatchObject([
    { problem: expect.not.stringContaining("identity policy") },
  ]);
  expect(ruleOf({ role: [...ON_SOURCE, REPLICATE] }, madeUp).answer).toBe("cannot");
});

test("without Bucket Keys, kms:Encrypt is enough for replicas", () => {
  const encrypt = allow("kms:Encrypt", "${aws_kms_key.to.arn}");
  const role = [...ON_SOURCE, REPLICATE, DECRYPT, encrypt];
  const key = [allow("kms:Encrypt", "*", { Principal: ROLE })];
  expect(ruleOf({ bucketKeys: [false, false], role, key }).answer).toBe("can");
  expect(failuresOf(ruleOf({ bucketKeys: [false, true], role, key }))).toEqual(["of an object kms:Decrypt"]);
});

test.each<[string, Partial<Parts>, string[]]>([
  [
    "another service may assume the role",
    { service: "ec2.amazonaws.com" },
    ["assuming the role sts:AssumeRole"],
  ],
  ["the destination has no bucket policy", { bucket: [] }, ["of an object s3:ReplicateObject"]],
  [
    "the role has no KMS actions",
    { role: [...ON_SOURCE, REPLICATE] },
    ["of an object kms:Decrypt kms:Encrypt kms:Decrypt"],
  ],
  [
    "the role may only generate data keys of the destination",
    { role: [...ON_SOURCE, REPLICATE, DECRYPT, allow("kms:GenerateDataKey", "${aws_kms_key.to.arn}")] },
    ["of an object kms:Encrypt kms:Decrypt"],
  ],
  [
    "the key of the destination has the default policy",
    { key: [] },
    ["of an object kms:Encrypt kms:Decrypt"],
  ],
  [
    "GetObjectVersion takes the place of GetObjectVersionForReplication",
    {
      role: [
        ON_SOURCE[0] as Json,
        allow(["s3:GetObjectVersion", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"], `${FROM}/*`),
        REPLICATE,
        DECRYPT,
        ENCRYPT,
      ],
    },
    ["of an object s3:GetObjectVersionForReplication"],
  ],
  [
    "the context is that of objects, and the buckets have Bucket Keys",
    { role: [...ON_SOURCE, REPLICATE, { ...DECRYPT, ...context(`${FROM}/*`) }, ENCRYPT] },
    ["of an object kms:Decrypt"],
  ],
  [
    "the context is that of the bucket, and there are no Bucket Keys",
    {
      bucketKeys: [false, false],
      role: [...ON_SOURCE, REPLICATE, { ...DECRYPT, ...context(FROM) }, ENCRYPT],
    },
    ["of an object kms:Decrypt"],
  ],
  [
    "ViaService names the region of the other end",
    {
      role: [
        ...ON_SOURCE,
        REPLICATE,
        DECRYPT,
        { ...ENCRYPT, Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } } },
      ],
    },
    ["of an object kms:Encrypt kms:Decrypt"],
  ],
  [
    "a filter by tags, and no action for tags",
    {
      filter: { tag: { key: "copy", value: "yes" } },
      bucket: [allow("s3:ReplicateObject", `${TO}/*`, { Principal: ROLE })],
    },
    ["of a tagged object s3:ReplicateTags"],
  ],
  [
    "the role may replicate tags, and the destination does not let it",
    { bucket: [allow("s3:ReplicateObject", `${TO}/*`, { Principal: ROLE })] },
    ["of a tagged object s3:ReplicateTags"],
  ],
  [
    "delete markers",
    { rule: { delete_marker_replication: { status: "Enabled" } } },
    ["of a delete marker s3:ReplicateDelete"],
  ],
  [
    "the destination is not versioned",
    { versionedTo: false },
    ["settings the versioning of acme-to is Suspended, but S3 replicates only between versioned buckets"],
  ],
  [
    "a setting is wrong, and the id of the rule has a colon",
    { versionedTo: false, rule: { id: "all: daily" } },
    ["settings the versioning of acme-to is Suspended, but S3 replicates only between versioned buckets"],
  ],
  [
    "the destination has Requester Pays",
    { requesterPays: ["to"] },
    ["settings acme-to has Requester Pays, and S3 does not replicate to such a bucket of another account"],
  ],
])("%s", (_, changed, expected) => {
  const rule = ruleOf(changed);
  expect(failuresOf(rule)).toEqual(expected);
  expect(rule.answer).toBe("cannot");
});

describe("objects from before 2023, which can be without encryption", () => {
  const generate = allow("kms:GenerateDataKey", "${aws_kms_key.to.arn}");
  const onKey = [allow(["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"], "*", { Principal: ROLE })];

  test("are left out without kms:GenerateDataKey, and the rule works", () => {
    const rule = ruleOf({});
    expect(rule.answer).toBe("can");
    expect(rule.leavesOut).toEqual([
      "objects from before 2023 that are not encrypted: kms:GenerateDataKey is not allowed by the key policy of aws_kms_key.to in account 222222222222 and the identity policy replicate of role replicator in account 111111111111",
    ]);
  });

  test("are not left out with it", () => {
    expect(ruleOf({ role: [...RIGHT.role, generate], key: onKey }).leavesOut).toEqual([]);
  });

  test("make a rule for existing objects fail", () => {
    const rule = ruleOf({ rule: { existing_object_replication: { status: "Enabled" } } });
    expect(rule.leavesOut).toEqual([]);
    expect(failuresOf(rule).join()).toContain("of a plaintext object kms:GenerateDataKey");
  });

  test("have nothing to do with a rule that leaves replicas under SSE-S3", () => {
    const plain = { source_selection_criteria: [], destination: { bucket: TO, account: B } };
    expect(ruleOf({ isEncryptedByKms: false, rule: plain }).leavesOut).toEqual([]);
  });
});

describe("objects with SSE-S3", () => {
  const plain = { source_selection_criteria: [], destination: { bucket: TO, account: B } };
  const reading = (...actions: string[]) => ({
    isEncryptedByKms: false,
    rule: plain,
    role: [ON_SOURCE[0] as Json, allow(actions, `${FROM}/*`), REPLICATE],
  });

  test("replicate with s3:GetObjectVersion too", () => {
    const rule = ruleOf(
      reading("s3:GetObjectVersion", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"),
    );
    expect([rule.answer, failuresOf(rule)]).toEqual(["can", []]);
  });

  test("do not replicate with neither", () => {
    const rule = ruleOf(reading("s3:GetObject", "s3:GetObjectVersionAcl"));
    expect(failuresOf(rule)).toEqual(["of an object s3:GetObjectVersionForReplication"]);
  });
});

test("nobody wants tags to be replicated if neither side allows it", () => {
  const replicate = allow("s3:ReplicateObject", `${TO}/*`);
  const source = [
    ON_SOURCE[0] as Json,
    allow(["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"], `${FROM}/*`),
  ];
  const rule = ruleOf({
    role: [...source, replicate, DECRYPT, ENCRYPT],
    bucket: [{ ...replicate, Principal: ROLE }],
  });
  expect(failuresOf(rule)).toEqual([]);
});

test("a destination elsewhere may have any policy and versioning", () => {
  const elsewhere = {
    destination: {
      bucket: "arn:aws:s3:::elsewhere",
      account: B,
      encryption_configuration: { replica_kms_key_id: "${aws_kms_key.to.arn}" },
    },
  };
  const role = [...RIGHT.role, allow(["s3:ReplicateObject", "s3:ReplicateTags"], "arn:aws:s3:::elsewhere/*")];
  const rule = ruleOf({ rule: elsewhere, role });
  expect(rule.answer).toBe("unknown");
  expect(rule.unknown.join()).toContain(
    "policy of arn:aws:s3:::elsewhere in account 222222222222 is not in this Terraform",
  );
  expect(rule.unknown).toContain("the versioning of elsewhere is not in this Terraform");
  expect(failuresOf(ruleOf({ rule: elsewhere }))).toEqual(["of an object s3:ReplicateObject"]);
});

test("a role that is named instead of its ARN", () => {
  const { answer, failures } = ruleOf({ roleArn: "replicator" });
  expect([answer, failures.map(({ problem }) => problem)]).toEqual([
    "cannot",
    ['its role, "replicator", is not the ARN of a role'],
  ]);
});
