import type { Caller } from "./caller";
import type { Request, Target } from "./request";
import { type Rule, RULES } from "./rules";
import type { Asked } from "./statement";

/** What AWS refuses whatever the policies say. */
export function impossible({ action, caller }: Request, target: Target, owner: string): Rule | undefined {
  const name = action.toLowerCase();
  if (caller.kind === "anonymous") return target === "bucket" ? undefined : RULES.signed;
  if (caller.kind === "service") return undefined;
  if (caller.kind === "root" && target === "role") return RULES.rootAssumesNothing;
  if (caller.account === owner) return undefined;
  if (target === "key" && !SHARED_KEY_ACTIONS.has(name)) return RULES.keyNotShared;
  if (target === "bucket" && BUCKET_POLICY_ACTIONS.has(name)) return RULES.policyNotShared;
  return undefined;
}

/**
 * A bucket policy cannot lock the owner's root user out of itself.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
export function isOwnersEscape({ action, caller }: Asked, target: Target, owner: string): boolean {
  return (
    target === "bucket" &&
    caller.kind === "root" &&
    caller.account === owner &&
    BUCKET_POLICY_ACTIONS.has(action)
  );
}

const BUCKET_POLICY_ACTIONS = new Set(["s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"]);

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html */
const SHARED_KEY_ACTIONS = new Set(
  [
    "Decrypt",
    "DeriveSharedSecret",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateMac",
    "ReEncryptFrom",
    "ReEncryptTo",
    "Sign",
    "Verify",
    "VerifyMac",
    "CreateGrant",
    "DescribeKey",
    "GetKeyRotationStatus",
    "GetPublicKey",
    "ListGrants",
    "RetireGrant",
    "RevokeGrant",
  ].map((name) => `kms:${name.toLowerCase()}`),
);

/**
 * Policies of an organization do not limit service-linked roles.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#not-restricted-by-rcps
 */
export function isServiceLinked(caller: Caller): boolean {
  return caller.kind === "session" && caller.role.includes(":role/aws-service-role/");
}
