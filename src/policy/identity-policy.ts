import { type Conditions, type PolicyDocument, toDocument } from "./document";
import type { Bucket, Intents } from "./intents";
import { type Need, needsOf } from "./needs";
import { grant, needSid, s3Resources } from "./statements";

/** @param intents only those of the role or user that the policy is for */
export function identityPolicy(intents: Intents): PolicyDocument {
  return toDocument(needsOf(intents).map(identityStatement));
}

function identityStatement(need: Need) {
  if (need.key) return grant(need, needSid(need), { resources: [need.key.keyArn] });
  return grant(need, needSid(need), {
    resources: s3Resources(need),
    conditions: need.sentBy === "principal" ? inAccountOf(need.bucket) : undefined,
  });
}

/**
 * The ARN of a bucket names no account. If the bucket is deleted, a stranger can take its name and receive the objects.
 * AWS documents this condition key for requests of principals, but not for those that S3 sends to replicate.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
 */
function inAccountOf({ account }: Bucket): Conditions {
  return { StringEquals: { "aws:ResourceAccount": account.accountId } };
}
