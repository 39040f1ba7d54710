/** That each stack has what its article sets up, corrected where the article is wrong. */
import { App } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TopologyStack } from "../../src/constructs/topology-stack";
import type { PolicyDocument, PolicyStatement } from "../../src/policy/document";
import { readTopologies } from "../../src/topology/folder";
import { loadTopology } from "../../src/topology/load";
import type { Topology } from "../../src/topology/topology";
import { resolve } from "../../src/topology/resolve";

interface Terraform {
  readonly locals: Readonly<Record<string, PolicyDocument>>;
  readonly output: Readonly<Record<string, { readonly value: string }>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

const SOURCE = "111111111111";
const DESTINATION = "222222222222";

const outdir = mkdtempSync(join(tmpdir(), "s3porter-"));
afterAll(() => rmSync(outdir, { recursive: true }));

const topologies = new Map(
  readTopologies(join(__dirname, "../../stacks")).map(({ name, topology }) => [name, topology]),
);

function synthesize(name: string, topology = topologies.get(name)): Terraform {
  const stack = new TopologyStack(new App({ outdir }), name, resolve(topology as Topology));
  stack.prepareStack();
  return JSON.parse(JSON.stringify(stack.toTerraform())) as Terraform;
}

/** The statements of a document as `Sid: actions`. */
function summary(document: PolicyDocument | undefined): string[] {
  return (document?.Statement ?? []).map(({ Sid, Action }) => `${Sid}: ${[Action].flat().join(" ")}`);
}

function statement(document: PolicyDocument | undefined, sid: string): PolicyStatement | undefined {
  return document?.Statement.find(({ Sid }) => Sid === sid);
}

const ROOT_ONLY = ["EnableIAMPolicies: kms:*"];
const TLS_ONLY = ["DenyInsecureTransport: s3:*"];

/** What every bucket has that is encrypted with a customer-managed key. */
function expectEncryptedBucket({ resource }: Terraform, name: string, provider: string, key = name): void {
  expect(resource.aws_s3_bucket?.[name]).toMatchObject({ provider });
  expect(resource.aws_s3_bucket_server_side_encryption_configuration?.[name]).toMatchObject({
    provider,
    bucket: `\${aws_s3_bucket.${name}.id}`,
    rule: [
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: `\${aws_kms_key.${key}.arn}`,
        },
        bucket_key_enabled: true,
      },
    ],
  });
  expect(resource.aws_s3_bucket_public_access_block?.[name]).toMatchObject({
    provider,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(resource.aws_s3_bucket_ownership_controls?.[name]).toMatchObject({
    provider,
    rule: { object_ownership: "BucketOwnerEnforced" },
  });
}

function expectKey({ resource }: Terraform, name: string, provider: string, alias: string): void {
  expect(resource.aws_kms_key?.[name]).toMatchObject({
    provider,
    enable_key_rotation: true,
    policy: `\${jsonencode(local.${name}_key_policy)}`,
  });
  expect(resource.aws_kms_alias?.[name]).toMatchObject({ provider, name: alias });
}

describe("copy-with-role", () => {
  const terraform = synthesize("copy-with-role");
  const { locals, output, resource } = terraform;

  test("has an encrypted bucket with a key and an alias in both accounts", () => {
    expectEncryptedBucket(terraform, "source", "aws.source");
    expectKey(terraform, "source", "aws.source", "alias/acme-source");
    expectEncryptedBucket(terraform, "destination", "aws.destination");
    expectKey(terraform, "destination", "aws.destination", "alias/acme-destination");
  });

  test("has the role S3Porter in the destination account, which a named user may assume", () => {
    expect(resource.aws_iam_role?.porter).toMatchObject({ provider: "aws.destination", name: "S3Porter" });
    expect(locals.porter_trust_policy?.Statement).toEqual([
      {
        Sid: "AssumeRole",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${DESTINATION}:user/destination-admin` },
        Action: "sts:AssumeRole",
      },
    ]);
  });

  test("lets the role list and read the source, write the destination, and use both keys", () => {
    expect(resource.aws_iam_role_policy?.porter).toMatchObject({
      provider: "aws.destination",
      role: "${aws_iam_role.porter.name}",
      policy: "${jsonencode(local.porter_identity_policy)}",
    });
    expect(summary(locals.porter_identity_policy)).toEqual([
      "PutDestination: s3:AbortMultipartUpload s3:PutObject s3:PutObjectTagging",
      "EncryptAndDecryptDestination: kms:Decrypt kms:GenerateDataKey",
      "ListSource: s3:ListBucket",
      "GetSource: s3:GetObject s3:GetObjectTagging",
      "DecryptSource: kms:Decrypt",
    ]);
    expect(statement(locals.porter_identity_policy, "ListSource")?.Resource).toBe("arn:aws:s3:::acme-source");
    expect(statement(locals.porter_identity_policy, "DecryptSource")?.Resource).toBe(
      "${aws_kms_key.source.arn}",
    );
  });

  test("lets the role in at the source bucket and its key", () => {
    expect(summary(locals.source_bucket_policy)).toEqual([
      ...TLS_ONLY,
      "ListForPorter: s3:ListBucket",
      "GetForPorter: s3:GetObject s3:GetObjectTagging",
    ]);
    expect(summary(locals.source_key_policy)).toEqual([...ROOT_ONLY, "DecryptSourceForPorter: kms:Decrypt"]);
    for (const document of [locals.source_bucket_policy, locals.source_key_policy]) {
      for (const { Effect, Principal, Condition } of document?.Statement.slice(1) ?? []) {
        expect([Effect, Principal]).toEqual(["Allow", { AWS: `arn:aws:iam::${DESTINATION}:root` }]);
        expect(Condition).toMatchObject({
          ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${DESTINATION}:role/S3Porter` },
        });
      }
    }
  });

  test("leaves the destination's key to its own account, and grants nothing in its bucket policy", () => {
    expect(summary(locals.destination_key_policy)).toEqual(ROOT_ONLY);
    expect(summary(locals.destination_bucket_policy)).toEqual(TLS_ONLY);
  });

  test("tells how to copy, without an SSE flag", () => {
    expect(output.runbook?.value).toContain(
      "aws s3 cp s3://acme-source/ s3://acme-destination/ --recursive --source-region us-east-1 --region us-east-1 --profile porter",
    );
    expect(output.runbook?.value).toContain(
      `[profile porter]\nrole_arn = arn:aws:iam::${DESTINATION}:role/S3Porter\nsource_profile = destination-admin\n`,
    );
    expect(output.runbook?.value).not.toMatch(/^aws .*--sse/m);
    expect(Object.keys(output).sort()).toEqual([
      "destination_bucket_arn",
      "destination_bucket_name",
      "destination_key_arn",
      "porter_role_arn",
      "runbook",
      "source_bucket_arn",
      "source_bucket_name",
      "source_key_arn",
    ]);
  });
});

describe("copy-with-user", () => {
  const terraform = synthesize("copy-with-user");
  const { locals, resource } = terraform;
  const USER = `arn:aws:iam::${DESTINATION}:user/sync_user`;

  test("has the user sync_user in the destination account, with a managed policy", () => {
    expect(resource.aws_iam_user?.sync).toMatchObject({ provider: "aws.destination", name: "sync_user" });
    expect(resource.aws_iam_user_policy_attachment?.sync).toMatchObject({
      user: "${aws_iam_user.sync.name}",
      policy_arn: "${aws_iam_policy.sync.arn}",
    });
  });

  test("has a source whose objects are under two keys, and lets the user decrypt with both", () => {
    expectEncryptedBucket(terraform, "source", "aws.source");
    expectKey(terraform, "archive", "aws.source", "alias/acme-sync-archive");
    const { Statement = [] } = locals.sync_identity_policy ?? {};
    expect(
      Statement.filter(({ Action }) => Action === "kms:Decrypt").map(({ Sid, Resource }) => [Sid, Resource]),
    ).toEqual([
      ["DecryptSource", "${aws_kms_key.source.arn}"],
      ["DecryptSourceUnderArchive", "${aws_kms_key.archive.arn}"],
    ]);
    expect(summary(locals.archive_key_policy)).toEqual([
      ...ROOT_ONLY,
      "DecryptSourceUnderArchiveForSync: kms:Decrypt",
    ]);
  });

  test("encrypts the destination with the source account's key, in the same region", () => {
    expectEncryptedBucket(terraform, "destination", "aws.destination", "source");
    expect(resource.aws_kms_key).not.toHaveProperty("destination");
    expect(summary(locals.source_key_policy)).toEqual([
      ...ROOT_ONLY,
      "EncryptAndDecryptDestinationForSync: kms:Decrypt kms:GenerateDataKey",
      "DecryptSourceForSync: kms:Decrypt",
    ]);
    expect(statement(locals.source_key_policy, "EncryptAndDecryptDestinationForSync")?.Condition).toEqual({
      ArnEquals: { "aws:PrincipalArn": USER },
      StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
      StringLike: {
        "kms:EncryptionContext:aws:s3:arn": [
          "arn:aws:s3:::acme-sync-destination",
          "arn:aws:s3:::acme-sync-destination/*",
        ],
      },
    });
  });

  test("denies any other key at the destination, and lets uploads without headers through", () => {
    const KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    expect(statement(locals.destination_bucket_policy, "DenyOtherKey")).toEqual({
      Sid: "DenyOtherKey",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:PutObject", "s3:ReplicateObject", "s3:UpdateObjectEncryption"],
      Resource: "arn:aws:s3:::acme-sync-destination/*",
      Condition: { ArnNotEquals: { [KEY]: "${aws_kms_key.source.arn}" }, Null: { [KEY]: "false" } },
    });
    const denies =
      locals.destination_bucket_policy?.Statement.filter(({ Effect }) => Effect === "Deny") ?? [];
    // A Deny with a negated operator fires for a header that is not there, unless it asks for the header first.
    for (const { Condition = {} } of denies) {
      for (const [operator, keys] of Object.entries(Condition)) {
        if (!/Not/.test(operator)) continue;
        for (const key of Object.keys(keys)) expect(Condition.Null).toMatchObject({ [key]: "false" });
      }
    }
  });

  test("unencrypted on both sides, it has no key and asks for none", () => {
    const plain = loadTopology(`
accounts:
  source: { id: "111111111111", region: us-east-1 }
  destination: { id: "222222222222", region: us-east-1 }
buckets:
  source: { account: source, name: acme-plain-source, encryption: AES256 }
  destination: { account: destination, name: acme-plain-destination, encryption: AES256 }
principals:
  sync: { account: destination, user: sync_user }
access:
  - { principal: sync, bucket: source, allow: read }
  - { principal: sync, bucket: destination, allow: [write, list] }
`);
    const variant = synthesize("copy-with-user-unencrypted", plain);
    expect(variant.resource).not.toHaveProperty("aws_kms_key");
    expect(JSON.stringify(variant)).not.toContain("kms:");
    expect(summary(variant.locals.sync_identity_policy)).toEqual([
      "ListDestination: s3:ListBucket",
      "PutDestination: s3:AbortMultipartUpload s3:PutObject s3:PutObjectTagging",
      "ListSource: s3:ListBucket",
      "GetSource: s3:GetObject s3:GetObjectTagging",
    ]);
  });
});

describe("shared-with-account", () => {
  const terraform = synthesize("shared-with-account");
  const { locals, output, resource } = terraform;
  const IDENTITY = [
    "ListShared: s3:ListBucket",
    "GetShared: s3:GetObject s3:GetObjectTagging",
    "PutShared: s3:AbortMultipartUpload s3:PutObject s3:PutObjectTagging",
    "EncryptAndDecryptShared: kms:Decrypt kms:GenerateDataKey",
  ];

  test("has a bucket and a key with alias, description, tags and Bucket Key in account A", () => {
    expectEncryptedBucket(terraform, "shared", "aws.a");
    expectKey(terraform, "shared", "aws.a", "alias/s3-acme-shared-account-a");
    expect(resource.aws_kms_key?.shared).toMatchObject({
      description: "Key used for s3://acme-shared-account-a encryption",
      tags: { Purpose: "AWS-KMS-Key" },
    });
  });

  test("shares both with the whole of account B", () => {
    expect(summary(locals.shared_bucket_policy)).toEqual([
      ...TLS_ONLY,
      "ListForPartner: s3:ListBucket",
      "GetForPartner: s3:GetObject s3:GetObjectTagging",
      "PutForPartner: s3:AbortMultipartUpload s3:PutObject s3:PutObjectTagging",
    ]);
    expect(summary(locals.shared_key_policy)).toEqual([
      ...ROOT_ONLY,
      "EncryptAndDecryptSharedForPartner: kms:Decrypt kms:GenerateDataKey",
    ]);
    for (const { Principal, Condition } of locals.shared_bucket_policy?.Statement.slice(1) ?? []) {
      expect([Principal, Condition]).toEqual([{ AWS: `arn:aws:iam::${DESTINATION}:root` }, undefined]);
    }
    expect(output.partner_policy?.value).toBe("${jsonencode(local.partner_identity_policy)}");
  });

  test("attaches inline policies to Ann of A and Dilip of B, who exist", () => {
    expect(resource.aws_iam_user_policy?.ann).toMatchObject({ provider: "aws.a", user: "Ann" });
    expect(resource.aws_iam_user_policy?.dilip).toMatchObject({ provider: "aws.b", user: "Dilip" });
    expect(resource).not.toHaveProperty("aws_iam_user");
    expect(summary(locals.ann_identity_policy)).toEqual(IDENTITY);
    expect(locals.dilip_identity_policy).toEqual(locals.ann_identity_policy);
  });
});

describe("shared-with-principals", () => {
  const terraform = synthesize("shared-with-principals");
  const { locals, resource } = terraform;

  test("creates one role in B and adopts another", () => {
    expectEncryptedBucket(terraform, "shared", "aws.a");
    expect(resource.aws_iam_role).toMatchObject({ uploader: { provider: "aws.b", name: "S3Uploader" } });
    expect(Object.keys(resource.aws_iam_role ?? {})).toEqual(["uploader"]);
    expect(resource.aws_iam_role_policy).toMatchObject({
      uploader: { provider: "aws.b", role: "${aws_iam_role.uploader.name}" },
      analyst: { provider: "aws.b", role: "Analyst" },
    });
  });

  test("grants to those two roles and nobody else", () => {
    const grants = [locals.shared_bucket_policy, locals.shared_key_policy]
      .flatMap((document) => document?.Statement.slice(1) ?? [])
      .map(({ Condition }) => Condition?.ArnEquals?.["aws:PrincipalArn"]);
    expect([...new Set(grants.map((arns) => JSON.stringify(arns)))]).toEqual([
      JSON.stringify([
        `arn:aws:iam::${DESTINATION}:role/Analyst`,
        `arn:aws:iam::${DESTINATION}:role/S3Uploader`,
      ]),
    ]);
  });

  test("grants neither s3:* nor kms:*, and keeps the key's owner root", () => {
    const allows = Object.values(locals)
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect, Sid }) => Effect === "Allow" && Sid !== "EnableIAMPolicies");
    expect(allows.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
    expect(locals.shared_key_policy?.Statement[0]).toEqual({
      Sid: "EnableIAMPolicies",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${SOURCE}:root` },
      Action: "kms:*",
      Resource: "*",
    });
  });
});

describe("replication", () => {
  const terraform = synthesize("replication");
  const { locals, output, resource } = terraform;

  test("versions both buckets, which are encrypted with keys of their own", () => {
    for (const [name, provider] of Object.entries({ source: "aws.source", destination: "aws.destination" })) {
      expectEncryptedBucket(terraform, name, provider);
      expect(resource.aws_s3_bucket_versioning?.[name]).toMatchObject({
        provider,
        versioning_configuration: { status: "Enabled" },
      });
    }
  });

  test("has a role in the source account that S3 assumes", () => {
    expect(resource.aws_iam_role?.source_replication).toMatchObject({
      provider: "aws.source",
      name: "acme-replication",
    });
    expect(locals.source_replication_trust_policy?.Statement).toMatchObject([
      { Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    expect(summary(locals.source_replication_identity_policy)).toEqual([
      "ReadConfigurationSource: s3:GetReplicationConfiguration s3:ListBucket",
      "GetVersionsSource: s3:GetObjectVersionAcl s3:GetObjectVersionAnnotationForReplication s3:GetObjectVersionForReplication s3:GetObjectVersionTagging",
      "DecryptSource: kms:Decrypt",
      "ReplicateDestination: s3:ReplicateDelete s3:ReplicateObject s3:ReplicateTags",
      "EncryptDestination: kms:Decrypt kms:Encrypt kms:GenerateDataKey",
    ]);
  });

  test("lets the role in at the destination bucket and its key, and at nothing else", () => {
    expect(summary(locals.destination_bucket_policy)).toEqual([
      ...TLS_ONLY,
      "ReplicateForSourceReplication: s3:ReplicateDelete s3:ReplicateObject s3:ReplicateTags",
    ]);
    expect(summary(locals.destination_key_policy)).toEqual([
      ...ROOT_ONLY,
      "EncryptDestinationForSourceReplication: kms:Decrypt kms:Encrypt kms:GenerateDataKey",
    ]);
    expect(summary(locals.source_bucket_policy)).toEqual(TLS_ONLY);
    expect(summary(locals.source_key_policy)).toEqual(ROOT_ONLY);
  });

  test("replicates SSE-KMS objects under the replica key's full ARN", () => {
    expect(resource.aws_s3_bucket_replication_configuration?.source).toMatchObject({
      provider: "aws.source",
      role: "${aws_iam_role.source_replication.arn}",
      rule: [
        {
          status: "Enabled",
          priority: 1,
          filter: { prefix: "" },
          delete_marker_replication: { status: "Enabled" },
          source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
          destination: {
            account: DESTINATION,
            bucket: "arn:aws:s3:::acme-replication-destination",
            encryption_configuration: { replica_kms_key_id: "${aws_kms_key.destination.arn}" },
          },
        },
      ],
    });
  });

  test("waits for both versionings and for the policies", () => {
    expect(resource.aws_s3_bucket_replication_configuration?.source?.depends_on).toEqual([
      "aws_iam_role_policy.source_replication",
      "aws_s3_bucket_policy.destination",
      "aws_s3_bucket_versioning.destination",
      "aws_s3_bucket_versioning.source",
    ]);
  });

  test("tells how to see it work", () => {
    expect(output.runbook?.value).toContain("--query ReplicationStatus");
  });
});
