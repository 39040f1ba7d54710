/**
 * The resource types that are read, and what is known about their arguments. An argument that is not listed here can
 * change who can do what, and is reported.
 */
export interface ModelledType {
  /** Arguments and blocks of the resource that are read. */
  readonly read: ReadonlySet<string>;
  /** Those, and those that do not change who can do what. Arguments in blocks are written with dots. */
  readonly known: ReadonlySet<string>;
  /** Blocks whose arguments are checked one by one. */
  readonly blocks: ReadonlySet<string>;
  /** Arguments that change something unless they have one of these values, such as AWS's default. */
  readonly harmless: Readonly<Record<string, readonly unknown[]>>;
  /** Arguments that are not read, and cannot allow anything whatever they are. */
  readonly settings: ReadonlySet<string>;
}

/** Attributes of every type that do not change who can do what, or that AWS computes from others. */
const HARMLESS = [
  "account_id",
  "arn",
  "attachment_count",
  "bucket_domain_name",
  "bucket_prefix",
  "bucket_region",
  "bucket_regional_domain_name",
  "create_date",
  "deletion_window_in_days",
  "delay_after_policy_creation_in_ms",
  "description",
  "expected_bucket_owner",
  "force_destroy",
  "force_detach_policies",
  "hosted_zone_id",
  "id",
  "key_id",
  "max_session_duration",
  "mfa",
  "name_prefix",
  "policy_id",
  "rotation_period_in_days",
  "skip_destroy",
  "tags",
  "tags_all",
  "target_key_arn",
  "timeouts",
  "token",
  "unique_id",
  "website_domain",
  "website_endpoint",
];

const REPLICA = { bypass_policy_lockout_safety_check: [false] };

/** What a key is for. */
const USE = ["customer_master_key_spec", "key_spec", "key_usage"];

/** Arguments of keys with imported material. */
const IMPORTED = ["expiration_model", "key_material_base64", "key_state", "valid_to"];

const MODELLED: ReadonlyMap<string, ModelledType> = new Map(
  Object.entries({
    aws_s3_bucket: modelled(
      [
        "bucket",
        "bucket_namespace",
        "region",
        "acl",
        "grant",
        "policy",
        "replication_configuration",
        "server_side_encryption_configuration",
        "versioning.enabled",
        "request_payer",
        "object_lock_enabled",
        "object_lock_configuration.object_lock_enabled",
        "object_lock_configuration.rule.default_retention.mode",
        "object_lock_configuration.rule.default_retention.days",
        "object_lock_configuration.rule.default_retention.years",
      ],
      {
        "versioning.mfa_delete": [false],
      },
      ["versioning.mfa_delete"],
      ["acceleration_status", "cors_rule", "lifecycle_rule", "logging", "website"],
    ),
    aws_s3_account_public_access_block: modelled([
      "account_id",
      "block_public_acls",
      "block_public_policy",
      "ignore_public_acls",
      "restrict_public_buckets",
    ]),
    aws_s3_access_point: modelled(
      ["name", "bucket", "region", "policy", "vpc_configuration"],
      {},
      [],
      [
        "alias",
        "bucket_account_id",
        "domain_name",
        "endpoints",
        "has_public_access_policy",
        "network_origin",
        "public_access_block_configuration",
      ],
    ),
    aws_s3control_access_point_policy: modelled(
      ["access_point_arn", "policy", "region"],
      {},
      [],
      ["has_public_access_policy"],
    ),
    aws_s3_bucket_acl: modelled(["bucket", "region", "acl", "access_control_policy"]),
    aws_s3_bucket_policy: modelled(["bucket", "policy", "region"]),
    aws_s3_bucket_request_payment_configuration: modelled(["bucket", "payer", "region"]),
    aws_s3_bucket_public_access_block: modelled([
      "bucket",
      "region",
      "block_public_acls",
      "block_public_policy",
      "ignore_public_acls",
      "restrict_public_buckets",
    ]),
    aws_s3_bucket_ownership_controls: modelled(["bucket", "region", "rule.object_ownership"]),
    aws_s3_bucket_server_side_encryption_configuration: modelled(
      [
        "bucket",
        "region",
        "rule.apply_server_side_encryption_by_default.sse_algorithm",
        "rule.apply_server_side_encryption_by_default.kms_master_key_id",
        "rule.bucket_key_enabled",
      ],
      // Whether S3 refuses SSE-C by itself. The proof expects that of policies only.
      { "rule.blocked_encryption_types": ["SSE-C", "NONE"] },
      ["rule.blocked_encryption_types"],
    ),
    aws_s3_bucket_versioning: modelled(
      ["bucket", "region", "versioning_configuration.status"],
      { "versioning_configuration.mfa_delete": ["Disabled"] },
      ["versioning_configuration.mfa_delete"],
    ),
    aws_s3_bucket_object_lock_configuration: modelled([
      "bucket",
      "region",
      "object_lock_enabled",
      "rule.default_retention.mode",
      "rule.default_retention.days",
      "rule.default_retention.years",
    ]),
    aws_s3_bucket_replication_configuration: modelled([
      "bucket",
      "region",
      "role",
      "rule.id",
      "rule.priority",
      "rule.status",
      "rule.prefix",
      "rule.filter.prefix",
      "rule.filter.tag.key",
      "rule.filter.tag.value",
      "rule.filter.and.prefix",
      "rule.filter.and.tags",
      "rule.delete_marker_replication.status",
      "rule.source_selection_criteria.sse_kms_encrypted_objects.status",
      "rule.destination.bucket",
      "rule.destination.account",
      "rule.destination.access_control_translation.owner",
      "rule.destination.encryption_configuration.replica_kms_key_id",
      "rule.destination.metrics",
      "rule.destination.replication_time",
      "rule.destination.storage_class",
      "rule.existing_object_replication.status",
      "rule.source_selection_criteria.replica_modifications.status",
    ]),
    aws_kms_key: modelled(
      ["policy", "region", "enable_key_rotation", "multi_region", "is_enabled", ...USE],
      { bypass_policy_lockout_safety_check: [false] },
      ["bypass_policy_lockout_safety_check", "custom_key_store_id", "xks_key_id"],
    ),
    aws_kms_external_key: modelled(
      ["policy", "region", "multi_region", "enabled", ...USE],
      { bypass_policy_lockout_safety_check: [false] },
      ["bypass_policy_lockout_safety_check"],
      IMPORTED,
    ),
    aws_kms_replica_key: modelled(
      ["policy", "region", "primary_key_arn", "enabled", ...USE],
      REPLICA,
      Object.keys(REPLICA),
      ["key_rotation_enabled"],
    ),
    aws_kms_replica_external_key: modelled(
      ["policy", "region", "primary_key_arn", "enabled", ...USE],
      REPLICA,
      Object.keys(REPLICA),
      IMPORTED,
    ),
    aws_kms_key_policy: modelled(
      ["policy", "region", "key_id"],
      { bypass_policy_lockout_safety_check: [false] },
      ["bypass_policy_lockout_safety_check"],
    ),
    aws_kms_grant: modelled(
      ["region", "key_id", "grantee_principal", "operations", "constraints"],
      {},
      [],
      ["name", "grant_creation_tokens", "grant_id", "grant_token", "retire_on_delete", "retiring_principal"],
    ),
    aws_kms_alias: modelled(["name", "region", "target_key_id"]),
    aws_iam_openid_connect_provider: modelled(["url", "client_id_list"], {}, [], ["thumbprint_list"]),
    aws_iam_instance_profile: modelled(["name", "path", "role"]),
    aws_iam_role: modelled([
      "name",
      "path",
      "permissions_boundary",
      "assume_role_policy",
      "inline_policy.name",
      "inline_policy.policy",
      "managed_policy_arns",
    ]),
    aws_iam_role_policies_exclusive: modelled(["role_name", "policy_names"]),
    aws_iam_role_policy_attachments_exclusive: modelled(["role_name", "policy_arns"]),
    aws_iam_role_policy: modelled(["name", "role", "policy"]),
    aws_iam_role_policy_attachment: modelled(["role", "policy_arn"]),
    aws_iam_policy: modelled(["name", "path", "policy"]),
    aws_iam_user: modelled(["name", "path", "permissions_boundary"]),
    aws_iam_user_policy: modelled(["name", "user", "policy"]),
    aws_iam_user_policy_attachment: modelled(["user", "policy_arn"]),
    aws_iam_user_policies_exclusive: modelled(["user_name", "policy_names"]),
    aws_iam_user_policy_attachments_exclusive: modelled(["user_name", "policy_arns"]),
    aws_iam_user_group_membership: modelled(["user", "groups"]),
    aws_iam_group: modelled(["name", "path"]),
    aws_iam_group_membership: modelled(["name", "group", "users"]),
    aws_iam_group_policy: modelled(["name", "group", "policy"]),
    aws_iam_group_policy_attachment: modelled(["group", "policy_arn"]),
    aws_iam_group_policies_exclusive: modelled(["group_name", "policy_names"]),
    aws_iam_group_policy_attachments_exclusive: modelled(["group_name", "policy_arns"]),
    aws_iam_policy_attachment: modelled(["name", "policy_arn", "roles", "users", "groups"]),
  }),
);

/** What is known about a resource type; undefined if the type is not read. */
export function modelledType(type: string): ModelledType | undefined {
  return MODELLED.get(type);
}

/**
 * `rule.filter.prefix` is an argument, `rule` and `rule.filter` are blocks.
 *
 * @param meaningless arguments that do not change who can do what, besides HARMLESS
 */
function modelled(
  read: readonly string[],
  harmless: ModelledType["harmless"] = {},
  settings: readonly string[] = [],
  meaningless: readonly string[] = [],
): ModelledType {
  const blocks = [...read, ...Object.keys(harmless)].flatMap((path) => {
    const steps = path.split(".");
    return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join("."));
  });
  return {
    read: new Set(read.map((path) => path.split(".")[0] as string)),
    known: new Set([...read, ...HARMLESS, ...meaningless]),
    blocks: new Set(blocks),
    harmless,
    settings: new Set(settings),
  };
}
