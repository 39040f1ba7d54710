import type { Model } from "../topology/model";

interface Resource {
  readonly type: string;
  readonly name: string;
}

/** In the order of creation. */
const TYPES = [
  "aws_kms_key",
  "aws_kms_replica_key",
  "aws_kms_alias",
  "aws_kms_key_policy",
  "aws_s3_bucket",
  "aws_cloudcontrolapi_resource",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_policy",
  "aws_iam_openid_connect_provider",
  "aws_iam_role",
  "aws_iam_instance_profile",
  "aws_iam_user",
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_user_policy",
  "aws_iam_role_policy_attachment",
  "aws_iam_user_policy_attachment",
  "aws_s3_bucket_replication_configuration",
  "aws_s3_bucket_notification",
  "aws_cloudwatch_metric_alarm",
  "aws_datasync_location_s3",
  "aws_datasync_task",
];

/** Groups the resources of each bucket and principal, in the order of creation. */
export function byPlace({ keys, buckets, principals, replications }: Model) {
  const owners = new Map<string, number>();
  [...keys, ...buckets, ...principals].forEach(({ name }, index) => {
    if (!owners.has(name)) owners.set(name, index);
  });
  for (const { from, role } of replications) {
    const bucket = owners.get(from.name);
    if (bucket !== undefined && !owners.has(role.name)) owners.set(role.name, bucket);
  }
  const ownerOf = (name: string) => owners.get(name) ?? owners.get(name.replace(/_policy_\d+$/, ""));
  const place = ({ type, name }: Resource): [number, number] => [
    ownerOf(name) ?? owners.size,
    TYPES.indexOf(type),
  ];
  return (a: Resource, b: Resource): number => {
    const [[ownerA, typeA], [ownerB, typeB]] = [place(a), place(b)];
    return ownerA - ownerB || typeA - typeB;
  };
}
