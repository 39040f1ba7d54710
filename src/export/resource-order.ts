import type { Model } from "../topology/model";

interface Resource {
  readonly type: string;
  readonly name: string;
}

/** In the order of creation. */
const TYPES = [
  "aws_kms_key",
  "aws_kms_alias",
  "aws_s3_bucket",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_s3_bucket_policy",
  "aws_iam_role",
  "aws_iam_user",
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_user_policy",
  "aws_iam_role_policy_attachment",
  "aws_iam_user_policy_attachment",
  "aws_s3_bucket_replication_configuration",
];

/** Groups the resources of each bucket and principal, in the order of creation. */
export function byPlace({ keys, buckets, principals }: Model) {
  const names = [...keys, ...buckets, ...principals].map(({ name }) => name);
  const place = ({ type, name }: Resource): [number, number] => {
    const at = names.indexOf(name);
    // For example source_replication, the role of the bucket source.
    const owner = at >= 0 ? at : names.findIndex((each) => name.startsWith(`${each}_`));
    return [owner >= 0 ? owner : names.length, TYPES.indexOf(type)];
  };
  return (a: Resource, b: Resource): number => {
    const [[ownerA, typeA], [ownerB, typeB]] = [place(a), place(b)];
    return ownerA - ownerB || typeA - typeB;
  };
}
