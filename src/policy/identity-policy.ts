import { type Conditions, type PolicyDocument, type Statement, toDocument } from "./document";
import { groupBy } from "./group-by";
import type { Bucket, PrincipalIntents } from "./intents";
import { type Need, needsOf } from "./needs";
import { grant, needSid, s3Resources } from "./statements";
import { onlyTags } from "./trust-policy";

/** @param intents only those of the role or user that the policy is for */
export function identityPolicy(intents: PrincipalIntents): PolicyDocument {
  return toDocument([
    ...needsOf(intents).map(identityStatement),
    ...assumeRoles(intents),
    ...tagSessions(intents),
  ]);
}

function assumeRoles({ assumes = [] }: PrincipalIntents): Statement[] {
  if (assumes.length === 0) return [];
  return [
    {
      sid: "AssumeRoles",
      actions: ["sts:AssumeRole"],
      resources: assumes.map(({ principalArn }) => principalArn),
      because:
        "The trust policies of these roles name the account, which leaves the decision to its identity policies.",
      source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
    },
  ];
}

function tagSessions({ assumes = [] }: PrincipalIntents): Statement[] {
  const tagged = assumes.filter(({ sessionTags }) => sessionTags.length > 0);
  const alike = groupBy(tagged, ({ sessionTags }) => JSON.stringify(sessionTags));
  return [...alike.values()].map(([role, ...roles], index) => ({
    sid: `TagSessions${index === 0 ? "" : index + 1}`,
    actions: ["sts:TagSession"],
    resources: [role, ...roles].map(({ principalArn }) => principalArn),
    conditions: onlyTags(role.sessionTags),
    because: "The trust policies of these roles also leave it to the account who can pass tags.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
  }));
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
