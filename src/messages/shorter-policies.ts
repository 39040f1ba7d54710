/** What to do about policies that are too long, or will be. */

export const ENTIRE_ACCOUNT =
  "grant access to the entire account (entire_account: true), whose administrators pass it on to their roles and users";

export const ORGANIZATION =
  "name the organization of the accounts that a service delivers for (for_organization)";

export const FEWER_PREFIXES =
  "use fewer prefixes, or the same for all principals, which then share statements";

export const SEVERAL_BUCKETS = "use several buckets";

export const SEVERAL_KEYS = "give some of the buckets a key of their own (leave out key)";

export const SEVERAL_BUCKETS_AND_KEYS = "use several buckets, each with a key of its own";

export const ACCOUNT_ROOT =
  "name the root of an account in place of its roles and users, and its administrators choose who gets access";

/** S3 takes one role for all rules of a bucket. */
export const FEWER_DESTINATIONS =
  "let the destinations of an account share a key, or replicate to fewer buckets: S3 takes one role for all rules of a bucket, so it cannot be split";

export function severalPrincipals(kind: "role" | "user"): string {
  return `let buckets share a key, or split the access over several ${kind}s`;
}
