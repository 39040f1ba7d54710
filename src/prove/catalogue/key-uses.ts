import { matchingActions, takesConditionKey } from "../iam-data/iam-data";
import { type Authorization, type CalledObject, onKey } from "./authorization";

const PAGE =
  "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context";

/** Whoever retires a grant gives something up. */
const ACTIONS = matchingActions("kms:*").filter(
  (action) => takesConditionKey(action, "kms:EncryptionContext:aws:s3:arn") && action !== "kms:RetireGrant",
);

/** Everything that can be done with the key of an object and has an encryption context. */
export function usesOfKey(object: CalledObject): Authorization[] {
  return ACTIONS.flatMap((action) => onKey(action, object, PAGE));
}
