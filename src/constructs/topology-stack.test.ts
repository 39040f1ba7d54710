import { newApp, summary, terraformOf } from "../../test/fixtures/stack";
import { resolve } from "../topology/resolve";
import type { Topology } from "../topology/topology";
import { TopologyStack } from "./topology-stack";

const ACCOUNTS = {
  a: { id: "111111111111", region: "us-east-1" },
  b: { id: "222222222222", region: "us-east-1" },
};
const SOURCE = { source: { account: "a", name: "acme-source" } };

function synthesize(topology: Partial<Topology>) {
  return terraformOf(
    new TopologyStack(newApp(), "test", resolve({ accounts: ACCOUNTS, buckets: SOURCE, ...topology })),
  );
}

test("an account has all that its entry says", () => {
  const { provider } = synthesize({
    accounts: {
      a: {
        ...ACCOUNTS.a,
        profile: "a-admin",
        assume_role: {
          role_arn: "arn:aws:iam::111111111111:role/Deployer",
          external_id: "acme-42",
          session_name: "s3porter",
        },
        endpoints: { kms: "http://127.0.0.1:5000" },
        default_tags: { Team: "data" },
      },
    },
  });
  expect(provider.aws).toEqual([
    {
      alias: "a",
      allowed_account_ids: ["111111111111"],
      region: "us-east-1",
      profile: "a-admin",
      assume_role: [
        {
          role_arn: "arn:aws:iam::111111111111:role/Deployer",
          external_id: "acme-42",
          session_name: "s3porter",
        },
      ],
      endpoints: [{ kms: "http://127.0.0.1:5000" }],
      default_tags: [{ tags: { Team: "data" } }],
    },
  ]);
});

test("buckets and keys have all that their entries say", () => {
  const { resource } = synthesize({
    keys: { archive: { account: "a", alias: "alias/acme-archive", description: "Before 2024" } },
    buckets: {
      // Before its lender, in the file and by name.
      borrower: { account: "b", name: "acme-borrower", key: "source", bucket_key_enabled: false },
      source: {
        account: "a",
        name: "acme-source",
        key: { deletion_window_in_days: 7, tags: { Team: "data" } },
        other_keys: ["archive"],
        versioning: true,
        force_destroy: true,
        tags: { Team: "data" },
      },
      plain: { account: "a", name: "acme-plain", encryption: "AES256" },
    },
  });
  expect(resource.aws_kms_key).toMatchObject({
    archive: { description: "Before 2024" },
    source: {
      description: "Encrypts the objects of s3://acme-source",
      deletion_window_in_days: 7,
      tags: { Team: "data" },
    },
  });
  expect(Object.keys(resource.aws_kms_key ?? {})).toEqual(["archive", "source"]);
  expect(resource.aws_kms_alias).toMatchObject({
    archive: { name: "alias/acme-archive" },
    source: { name: "alias/acme-source" },
  });
  expect(resource.aws_s3_bucket?.source).toMatchObject({ force_destroy: true, tags: { Team: "data" } });
  expect(Object.keys(resource.aws_s3_bucket_versioning ?? {})).toEqual(["source"]);
  expect(resource.aws_s3_bucket_server_side_encryption_configuration?.borrower?.rule).toEqual([
    {
      apply_server_side_encryption_by_default: {
        sse_algorithm: "aws:kms",
        kms_master_key_id: "${aws_kms_key.source.arn}",
      },
      bucket_key_enabled: false,
    },
  ]);
});

test("principals have all that their entries say", () => {
  const { locals, output, resource } = synthesize({
    principals: {
      porter: {
        account: "b",
        role: "S3Porter",
        path: "/service/",
        assumed_by: ["ec2.amazonaws.com", "arn:aws:iam::222222222222:root"],
        external_id: "acme-42",
        permissions_boundary: "arn:aws:iam::222222222222:policy/Boundary",
        granted_as: "arn",
      },
      analyst: { account: "b", role: "Analyst", existing: true },
      sync: { account: "b", user: "sync_user" },
      ann: { account: "b", user: "Ann", existing: true },
      partner: { account: "b", entire_account: true },
    },
    access: ["porter", "analyst", "sync", "ann", "partner"].map((principal) => ({
      principal,
      bucket: "source",
      allow: "delete" as const,
    })),
  });
  expect(resource.aws_iam_role).toMatchObject({
    porter: {
      name: "S3Porter",
      path: "/service/",
      permissions_boundary: "arn:aws:iam::222222222222:policy/Boundary",
    },
  });
  expect(resource.aws_s3_bucket_policy?.source?.depends_on).toContain("aws_iam_role.porter");
  expect(locals.porter_trust_policy?.Statement[0]?.Condition).toEqual({
    StringEquals: { "sts:ExternalId": "acme-42" },
  });
  expect(Object.keys(resource.aws_iam_role_policy ?? {})).toEqual(["analyst", "porter"]);
  expect(resource.aws_iam_user).toMatchObject({ sync: { name: "sync_user" } });
  expect(resource.aws_iam_user_policy).toMatchObject({ ann: { user: "Ann" } });
  expect(output).toHaveProperty("partner_policy");
});

const ROLE = { porter: { account: "b", role: "S3Porter", existing: true } };

test.each<[NonNullable<Topology["access"]>[number]["allow"], string[]]>([
  ["read", ["List", "Get"]],
  ["write", ["Put"]],
  ["read_write", ["List", "Get", "Put"]],
  ["list", ["List"]],
  ["get", ["Get"]],
  ["put", ["Put"]],
  ["delete", ["Delete"]],
  [
    ["write", "list"],
    ["List", "Put"],
  ],
])("to allow %j is to grant %j", (allow, verbs) => {
  const { locals } = synthesize({
    buckets: { source: { ...SOURCE.source, encryption: "AES256" } },
    principals: ROLE,
    access: [{ principal: "porter", bucket: "source", allow }],
  });
  expect(locals.porter_identity_policy?.Statement.map(({ Sid }) => Sid)).toEqual(
    verbs.map((verb) => `${verb}Source`),
  );
});

test("replication has all that its entry says", () => {
  const { locals, resource } = synthesize({
    buckets: {
      source: { ...SOURCE.source, bucket_key_enabled: false },
      destination: { account: "b", name: "acme-destination", bucket_key_enabled: false },
    },
    replication: [
      {
        from: "source",
        to: "destination",
        prefix: "in/",
        role: "Replicator",
        delete_markers: true,
        minimal_kms: true,
      },
    ],
  });
  expect(resource.aws_iam_role?.source_replication?.name).toBe("Replicator");
  expect(resource.aws_s3_bucket_replication_configuration?.source?.rule).toMatchObject([
    { filter: { prefix: "in/" }, delete_marker_replication: { status: "Enabled" } },
  ]);
  expect(summary(locals.destination_key_policy)[1]).toBe(
    "EncryptDestinationForSourceReplication: kms:Encrypt",
  );
});

test.each<[string, Topology["backend"], string]>([
  ["a file", undefined, ">= 1.5"],
  ["S3, with a lock file,", { s3: { bucket: "acme-state", region: "us-east-1" } }, ">= 1.10"],
])("state in %s takes Terraform %s", (_, backend, version) => {
  expect(synthesize({ backend }).terraform.required_version).toBe(version);
});

test("a topology that was not loaded, and names what it does not have, is refused", () => {
  expect(() => synthesize({ access: [{ principal: "porter", bucket: "source", allow: "read" }] })).toThrow(
    new Error("the topology has no porter; load it with loadTopology, which reports the place"),
  );
});
