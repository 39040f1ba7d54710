/** Which services can deliver to which buckets. The checks of topology files and the constructs both use this. */
import { deliveringService, type ServiceName } from "../aws/delivering-services";
import { literalPrefixProblem } from "../aws/object-prefix";
import { quote } from "../messages/wording";

/** The bucket of a delivery. */
export interface DeliveryEnd {
  /** Whether its default encryption uses a KMS key. */
  readonly hasKey: boolean;
  readonly hasObjectLock: boolean;
  /** The account that owns it, if that is known. */
  readonly accountId: string | undefined;
}

/** Why a service cannot use a bucket, as a sentence without a subject. */
export function deliveryProblem(
  name: ServiceName,
  { hasKey, hasObjectLock, accountId }: DeliveryEnd,
  /** The accounts for which it acts, as far as they are known. Undefined for an organization. */
  accountIds: readonly string[] | undefined,
): string | undefined {
  const { onlySseS3, noObjectLock, onlyOwnAccount } = deliveringService(name);
  if (onlySseS3 !== undefined && hasKey)
    return `cannot be used here: ${onlySseS3}, and this bucket is encrypted with a KMS key; write encryption: AES256 for a bucket of these logs`;
  if (noObjectLock !== undefined && hasObjectLock)
    return `cannot be used here: ${noObjectLock}; name a bucket without object_lock`;
  const strange = accountIds?.find((id) => accountId !== undefined && id !== accountId);
  if (onlyOwnAccount !== undefined && (accountIds === undefined || strange !== undefined))
    return `cannot be used here: ${onlyOwnAccount}, and ${strange === undefined ? "an organization has several" : `this bucket is not in account ${strange}`}; name a bucket of each account`;
  return undefined;
}

/** Why a prefix is not possible for a service, as a sentence without a subject. */
export function deliveryPrefixProblem(name: ServiceName, prefix: string): string | undefined {
  const { hasFolders, principal } = deliveringService(name);
  const problem = literalPrefixProblem(prefix);
  if (problem !== undefined || !hasFolders) return problem;
  const [before = ""] = prefix.split(/AWSLogs(?:\/|$)/);
  if (before !== prefix)
    return `must not contain AWSLogs/, because ${principal} adds it and the account; ${before === "" ? "leave the prefix out" : `write ${quote(before)}`}`;
  return prefix.endsWith("/")
    ? undefined
    : `must end with a slash, because ${principal} adds /AWSLogs/ and the account; write ${quote(`${prefix}/`)}`;
}
