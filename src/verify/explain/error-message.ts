/** Reads the message with which AWS refuses a request. */
import { errorWithoutRequest } from "../errors";

/** What an error message says about the request. */
export interface RefusedRequest {
  /** The ARN of the caller. */
  readonly as: string;
  /** The action: `kms:GenerateDataKey`. */
  readonly do: string;
  /** The ARN of the resource, if the message names it. */
  readonly on?: string;
  /** Why AWS refused it, if the message says so. */
  readonly reason?: Reason;
}

/** The kind of policy that decided, and whether it denied the request or only did not allow it. */
export interface Reason {
  readonly policy: string;
  readonly explicit: boolean;
}

/**
 * @param text the message, or output that contains it
 * @throws UsageError if it does not name a caller and an action
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function readErrorMessage(text: string): RefusedRequest {
  const plain = text.replaceAll(/\s+/g, " ");
  const [, as, action] = REFUSED.exec(plain) ?? [];
  if (as === undefined || action === undefined) throw errorWithoutRequest(text);
  const [, quoted, bare] = RESOURCE.exec(plain) ?? [];
  const on = quoted ?? bare?.replace(/[.,;]$/, "");
  const reason = reasonOf(plain);
  return {
    as: as === "anonymous" ? "*" : as,
    do: action,
    ...(on !== undefined && { on }),
    ...(reason && { reason }),
  };
}

const REFUSED = /User: "?(arn:[^\s"]+|anonymous)"? is not authorized to perform: "?([\w-]+:\w+)/i;
const RESOURCE = /on resource: (?:"(arn:[^"]+)"|(arn:[^\s"]+))/i;
const DENIED = /with an explicit deny in an? ([\w\s-]+?) policy/i;
const NOT_ALLOWED = /because no ([\w\s-]+?) polic(?:y|ies) allows?/i;

function reasonOf(text: string): Reason | undefined {
  const [, denied] = DENIED.exec(text) ?? [];
  if (denied !== undefined) return { policy: denied.toLowerCase(), explicit: true };
  const [, silent] = NOT_ALLOWED.exec(text) ?? [];
  return silent === undefined ? undefined : { policy: silent.toLowerCase(), explicit: false };
}
