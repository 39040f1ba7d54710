/** The policies that minimality is asked of. */
import type { Estate, Policy } from "../estate/estate";
import type { Attached, StatementOf } from "./evaluator/decision";
import type { EarlierStatements } from "./existing";
import { type Missing, missingOf } from "./flaws/incomplete";
import { identityPoliciesOf } from "./iam/documents";
import { parseReadable } from "./iam/statement";
import { type Answers, answer } from "./proof/answers";
import { Authority } from "./proof/authority";
import { type Grant, grantsOf } from "./proof/minimality";
import type { Operation } from "./proof/operation";
import { Scene } from "./proof/scene";
import type { Unexpected } from "./sweep/sweep";

/** What the policies say to what was asked for, and what each of their actions is needed for. */
export interface OwnPolicies {
  /** Without the statements that are left out. */
  readonly scene: Scene;
  readonly authority: Authority;
  readonly answers: Answers;
  readonly missing: readonly Missing[];
  readonly grants: readonly Grant[];
}

/**
 * Leaves out attached policies that nothing needs, and statements of buckets and keys that allow what nothing asks for.
 * Next to a policy that allows everything, such as one that AWS manages, no action would be needed, and the advice would
 * be to remove the right ones.
 *
 * @param all the answers of all policies
 * @param unexpected what is allowed and was not asked for
 * @param earlier statements that policies had before
 */
export function ownPolicies(
  whole: Scene,
  operations: readonly Operation[],
  all: Pick<OwnPolicies, "authority" | "answers" | "missing">,
  unexpected: readonly Unexpected[],
  earlier: EarlierStatements,
): OwnPolicies {
  let scene = whole;
  let shorter: Shorter = new Map();
  // Operations have the documents of the whole estate.
  const without = (left: Left, { estate }: Scene, instead: Shorter) => {
    const authority = new Authority(estate, (identity) =>
      identity
        .filter(({ awsManaged, document }) => awsManaged === undefined && !left.has(document))
        .map((policy) => ({ ...policy, document: instead.get(policy.document) ?? policy.document }))
        .filter(({ document }) => !left.has(document)),
    );
    const answers = answer(operations, authority);
    return { authority, answers, missing: missingOf(operations, answers) };
  };
  let left: Left = new Set();
  let own = hasAwsManaged(whole.estate) ? without(left, whole, shorter) : all;
  const wide: StatementOf[] = [];
  for (const statement of [
    ...earlierIn(whole.estate, earlier),
    ...wideStatements(unexpected, whole.estate),
  ]) {
    const documents = withoutStatements([...wide, statement]);
    const narrower = new Scene(whole.intents, withDocuments(whole.estate, documents));
    const rest = without(left, narrower, documents);
    if (rest.missing.length > own.missing.length) continue;
    wide.push(statement);
    shorter = documents;
    scene = narrower;
    own = rest;
  }
  const leaveOut = (documents: Iterable<object>) => {
    for (const document of documents) {
      const rest = without(new Set([...left, document]), scene, shorter);
      if (rest.missing.length > own.missing.length) continue;
      left = new Set([...left, document]);
      own = rest;
    }
  };
  leaveOut(new Set(unexpected.flatMap(({ decision }) => allowing(decision))));
  const grantsOfOwn = () =>
    grantsOf(own.answers, scene, own.authority).filter(({ statement }) => !earlier.has(statement.raw));
  const before = { ...own, grants: grantsOfOwn() };
  const repeated = repeating(scene.estate, before.grants, left);
  if (repeated.length === 0) return { ...before, scene };
  leaveOut(repeated);
  return { ...own, scene, grants: grantsOfOwn() };
}

/**
 * Next to statements that allow the same as those that were added, these would not be needed. Those that let IAM policies of an account
 * grant access come last: the identity policies that were added need them, unless another statement allows the same.
 */
function earlierIn({ buckets, keys, principals }: Estate, earlier: EarlierStatements): StatementOf[] {
  if (earlier.areNone) return [];
  const policies = [
    ...[...buckets, ...keys].map(({ policy }) => policy),
    ...principals.flatMap(({ trustPolicy, identityPolicies }) => [trustPolicy, ...identityPolicies]),
  ];
  const documents = new Set(policies.flatMap((policy) => policy?.document ?? []));
  const statements = [...documents].flatMap((document) =>
    document.Statement.flatMap((statement, index) => (earlier.has(statement) ? [{ document, index }] : [])),
  );
  const delegates = ({ document, index }: StatementOf) =>
    parseReadable(document).statements.some(
      (each) => each.index === index && each.principals.accounts.length > 0,
    );
  return [...statements.filter((each) => !delegates(each)), ...statements.filter(delegates)];
}

/** The documents of policies that are left out. */
type Left = ReadonlySet<object>;

/** Documents without the statements that are left out, by the whole ones. */
type Shorter = ReadonlyMap<object, Policy["document"]>;

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

/** Those of buckets and keys that alone allow principals of their own account what nothing asks for. */
function wideStatements(unexpected: readonly Unexpected[], { buckets, keys }: Estate): StatementOf[] {
  const policies = new Set<object>([...buckets, ...keys].flatMap(({ policy }) => policy?.document ?? []));
  const found = new Map<string, StatementOf>();
  for (const { actor, decision } of unexpected) {
    for (const { layer, outcome, documents, statement } of decision.because) {
      const [{ document, account, address = "" } = {}] = documents as readonly Partial<Attached>[];
      if (layer !== "resource" || outcome !== "allows" || !document || !statement) continue;
      if (!policies.has(document)) continue;
      if (account === actor.account)
        found.set(`${address} ${statement.index}`, { document, index: statement.index });
    }
  }
  return [...found.values()];
}

function withoutStatements(left: readonly StatementOf[]): Shorter {
  const documents = new Map<object, Policy["document"]>();
  for (const { document, index } of left) {
    const { Statement: whole } = document as Policy["document"];
    const { Statement, ...others } = documents.get(document) ?? (document as Policy["document"]);
    documents.set(document, { ...others, Statement: Statement.filter((each) => each !== whole[index]) });
  }
  return documents;
}

function withDocuments(estate: Estate, documents: Shorter): Estate {
  const rest = <T extends Policy>(policy: T): T => {
    const document = documents.get(policy.document);
    return document ? { ...policy, document } : policy;
  };
  return {
    ...estate,
    buckets: estate.buckets.map((bucket) => ({
      ...bucket,
      ...(bucket.policy && { policy: rest(bucket.policy) }),
    })),
    keys: estate.keys.map((key) => ({ ...key, policy: rest(key.policy) })),
    managedPolicies: estate.managedPolicies.map(rest),
    principals: estate.principals.map((principal) => {
      const { trustPolicy, identityPolicies } = principal;
      const policies = [trustPolicy, ...identityPolicies];
      if (!policies.some((policy) => policy && documents.has(policy.document))) return principal;
      return {
        ...principal,
        ...(trustPolicy && { trustPolicy: rest(trustPolicy) }),
        identityPolicies: identityPolicies.map(rest),
      };
    }),
  };
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
