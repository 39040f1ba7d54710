import { keyDeliveries } from "./delivery-statements";
import { type PolicyDocument, type Statement, toDocument } from "./document";
import { foreignIntents, foreignStatements } from "./foreign-needs";
import { type Account, accountRootArn, type Bucket, type Intents, type Key } from "./intents";
import { type Need, needsOf } from "./needs";
import { keyRestrictions } from "./restrictions";
import { grant, needSid } from "./statements";

/**
 * The policy of a key: first the statement for its own account, then what is denied, and the grants for principals of other
 * accounts, and for services. For a key that exists already, what the topology adds to its policy.
 *
 * @param buckets whose objects the key encrypts
 */
export function keyPolicy(key: Key, intents: Intents, buckets: readonly Bucket[] = []): PolicyDocument {
  const needs = needsOn(key, foreignIntents(intents, key.account));
  return toDocument([
    ...(key.isExisting ? [] : [enableIamPolicies(key.account)]),
    ...keyRestrictions(key, buckets, hasRestrictions(buckets) ? needsOn(key, intents) : []),
    // In a key policy, "*" means this key.
    ...foreignStatements(needs, (need) => grant(need, needSid(need), { resources: ["*"] })),
    ...keyDeliveries(key, intents.deliveries ?? []),
  ]);
}

function needsOn({ name }: Key, intents: Intents): Need[] {
  return needsOf(intents).filter(({ key }) => key?.name === name);
}

function hasRestrictions(buckets: readonly Bucket[]): boolean {
  return buckets.some(({ restrictions, denied = [] }) => restrictions !== undefined || denied.length > 0);
}

function enableIamPolicies(owner: Account): Statement {
  return {
    sid: "EnableIAMPolicies",
    principal: { AWS: [accountRootArn(owner)] },
    actions: ["kms:*"],
    resources: ["*"],
    because:
      "Lets IAM policies in this account grant access to the key. Without it, losing the named principals makes the key unmanageable.",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  };
}
