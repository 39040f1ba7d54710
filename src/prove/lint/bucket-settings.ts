import type { Bucket } from "../../estate/estate";

/** Whether a setting is known. That of an existing bucket is, if Terraform sets it. */
export function isKnown({ existing }: Bucket, { address }: { readonly address?: string }): boolean {
  return !existing || address !== undefined;
}

/** Whether ACLs are surely disabled, so that the owner of the bucket owns every object. */
export function isEnforced(bucket: Bucket): boolean {
  return bucket.ownership.objectOwnership === "BucketOwnerEnforced" && isKnown(bucket, bucket.ownership);
}
