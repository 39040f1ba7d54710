import { accountOf } from "../../aws/arn";
import { type Authorization, TLS } from "./authorization";

/**
 * Administrators of the key's own account must always be able to do these. Otherwise nobody can manage the key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
 */
const ACTIONS = ["kms:GetKeyPolicy", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"];

export function administerKey(keyArn: string): Authorization[] {
  const owner = accountOf(keyArn) ?? "";
  return ACTIONS.map((action) => ({
    action,
    resource: keyArn,
    owner,
    context: TLS,
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  }));
}

/**
 * A cryptographic operation that calls KMS directly, not through S3.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function useKeyDirectly(keyArn: string): Authorization {
  return {
    action: "kms:Decrypt",
    resource: keyArn,
    owner: accountOf(keyArn) ?? "",
    context: TLS,
    source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html",
  };
}
