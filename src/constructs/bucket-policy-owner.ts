/** The bucket policy, which the stack owns, or whose statements it hands over to the administrators of the bucket. */
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import type { TerraformResourceLifecycle } from "cdktf";
import { BUCKET_POLICY } from "../aws/policy-limits";
import { bucketPolicy } from "../policy/bucket-policy";
import type { Bucket } from "../topology/model";
import type { Text } from "../topology/text";
import { claimAddress } from "./addresses";
import type { ConfiguredBucket } from "./bucket-settings";
import type { Edges, IBucket } from "./edges";
import { merged } from "./existing-policy";
import { withAdded } from "./own-statements";
import { ownerIn, PolicyHandover } from "./policy-handover";
import { shorterBucketPolicy } from "./policy-length";
import { PolicyLocal } from "./policy-local";

/** A bucket with what its policy is for. */
interface GrantedBucket extends ConfiguredBucket, Omit<IBucket, keyof ConfiguredBucket> {
  readonly intents: Edges;
}

/** The document, with the user's own statements and, if the stack merges them, those that the policy has already. */
export function bucketPolicyDocument(bucket: GrantedBucket, said: Bucket<Text>): PolicyLocal {
  const at = { title: `the policy of bucket ${bucket.name}`, construct: bucket.node.path };
  const documentOf = (edges: Edges) =>
    withAdded(
      { ...at, property: "statements" },
      said.statements,
      merged(at, said.existing?.policy, bucketPolicy(bucket, edges)),
    );
  return new PolicyLocal(bucket, "policy-document", {
    name: `${bucket.name}_bucket_policy`,
    limit: BUCKET_POLICY,
    produce: () => documentOf(bucket.intents),
    granting: {
      title: at.title,
      edges: () => bucket.intents,
      documentsOf: (edges) => [documentOf(edges)],
      repair: shorterBucketPolicy,
    },
  });
}

/**
 * @param lifecycle of the policy of a bucket that exists already: Terraform deletes the policy when it destroys this, and
 *   statements of others are lost
 */
export function ownPolicy(
  bucket: ConfiguredBucket,
  document: PolicyLocal,
  lifecycle?: TerraformResourceLifecycle,
): S3BucketPolicy {
  const { name, account, bucketReference } = bucket;
  return claimAddress(
    new S3BucketPolicy(bucket, "policy", {
      provider: account.provider,
      bucket: bucketReference,
      policy: document.json,
      lifecycle,
    }),
    name,
  );
}

/** @param given how the bucket is taken to be configured */
export function handOverPolicy(
  bucket: GrantedBucket,
  document: PolicyLocal,
  given: () => readonly string[],
): PolicyHandover {
  const { name, bucketName, bucketArn, account } = bucket;
  return new PolicyHandover(bucket, "handover", {
    kind: "bucket",
    name,
    resource: bucketName,
    arn: bucketArn,
    owner: ownerIn(account),
    document,
    given,
  });
}
