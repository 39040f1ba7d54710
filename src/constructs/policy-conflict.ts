/** The errors about policies that somebody else wrote and that do not go together with the statements of s3porter. */
import { isUserError, UsageError } from "../messages/user-error";
import {
  collisionsWith,
  type EarlierPolicy,
  type PolicyDocument,
  type PolicyStatement,
} from "../policy/document";

/** A policy, and the property of a construct with what somebody else wrote for it. */
export interface PolicyProperty {
  /** The policy in words: `the policy of bucket lake`. */
  readonly title: string;
  /** The path of the construct. */
  readonly construct: string;
  readonly property: "statements" | "trustStatements" | "policy.merge";
}

interface Conflict {
  readonly problem: string;
  /** Of the statement that somebody else wrote. @default - the problem is with the whole policy */
  readonly index?: number;
}

/** What somebody else wrote does not go together with the statements that s3porter writes into the same policy. */
export class PolicyConflict extends UsageError {
  constructor(
    readonly at: PolicyProperty,
    readonly conflicts: readonly Conflict[],
  ) {
    const problems = conflicts.map(({ problem }) => problem).join("; ");
    super(`${at.construct}: ${at.property}: ${problems}`);
  }
}

export function isPolicyConflict(error: unknown): error is PolicyConflict {
  return isUserError(error) && "conflicts" in error;
}

/**
 * Sids are unique within a policy.
 *
 * @param theirs what somebody else wrote
 * @param ours what s3porter writes
 * @throws PolicyConflict if two statements have the same Sid
 */
export function checkSids(at: PolicyProperty, theirs: EarlierPolicy, ours: PolicyDocument): void {
  const statements = [theirs.Statement].flat();
  const same = at.property === "policy.merge" ? "the same, from an earlier deployment" : "the same";
  const conflicts = collisionsWith(theirs, ours).map((collision) => {
    const index = statements.findIndex(({ Sid }) => Sid === collision.Sid);
    const remedy =
      JSON.stringify(statements[index]) === JSON.stringify(collision)
        ? `yours is ${same}, so remove it`
        : "give yours another Sid";
    const problem = `${at.title} already has a statement ${JSON.stringify(collision.Sid)} of s3porter (${summary(collision)}), and Sids are unique within a policy; ${remedy}`;
    return { index, problem };
  });
  if (conflicts.length > 0) throw new PolicyConflict(at, conflicts);
}

/** `Allow s3:GetObject and 2 more actions` */
function summary({ Effect, Action }: PolicyStatement): string {
  const [first, ...more] = [Action].flat();
  const rest =
    more.length === 0 ? "" : ` and ${more.length} more ${more.length === 1 ? "action" : "actions"}`;
  return `${Effect} ${first}${rest}`;
}

export const nothingMerged = (at: PolicyProperty) =>
  new PolicyConflict(at, [
    {
      problem: `${at.title} would have no statements, and AWS rejects such a policy; write policy: handover, which changes nothing`,
    },
  ]);
