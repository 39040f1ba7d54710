import { type Conditions, type PolicyDocument, toDocument } from "./document";
import type { Bucket, Intents } from "./intents";
import { type Need, needsOf } from "./needs";
import { grant, needSid, s3Resources } from "./statements";

/** The policy of a role or user: everything that the intents, which are all its own, need. */
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
 * A bucket's ARN names no account: should the bucket be deleted, a stranger could take its name and be written to.
 * AWS documents the key for requests of principals; for those that S3 sends to replicate, it says nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
 */
function inAccountOf({ account }: Bucket): Conditions {
  return { StringEquals: { "aws:ResourceAccount": account.accountId } };
}
