import { findUnmodelledValues } from "./unmodelled";
import type { ResourceValues } from "./values/terraform-values";

const PRIVATE_BUCKET = {
  acceleration_status: "",
  acl: null,
  arn: "arn:aws:s3:::acme",
  bucket: "acme",
  bucket_domain_name: "acme.s3.amazonaws.com",
  bucket_prefix: "",
  bucket_regional_domain_name: "acme.s3.us-east-1.amazonaws.com",
  cors_rule: [],
  force_destroy: false,
  grant: [],
  hosted_zone_id: "Z3AQBSTGFYJSTF",
  id: "acme",
  lifecycle_rule: [],
  logging: [],
  object_lock_configuration: [],
  object_lock_enabled: false,
  policy: "",
  region: "us-east-1",
  replication_configuration: [],
  request_payer: "BucketOwner",
  server_side_encryption_configuration: [],
  tags: null,
  tags_all: {},
  timeouts: null,
  versioning: [],
  website: [],
  website_domain: null,
  website_endpoint: null,
};

const KEY = {
  arn: "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  bypass_policy_lockout_safety_check: false,
  custom_key_store_id: "",
  customer_master_key_spec: "SYMMETRIC_DEFAULT",
  deletion_window_in_days: null,
  description: "objects of acme",
  enable_key_rotation: true,
  id: "1234abcd-12ab-34cd-56ef-1234567890ab",
  is_enabled: true,
  key_id: "1234abcd-12ab-34cd-56ef-1234567890ab",
  key_usage: "ENCRYPT_DECRYPT",
  multi_region: false,
  policy: '{"Statement":[]}',
  rotation_period_in_days: 365,
  tags: { Team: "data" },
  tags_all: { Team: "data" },
  timeouts: null,
  xks_key_id: "",
};

const ROLE = {
  arn: "arn:aws:iam::111111111111:role/Copy",
  assume_role_policy: '{"Statement":[]}',
  create_date: "2026-11-26T20:00:00Z",
  description: "",
  force_detach_policies: false,
  id: "Copy",
  inline_policy: [],
  managed_policy_arns: [],
  max_session_duration: 3600,
  name: "Copy",
  name_prefix: "",
  path: "/",
  permissions_boundary: "",
  tags: null,
  tags_all: {},
  unique_id: "AROAEXAMPLE",
};

function unmodelled(type: string, values: object, mode: ResourceValues["mode"] = "managed") {
  const resource = { address: `${type}.x`, mode, type, name: "x", values: { ...values }, dependencies: [] };
  return findUnmodelledValues([resource]).map(
    ({ argument, canAllow }) => `${argument ?? "all"}${canAllow ? " can allow" : ""}`,
  );
}

test.each<[string, object]>([
  ["aws_s3_bucket", PRIVATE_BUCKET],
  ["aws_kms_key", KEY],
  ["aws_iam_role", ROLE],
  [
    "aws_s3_bucket_versioning",
    {
      bucket: "acme",
      expected_bucket_owner: "",
      id: "acme",
      mfa: null,
      versioning_configuration: [{ mfa_delete: "", status: "Enabled" }],
    },
  ],
  ["aws_s3_bucket_lifecycle_configuration", { bucket: "acme", rule: [{ id: "old", status: "Enabled" }] }],
])("the computed attributes and the defaults of %s change nothing", (type, values) => {
  expect(unmodelled(type, values)).toEqual([]);
});

test.each<[string, object, string[]]>([
  ["aws_s3_bucket", { ...PRIVATE_BUCKET, lifecycle_rule: [{ enabled: true }], cors_rule: [{}] }, []],
  ["aws_s3_bucket", { ...PRIVATE_BUCKET, request_payer: "Requester" }, []],
  ["aws_s3_bucket", { ...PRIVATE_BUCKET, object_lock_enabled: true }, []],
  ["aws_s3_bucket", { ...PRIVATE_BUCKET, portal: "on" }, ["portal can allow"]],
  ["aws_kms_key", { ...KEY, is_enabled: false, key_usage: "SIGN_VERIFY" }, []],
  ["aws_kms_key", { ...KEY, custom_key_store_id: "cks-1234567890abcdef0" }, ["custom_key_store_id"]],
  ["aws_s3_bucket_portal", {}, ["all can allow"]],
  ["aws_vpc_endpoint", {}, ["all"]],
])("what matters in %s", (type, values, expected) => {
  expect(unmodelled(type, values)).toEqual(expected);
});

test("a data source changes nothing", () => {
  expect(unmodelled("aws_s3_bucket_portal", {}, "data")).toEqual([]);
});
