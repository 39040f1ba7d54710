import { takesConditionKey } from "../iam-data/iam-data";
import type { ContextKeys } from "./context";

/** A request, as far as its usual condition keys depend on it. */
interface Usual {
  /** In lower case. */
  readonly action: string;
  readonly context: ContextKeys;
  /** Who sends it: somebody with credentials, somebody without, or AWS itself, which does not say how. */
  readonly from: "caller" | "anybody" | "AWS";
}

/**
 * What requests have unless their context says otherwise: those of the AWS CLI and the SDKs, and those that S3 makes to KMS
 * for their callers.
 *
 * @param key in lower case
 */
export function usualValue(key: string, usual: Usual): ReturnType<Value> {
  const value = USUAL.get(key)?.(usual);
  return value !== undefined && takesConditionKey(usual.action, key) ? value : undefined;
}

type Value = (usual: Usual) => string | readonly string[] | undefined;

const USUAL: ReadonlyMap<string, Value> = new Map<string, Value>([
  // When S3 uses a key for a caller, it makes a request on their behalf.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
  ["aws:viaawsservice", ({ context }) => String(isForCaller(context))],
  // https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
  ["s3:authtype", ({ from }) => (from === "caller" ? "REST-HEADER" : undefined)],
  ["s3:signatureversion", ({ from }) => (from === "caller" ? "AWS4-HMAC-SHA256" : undefined)],
  [
    "s3:tlsversion",
    ({ context, from }) =>
      from === "AWS" || context["aws:SecureTransport"] === "false" ? undefined : NEWEST_TLS,
  ],
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context-keys
  ["kms:encryptioncontextkeys", ({ context }) => encryptionContextKeys(context)],
  // S3 uses symmetric keys alone.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
  ["kms:encryptionalgorithm", ({ context }) => (isForCaller(context) ? SYMMETRIC : undefined)],
  ["kms:keyspec", ({ context }) => (isForCaller(context) ? SYMMETRIC : undefined)],
  ["kms:keyusage", ({ context }) => (isForCaller(context) ? "ENCRYPT_DECRYPT" : undefined)],
]);

const NEWEST_TLS = "1.3";
const SYMMETRIC = "SYMMETRIC_DEFAULT";
const ENCRYPTION_CONTEXT = "kms:EncryptionContext:";

/** Whether S3 asks KMS on behalf of whoever called it. */
function isForCaller(context: ContextKeys): boolean {
  return context["kms:ViaService"] !== undefined || context[`${ENCRYPTION_CONTEXT}aws:s3:arn`] !== undefined;
}

function encryptionContextKeys(context: ContextKeys): readonly string[] {
  return Object.keys(context)
    .filter((key) => key.startsWith(ENCRYPTION_CONTEXT))
    .map((key) => key.slice(ENCRYPTION_CONTEXT.length));
}
