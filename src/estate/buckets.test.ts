import { AwsValues } from "../../test/fixtures/aws-values";
import { readBuckets } from "./buckets";
import type { Unmodelled } from "./estate";
import { readReplicationRules } from "./replication";

const KEY = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ROLE = "arn:aws:iam::111111111111:role/replication";
const statement = {
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::acme/*",
};
const policy = JSON.stringify({ Statement: [statement] });
const ACME = { bucket: "acme", arn: "arn:aws:s3:::acme" };

function read(values: Readonly<Record<string, Readonly<Record<string, unknown>>>>, isRefreshed = false) {
  const aws = new AwsValues(values, isRefreshed);
  const unmodelled: Unmodelled[] = [];
  const configured = readBuckets(aws, unmodelled);
  const rules = readReplicationRules(aws, configured);
  const buckets = configured.map(({ bucket }) => bucket);
  return { buckets, bucket: buckets[0], rules, unmodelled, conflicts: aws.conflicts };
}

describe("blocks of aws_s3_bucket", () => {
  const byDefault = { sse_algorithm: "aws:kms", kms_master_key_id: KEY };
  const encryption = [
    { rule: [{ apply_server_side_encryption_by_default: [byDefault], bucket_key_enabled: true }] },
  ];
  const address = "aws_s3_bucket.acme";

  test("configure it", () => {
    const versioning = [{ enabled: true, mfa_delete: false }];
    const { bucket, conflicts } = read({
      [address]: { ...ACME, policy, versioning, server_side_encryption_configuration: encryption },
    });
    expect(bucket).toMatchObject({
      policy: { address, document: { Statement: [statement] } },
      versioning: { address, status: "Enabled" },
      encryption: { address, algorithm: "aws:kms", masterKey: KEY, keyArn: KEY, bucketKeyEnabled: true },
    });
    expect(conflicts).toEqual([]);
  });

  test("that a state repeats are those of the separate resources", () => {
    const other = JSON.stringify({ Statement: [] });
    const { bucket, rules, conflicts } = read({
      [address]: {
        ...ACME,
        policy: other,
        versioning: [{ enabled: false, mfa_delete: false }],
        server_side_encryption_configuration: encryption,
        replication_configuration: [{ role: "old", rules: [oldRule] }],
      },
      "aws_s3_bucket_policy.p": { bucket: "acme", policy },
      "aws_s3_bucket_versioning.v": { bucket: "acme", versioning_configuration: [{ status: "Enabled" }] },
      "aws_s3_bucket_server_side_encryption_configuration.e": {
        bucket: "acme",
        rule: [{ apply_server_side_encryption_by_default: [{ ...byDefault, kms_master_key_id: "" }] }],
      },
      "aws_s3_bucket_replication_configuration.r": { bucket: "acme", role: ROLE, rule: [newRule] },
    });
    expect(bucket?.policy).toEqual({
      address: "aws_s3_bucket_policy.p",
      document: { Statement: [statement] },
    });
    expect(bucket?.versioning).toEqual({ address: "aws_s3_bucket_versioning.v", status: "Enabled" });
    expect(bucket?.encryption).toEqual({
      address: "aws_s3_bucket_server_side_encryption_configuration.e",
      algorithm: "aws:kms",
      bucketKeyEnabled: false,
    });
    expect(rules).toMatchObject([{ roleArn: ROLE, address: "aws_s3_bucket_replication_configuration.r" }]);
    expect(conflicts).toEqual([]);
  });

  test("with AWS's defaults configure nothing", () => {
    const { bucket } = read({
      [address]: {
        ...ACME,
        policy: "",
        acl: null,
        grant: [{ id: "owner", permissions: ["FULL_CONTROL"], type: "CanonicalUser", uri: "" }],
        versioning: [{ enabled: false, mfa_delete: false }],
        server_side_encryption_configuration: [
          {
            rule: [
              {
                apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256", kms_master_key_id: "" }],
                bucket_key_enabled: false,
              },
            ],
          },
        ],
      },
    });
    expect(bucket).toMatchObject({
      versioning: { status: "Disabled" },
      encryption: { algorithm: "AES256", bucketKeyEnabled: false },
    });
    expect([bucket?.versioning.address, bucket?.encryption.address]).toEqual([undefined, undefined]);
    expect([bucket?.policy, bucket?.acl]).toEqual([undefined, undefined]);
  });
});

const oldRule = {
  id: "all",
  status: "Enabled",
  priority: 0,
  prefix: "",
  delete_marker_replication_status: "Enabled",
  filter: [{ prefix: "in/", tags: { replicate: "yes" } }],
  source_selection_criteria: [{ sse_kms_encrypted_objects: [{ enabled: true }] }],
  destination: [
    {
      bucket: "arn:aws:s3:::copy",
      storage_class: "",
      account_id: "222222222222",
      replica_kms_key_id: KEY,
      access_control_translation: [{ owner: "Destination" }],
      replication_time: [{ status: "Enabled", minutes: 15 }],
      metrics: [{ status: "Enabled", minutes: 15 }],
    },
  ],
};

const newRule = {
  id: "all",
  status: "Enabled",
  priority: 0,
  prefix: "",
  filter: [{ prefix: "in/", and: [], tag: [{ key: "replicate", value: "yes" }] }],
  delete_marker_replication: [{ status: "Enabled" }],
  existing_object_replication: [],
  source_selection_criteria: [
    { sse_kms_encrypted_objects: [{ status: "Enabled" }], replica_modifications: [] },
  ],
  destination: [
    {
      bucket: "arn:aws:s3:::copy",
      account: "222222222222",
      access_control_translation: [{ owner: "Destination" }],
      encryption_configuration: [{ replica_kms_key_id: KEY }],
      replication_time: [{ status: "Enabled", time: [{ minutes: 15 }] }],
      metrics: [{ status: "Enabled", event_threshold: [{ minutes: 15 }] }],
    },
  ],
};

describe("a replication rule", () => {
  const separate = (rule: object, isRefreshed = false) =>
    read(
      {
        "aws_s3_bucket.acme": ACME,
        "aws_s3_bucket_replication_configuration.r": { bucket: "acme", role: ROLE, rule: [rule] },
      },
      isRefreshed,
    ).rules[0];

  test("says the same in a block of the bucket", () => {
    const { rules } = read({
      "aws_s3_bucket.acme": { ...ACME, replication_configuration: [{ role: ROLE, rules: [oldRule] }] },
    });
    expect(rules).toEqual([{ ...separate(newRule), address: "aws_s3_bucket.acme" }]);
    expect(rules[0]).toMatchObject({
      id: "all",
      priority: 0,
      isEnabled: true,
      roleArn: ROLE,
      destination: { bucketArn: "arn:aws:s3:::copy", statedAccount: "222222222222" },
      prefix: "in/",
      tags: { replicate: "yes" },
      deleteMarkers: true,
      sseKmsEncryptedObjects: true,
      replicaKeyArn: KEY,
      ownerOverride: true,
      statesDeleteMarkers: true,
      replicationTime: true,
      timeMinutes: 15,
      metrics: true,
      thresholdMinutes: 15,
    });
  });

  test("without a filter is of the first version, in both places", () => {
    const inBucket = (rule: object) =>
      read({ "aws_s3_bucket.acme": { ...ACME, replication_configuration: [{ role: ROLE, rules: [rule] }] } })
        .rules[0];
    const first = { isFirstVersion: true, deleteMarkers: true };
    const without = { filter: [], delete_marker_replication: [] };
    expect(separate({ ...newRule, ...without })).toMatchObject(first);
    expect(separate({ ...newRule, ...without })).not.toHaveProperty("statesDeleteMarkers");
    expect(inBucket({ ...oldRule, filter: [] })).toMatchObject(first);
    expect(separate(newRule)).not.toHaveProperty("isFirstVersion");
    // The provider sends "Disabled" from the bucket's block.
    expect(inBucket({ ...oldRule, delete_marker_replication_status: "" })).toMatchObject({
      statesDeleteMarkers: true,
    });
  });

  test("without a filter and a priority has the priority 0 in a state", () => {
    const unfiltered = { ...newRule, filter: [] };
    expect(separate(unfiltered, true)).not.toHaveProperty("priority");
    expect(separate(newRule, true)).toMatchObject({ priority: 0 });
    expect(separate(unfiltered)).toMatchObject({ priority: 0 });
  });

  test("with a filter and without a priority is sent with the priority 0", () => {
    const { priority: _, ...rule } = newRule;
    expect(separate(rule)).toMatchObject({ priority: 0 });
    expect(separate({ ...rule, priority: null })).toMatchObject({ priority: 0 });
    expect(separate({ ...rule, filter: [] })).not.toHaveProperty("priority");
  });

  test("can replicate existing objects, and changes of replicas", () => {
    const source_selection_criteria = [{ replica_modifications: [{ status: "Enabled" }] }];
    const existing_object_replication = [{ status: "Enabled" }];
    expect(separate({ ...newRule, source_selection_criteria, existing_object_replication })).toMatchObject({
      existingObjects: true,
      replicaModifications: true,
      sseKmsEncryptedObjects: false,
    });
    const disabled = [{ status: "Disabled" }];
    expect(separate({ ...newRule, existing_object_replication: disabled })).toMatchObject({
      existingObjects: false,
    });
  });
});

describe("an existing bucket", () => {
  const source = { bucket: "logs", arn: "arn:aws:s3:::logs", region: "eu-west-1" };
  const address = "data.aws_s3_bucket.logs";

  test("of a data source has unknown settings", () => {
    const { bucket, unmodelled, conflicts } = read({ [address]: source });
    expect(bucket).toMatchObject({
      address,
      existing: true,
      name: "logs",
      arn: "arn:aws:s3:::logs",
      account: { id: "111111111111" },
      region: "eu-west-1",
      policy: { address, document: { Statement: [] }, unknown: "is not in this Terraform" },
    });
    expect(bucket?.encryption.address).toBeUndefined();
    expect([unmodelled, conflicts]).toEqual([[], []]);
  });

  test("belongs to the account that configures it", () => {
    const { bucket, unmodelled, conflicts } = read({
      [address]: { ...source, region: "us-east-1" },
      "aws_s3_bucket_policy.logs": { provider: "b", bucket: "logs", policy },
    });
    expect(bucket).toMatchObject({
      address,
      account: { id: "222222222222" },
      policy: { address: "aws_s3_bucket_policy.logs" },
    });
    expect(bucket?.policy).not.toHaveProperty("unknown");
    expect(unmodelled).toEqual([
      {
        address: "aws_s3_bucket_policy.logs",
        reason: "sets the bucket policy of logs, which is not a bucket in this Terraform",
        canAllow: true,
        isData: true,
      },
    ]);
    expect(conflicts).toEqual([]);
  });

  test("that only a replication configuration names is replicated", () => {
    const r = "aws_s3_bucket_replication_configuration.r";
    const { bucket, rules } = read({ [r]: { bucket: "logs", role: ROLE, rule: [newRule] } });
    expect(bucket).toMatchObject({ address: r, existing: true, name: "logs", region: "us-east-1" });
    expect(rules).toMatchObject([{ source: { bucketArn: "arn:aws:s3:::logs" } }]);
  });

  test("that this Terraform also creates is not existing", () => {
    const { buckets } = read({
      "aws_s3_bucket.logs": { bucket: "logs", arn: "arn:aws:s3:::logs" },
      [address]: source,
    });
    expect(buckets).toHaveLength(1);
    expect(buckets[0]).not.toHaveProperty("existing");
  });
});

describe("the public access block of the account", () => {
  const flags = (all: boolean) => ({
    block_public_acls: all,
    block_public_policy: all,
    ignore_public_acls: all,
    restrict_public_buckets: all,
  });

  test.each([
    ["of the bucket", {}, true],
    ["that it names", { provider: "b", account_id: "111111111111" }, true],
    ["of others", { provider: "b", account_id: "" }, false],
  ])("%s", (_, more, applies) => {
    const ofAccount = "aws_s3_account_public_access_block.all";
    const { bucket } = read({
      "aws_s3_bucket.acme": ACME,
      "aws_s3_bucket_public_access_block.acme": { bucket: "acme", ...flags(false) },
      [ofAccount]: { ...flags(true), ...more, ignore_public_acls: false },
    });
    expect(bucket?.publicAccessBlock).toEqual({
      address: "aws_s3_bucket_public_access_block.acme",
      ...(applies && { ofAccount }),
      blockPublicAcls: applies,
      blockPublicPolicy: applies,
      ignorePublicAcls: false,
      restrictPublicBuckets: applies,
    });
  });
});

test("a policy in the wrong account or region is a conflict", () => {
  expect(
    read({
      "aws_s3_bucket.acme": ACME,
      "aws_s3_bucket_policy.p": { provider: "b", bucket: "acme", policy },
    }).conflicts,
  ).toEqual([
    'aws_s3_bucket_policy.p: provider: is in account 222222222222, but aws_s3_bucket.acme is in account 111111111111, and only that account can set this; use the provider "aws.a"',
  ]);
});

test.each([
  ["aws_s3_bucket.acme", { "aws_s3_bucket.acme": { ...ACME, request_payer: "Requester" } }],
  [
    "aws_s3_bucket_request_payment_configuration.acme",
    {
      "aws_s3_bucket.acme": { ...ACME, request_payer: "Requester" },
      "aws_s3_bucket_request_payment_configuration.acme": { bucket: "acme", payer: "Requester" },
    },
  ],
])("%s says that the requester pays, which a proof does not read", (address, values) => {
  const { bucket, unmodelled } = read(values);
  expect(bucket?.requesterPays).toEqual({ address });
  expect(unmodelled).toMatchObject([{ address, canAllow: false, isData: true }]);
});
