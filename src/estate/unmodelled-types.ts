import type { Unmodelled } from "./estate";
import type { ResourceBlock } from "./terraform/configuration";

/** Types that can change who can do what with buckets and keys. */
const RELEVANT = /^aws_(?:iam|s3|s3control|kms|organizations|vpc_endpoint)(?:_|$)/;

/** What a resource that is not read can change. */
type Effect = Pick<Unmodelled, "reason" | "canAllow">;

/** What resources of some types can change. */
interface Row extends Effect {
  /** Without `aws_`. */
  readonly types: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    canAllow: true,
    reason: "an access point has a policy of its own",
    types: [
      "s3control_multi_region_access_point",
      "s3control_multi_region_access_point_policy",
      "s3control_object_lambda_access_point",
      "s3control_object_lambda_access_point_policy",
    ],
  },
  {
    canAllow: true,
    reason: "an access grant allows requests without a policy that names the caller",
    types: ["s3control_access_grant", "s3control_access_grants_instance_resource_policy"],
  },
  {
    canAllow: true,
    reason: "conditions on the tags of a bucket match once it is enabled",
    types: ["s3_bucket_abac"],
  },
  {
    canAllow: false,
    reason: "it concerns how callers sign in, and not what they can do",
    types: [
      "iam_access_key",
      "iam_account_alias",
      "iam_account_password_policy",
      "iam_organizations_features",
      "iam_outbound_web_identity_federation",
      "iam_saml_provider",
      "iam_security_token_service_preferences",
      "iam_server_certificate",
      "iam_service_specific_credential",
      "iam_signing_certificate",
      "iam_user_login_profile",
      "iam_user_ssh_key",
      "iam_virtual_mfa_device",
    ],
  },
  {
    canAllow: false,
    reason: "only its service can use the role",
    types: ["iam_service_linked_role"],
  },
  {
    canAllow: false,
    reason: "it concerns keys and key stores, and no policy",
    types: ["kms_ciphertext", "kms_custom_key_store"],
  },
  {
    canAllow: false,
    reason: "policies of an organization can only deny",
    types: [
      "organizations_account",
      "organizations_delegated_administrator",
      "organizations_organization",
      "organizations_organizational_unit",
      "organizations_policy",
      "organizations_policy_attachment",
      "organizations_resource_policy",
    ],
  },
  {
    canAllow: false,
    reason: "it is a setting, and allows no request",
    types: [
      "s3control_access_grants_instance",
      "s3control_access_grants_location",
      "s3control_directory_bucket_access_point_scope",
    ],
  },
  {
    canAllow: false,
    reason: "buckets of this type are not proved",
    types: [
      "s3_directory_bucket",
      "s3control_bucket",
      "s3control_bucket_lifecycle_configuration",
      "s3control_bucket_policy",
    ],
  },
  {
    canAllow: false,
    reason: "endpoints can only deny",
    types: [
      "vpc_endpoint",
      "vpc_endpoint_connection_accepter",
      "vpc_endpoint_connection_notification",
      "vpc_endpoint_policy",
      "vpc_endpoint_private_dns",
      "vpc_endpoint_route_table_association",
      "vpc_endpoint_security_group_association",
      "vpc_endpoint_service",
      "vpc_endpoint_service_allowed_principal",
      "vpc_endpoint_service_private_dns_verification",
      "vpc_endpoint_subnet_association",
    ],
  },
];

const EFFECTS: ReadonlyMap<string, Effect> = new Map(
  ROWS.flatMap(({ types, reason, canAllow }) => types.map((type) => [`aws_${type}`, { reason, canAllow }])),
);

/** Types that neither allow nor deny any request. */
const HARMLESS: ReadonlySet<string> = new Set([
  "aws_s3_bucket_accelerate_configuration",
  "aws_s3_bucket_analytics_configuration",
  "aws_s3_bucket_cors_configuration",
  "aws_s3_bucket_intelligent_tiering_configuration",
  "aws_s3_bucket_inventory",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_metadata_configuration",
  "aws_s3_bucket_metric",
  "aws_s3_bucket_notification",
  "aws_s3_bucket_website_configuration",
  "aws_s3control_storage_lens_configuration",
]);

/** A type that is newer than this table can allow anything. */
const UNKNOWN: Effect = { canAllow: true, reason: "its effects are not known" };

const PRIVATE: Effect = { canAllow: false, reason: "its ACL allows the owner alone" };

/** What a resource of a type that is not read can change; undefined if nothing of buckets and keys. */
export function effectOf({ type, arguments: args }: ResourceBlock): Effect | undefined {
  if (!RELEVANT.test(type) || HARMLESS.has(type)) return undefined;
  if (OBJECTS.has(type)) return objectEffect(args);
  return EFFECTS.get(type) ?? UNKNOWN;
}

const OBJECTS = new Set(["aws_s3_bucket_object", "aws_s3_object", "aws_s3_object_copy"]);

const OWNERS_ALONE: readonly unknown[] = [undefined, null, "private", "bucket-owner-full-control"];

/** An object can have an ACL too. */
function objectEffect({ acl, grant }: ResourceBlock["arguments"]): Effect {
  return OWNERS_ALONE.includes(acl) && grant === undefined
    ? PRIVATE
    : { canAllow: true, reason: "its ACL can allow requests without any policy" };
}
