/** The policies that minimality is asked of. */
import type { Estate } from "../estate/estate";
import type { Attached } from "./evaluator/decision";
import { type Missing, missingOf } from "./flaws/incomplete";
import { identityPoliciesOf } from "./iam/documents";
import { type Answers, answer } from "./proof/answers";
import { Authority } from "./proof/authority";
import { type Grant, grantsOf } from "./proof/minimality";
import type { Operation } from "./proof/operation";
import type { Scene } from "./proof/scene";
import type { Unexpected } from "./sweep/sweep";

/** What the policies say to what was asked for, and what each of their actions is needed for. */
export interface OwnPolicies {
  readonly authority: Authority;
  readonly answers: Answers;
  readonly missing: readonly Missing[];
  readonly grants: readonly Grant[];
}

/**
 * Leaves out attached policies that nothing needs. Next to a policy that allows everything, such as one that AWS manages,
 * no action would be needed, and the advice would be to remove the right ones.
 *
 * @param all the answers of all policies
 * @param unexpected what is allowed and was not asked for
 */
export function ownPolicies(
  scene: Scene,
  operations: readonly Operation[],
  all: Pick<OwnPolicies, "authority" | "answers" | "missing">,
  unexpected: readonly Unexpected[],
): OwnPolicies {
  const { estate } = scene;
  const without = (left: Left) => {
    const authority = new Authority(
      estate,
      (policy) => policy.awsManaged === undefined && !left.has(policy.document),
    );
    const answers = answer(operations, authority);
    return { authority, answers, missing: missingOf(operations, answers) };
  };
  let left: Left = new Set();
  let own = hasAwsManaged(estate) ? without(left) : all;
  const leaveOut = (documents: Iterable<object>) => {
    for (const document of documents) {
      const rest = without(new Set([...left, document]));
      if (rest.missing.length > own.missing.length) continue;
      left = new Set([...left, document]);
      own = rest;
    }
  };
  leaveOut(new Set(unexpected.flatMap(({ decision }) => allowing(decision))));
  const before = { ...own, grants: grantsOf(own.answers, scene, own.authority) };
  const repeated = repeating(estate, before.grants, left);
  if (repeated.length === 0) return before;
  leaveOut(repeated);
  return { ...own, grants: grantsOf(own.answers, scene, own.authority) };
}

/** The documents of policies that are left out. */
type Left = ReadonlySet<object>;

function hasAwsManaged({ principals }: Estate): boolean {
  return principals.some(({ identityPolicies }) =>
    identityPolicies.some(({ kind }) => kind === "AWS-managed"),
  );
}

/** The policies of the caller that allow a request, apart from those that AWS manages. */
function allowing({ because }: Unexpected["decision"]): Attached["document"][] {
  return because
    .filter(({ layer, outcome }) => layer === "identity" && outcome === "allows")
    .flatMap(({ documents }) => documents)
    .flatMap(({ awsManaged, document }) => (awsManaged === undefined && document ? [document] : []));
}

/** The policies of which no action is needed, because others of the same principals allow the same. The last come first. */
function repeating(estate: Estate, grants: readonly Grant[], left: Left): object[] {
  const needed = new Set(grants.filter(({ kind }) => kind !== "superfluous").map(({ address }) => address));
  return estate.principals
    .map((principal) => identityPoliciesOf(principal).filter(({ kind }) => kind !== "AWS-managed"))
    .filter((policies) => policies.length > 1)
    .flatMap((policies) =>
      policies.filter(({ address, raw }) => !needed.has(address) && !left.has(raw)).map(({ raw }) => raw),
    )
    .reverse();
}
