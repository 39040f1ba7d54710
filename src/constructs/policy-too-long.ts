/** The errors about policies that AWS would reject for their size. */
import type { PolicyLimit } from "../aws/policy-limits";
import { ACCOUNT_ROOT, FEWER_DESTINATIONS, severalPrincipals } from "../messages/shorter-policies";
import { isUserError, UsageError } from "../messages/user-error";
import type { Grant, ReplicationRule } from "./edges";

/** A policy that AWS would reject for its size. */
export class PolicyTooLong extends UsageError {
  /** The first grant that is one too many, in the order in which they were granted. */
  declare readonly grant: Grant | undefined;

  constructor(
    readonly problem: string,
    readonly repair: string,
    grant?: Grant,
  ) {
    super(`${problem}; ${repair}`);
    // Node.js prints the properties of an error that an app does not catch: without this, the whole stack.
    Object.defineProperty(this, "grant", { value: grant, enumerable: false });
  }
}

export function isPolicyTooLong(error: unknown): error is PolicyTooLong {
  return isUserError(error) && "problem" in error && "repair" in error;
}

export const documentTooLong = (
  document: string,
  actual: number,
  { length, unit }: PolicyLimit,
  repair = ACCOUNT_ROOT,
) =>
  new PolicyTooLong(
    `${document} has about ${count(actual)} ${unit}, and AWS accepts ${count(length)}`,
    repair,
  );

/** @param found how many grants or replications fit, and the next one, which does not */
export const grantsTooLong = (
  title: string,
  actual: number,
  { length, unit }: PolicyLimit,
  {
    fitting,
    next,
    first,
  }: { readonly fitting: string; readonly next?: string | undefined; readonly first?: Grant | undefined },
  repair: string,
) => {
  const size = `${title} would have about ${count(actual)} ${unit}, and AWS accepts ${count(length)}`;
  const where = next === undefined ? "" : `: the first ${fitting} fit, and the next, ${next}, does not`;
  return new PolicyTooLong(size + where, repair, first);
};

export const tooManyPolicies = (
  { kind, name }: { readonly kind: "role" | "user"; readonly name: string },
  most: number,
  grant: Grant | undefined,
) =>
  new PolicyTooLong(
    `${kind} ${name} needs more than ${most} managed policies, the most that AWS attaches to a ${kind} by default${grant ? `; ${grant.bucket.name} is the first bucket that does not fit` : ""}`,
    severalPrincipals(kind),
    grant,
  );

export const tooManyDestinations = ({ role, from, to }: ReplicationRule, most: number) =>
  new PolicyTooLong(
    `role ${role.name} needs more than ${most} managed policies, the most that AWS attaches to a role by default; ${to.name} is the first destination of ${from.name} that does not fit`,
    FEWER_DESTINATIONS,
  );

function count(number: number): string {
  return number.toLocaleString("en-US");
}
