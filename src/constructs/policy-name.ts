import { createHash } from "node:crypto";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const MAXIMUM_LENGTH = 128;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const LONGEST_BUCKET_NAME = 63;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST_ROLE_NAME = 64;
const ACCOUNT_ID_LENGTH = 12;
const DIGEST_LENGTH = 8;

/** The name of the policy of a role that the stack creates. Other stacks name theirs for that role with an "@". */
export function newRolePolicyName(stack: string, principal: string): string {
  return `s3porter-${stack}-${principal}`.replaceAll(/[^\w+=,.-]/g, "-").slice(0, MAXIMUM_LENGTH);
}

/**
 * The name of the managed policy of a user that the stack creates. A managed policy is named once in an account, and so
 * is a user.
 */
export function newUserPolicyName(userName: string, number = 1): string {
  return `${prefix(number)}${userName}`;
}

/** A bucket, and what AWS knows it by. */
interface NamedBucket {
  readonly name: string;
  /** In a module, an expression. */
  readonly bucketName: string;
}

/** A role, and what AWS knows it by. */
interface NamedRole {
  readonly name: string;
  /** In a module, an expression. */
  readonly accountId: string;
  readonly roleName: string;
}

/**
 * The name of a policy in a space that other stacks, and other calls of the same module, use too: of an inline policy of
 * an existing role or user, where one of the same name would replace it without a word, or of a managed policy, which is
 * named once in an account. Only one of them creates the bucket or the role. A bucket's name has neither "@" nor "+".
 *
 * @param principal what the stack calls the role or user
 * @param buckets what is granted to it; the first by name becomes part of the policy's name
 * @param roles what it can assume, for the name of a policy without a bucket
 * @param number of the policy, if there are several
 */
export function sharedPolicyName(
  principal: string,
  buckets: readonly NamedBucket[],
  roles: readonly NamedRole[] = [],
  number = 1,
): string {
  // Not what this bucket's name leaves: a module learns that from its caller.
  const named = (longest: number, of: string) =>
    `${prefix(number)}${shortened(principal, MAXIMUM_LENGTH - longest - prefix(number).length - "@".length)}@${of}`;
  if (buckets.length > 0) return named(LONGEST_BUCKET_NAME, firstOf(buckets).bucketName);
  const { accountId, roleName } = firstOf(roles);
  return named(ACCOUNT_ID_LENGTH + 1 + LONGEST_ROLE_NAME, `${accountId}+${roleName}`);
}

function firstOf<T extends { readonly name: string }>(things: readonly T[]): T {
  return things.reduce((one, other) => (other.name < one.name ? other : one));
}

/** `s3porter-`, `s3porter2-`: at the beginning, where the number cannot be mistaken for part of a name. */
function prefix(number: number): string {
  return `s3porter${number === 1 ? "" : number}-`;
}

/** Two texts that begin alike stay two. */
function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, DIGEST_LENGTH);
  return `${text.slice(0, length - DIGEST_LENGTH - 1)}-${digest}`;
}
