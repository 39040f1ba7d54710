/** The errors about policies that AWS would reject for their size. */
import type { PolicyLimit } from "../aws/policy-limits";
import { isUserError, UsageError } from "../messages/user-error";
import type { Grant } from "./edges";

/** A policy that AWS would reject for its size. */
export class PolicyTooLong extends UsageError {
  constructor(
    readonly problem: string,
    readonly repair: string,
    /** The first grant that is one too many, in the order in which they were granted. */
    readonly grant?: Grant,
  ) {
    super(`${problem}; ${repair}`);
  }
}

export function isPolicyTooLong(error: unknown): error is PolicyTooLong {
  return isUserError(error) && "problem" in error && "repair" in error;
}

export const documentTooLong = (
  document: string,
  actual: number,
  { length, unit }: PolicyLimit,
  repair = "name the root of an account in place of its roles and users, and its administrators choose who gets access",
) =>
  new PolicyTooLong(
    `${document} has about ${count(actual)} ${unit}, and AWS accepts ${count(length)}`,
    repair,
  );

/** @param found how many grants fit, and the first one that does not */
export const grantsTooLong = (
  title: string,
  actual: number,
  { length, unit }: PolicyLimit,
  { fitting, first }: { readonly fitting: number; readonly first: Grant | undefined },
  repair: string,
) => {
  const size = `${title} would have about ${count(actual)} ${unit}, and AWS accepts ${count(length)}`;
  const where = first
    ? `: the first ${fitting} grants fit, and the next, of ${first.principal.name} on ${first.bucket.name}, does not`
    : "";
  return new PolicyTooLong(size + where, repair, first);
};

export const tooManyPolicies = (
  { kind, name }: { readonly kind: "role" | "user"; readonly name: string },
  most: number,
  grant: Grant | undefined,
) =>
  new PolicyTooLong(
    `${kind} ${name} needs more than ${most} managed policies, the most that AWS attaches to a ${kind} by default${grant ? `; ${grant.bucket.name} is the first bucket that does not fit` : ""}`,
    `let buckets share a key, or split the access over several ${kind}s`,
    grant,
  );

function count(number: number): string {
  return number.toLocaleString("en-US");
}
