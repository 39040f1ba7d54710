import { createHash } from "node:crypto";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const MAXIMUM_LENGTH = 128;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const LONGEST_BUCKET_NAME = 63;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST_ROLE_NAME = 64;
const ACCOUNT_ID_LENGTH = 12;
const DIGEST_LENGTH = 8;

/**
 * The name of the inline policy of a new role. It contains no "@", unlike the names that other stacks choose for policies of
 * the same role.
 */
export function newRolePolicyName(stack: string, principal: string): string {
  return `s3porter-${stack}-${principal}`.replaceAll(/[^\w+=,.-]/g, "-").slice(0, MAXIMUM_LENGTH);
}

/**
 * The name of the managed policy of a new user. Names of users and of managed policies are unique in an account, so two
 * users never get the same policy name.
 */
export function newUserPolicyName(userName: string, number = 1): string {
  return `${prefix(number)}${userName}`;
}

/** A bucket with its names in the stack and in AWS. */
interface NamedBucket {
  readonly name: string;
  /** In a module, a Terraform expression. */
  readonly bucketName: string;
}

/** A role with its names in the stack and in AWS. */
interface NamedRole {
  readonly name: string;
  /** In a module, a Terraform expression. */
  readonly accountId: string;
  readonly roleName: string;
}

/**
 * The name of an inline policy of an existing role or user, or of a managed policy. Other stacks, and other calls of the same
 * module, can create policies there too. IAM silently replaces an inline policy with the same name, and managed policies must
 * have different names. The name therefore contains a bucket or a role that only one of them can create. Bucket names
 * contain neither "@" nor "+".
 *
 * @param principal the name of the role or user in the stack
 * @param buckets the buckets that it has access to; the first by name becomes part of the policy name
 * @param roles the roles that it can assume; the first by name becomes part of the policy name if there is no bucket
 * @param number the number of the policy, if there are several
 */
export function sharedPolicyName(
  principal: string,
  buckets: readonly NamedBucket[],
  roles: readonly NamedRole[] = [],
  number = 1,
): string {
  // Leaves room for the longest name, because the actual one is unknown in a module.
  const named = (longest: number, of: string) =>
    `${prefix(number)}${shortened(principal, MAXIMUM_LENGTH - longest - prefix(number).length - "@".length)}@${of}`;
  if (buckets.length > 0) return named(LONGEST_BUCKET_NAME, firstOf(buckets).bucketName);
  const { accountId, roleName } = firstOf(roles);
  return named(ACCOUNT_ID_LENGTH + 1 + LONGEST_ROLE_NAME, `${accountId}+${roleName}`);
}

function firstOf<T extends { readonly name: string }>(things: readonly T[]): T {
  return things.reduce((one, other) => (other.name < one.name ? other : one));
}

/** `s3porter-`, `s3porter2-`. The number is at the beginning, where it cannot be part of another name. */
function prefix(number: number): string {
  return `s3porter${number === 1 ? "" : number}-`;
}

/** Ends with a hash, so that different texts with the same beginning stay different. */
function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, DIGEST_LENGTH);
  return `${text.slice(0, length - DIGEST_LENGTH - 1)}-${digest}`;
}
