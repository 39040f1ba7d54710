import { accountOf } from "../../aws/arn";
import type { Authorization } from "./authorization";

/**
 * What the administrators of the key's own account must always be able to do. Otherwise the key is unmanageable.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
 */
const ACTIONS = ["kms:GetKeyPolicy", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"];

export function administerKey(keyArn: string): Authorization[] {
  const owner = accountOf(keyArn) ?? "";
  return ACTIONS.map((action) => ({
    action,
    resource: keyArn,
    owner,
    context: { "aws:SecureTransport": "true" },
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  }));
}

/**
 * The cryptographic operations, called directly and not through S3.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function useKeyDirectly(keyArn: string): Authorization {
  return {
    action: "kms:Decrypt",
    resource: keyArn,
    owner: accountOf(keyArn) ?? "",
    context: { "aws:SecureTransport": "true" },
    source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html",
  };
}
