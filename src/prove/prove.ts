import type { Estate, Handover, Unmodelled } from "../estate/estate";
import type { Decision } from "./evaluator/decision";
import { allowedBefore, asGiven, EarlierStatements } from "./existing";
import { NotEvaluated } from "./iam/errors";
import type { Flaw } from "./flaw";
import { givenByOrganizations, givenByTags } from "./given";
import { givenByRegions } from "./given-regions";
import { allowingAwsPolicy, awsManaged, withoutAwsPolicies } from "./flaws/aws-managed";
import { incomplete, missingOf } from "./flaws/incomplete";
import { instanceProfiles } from "./flaws/instance-profiles";
import { oidcProviders } from "./flaws/oidc-providers";
import { notRefused } from "./flaws/not-refused";
import { dataSyncTasks } from "./flaws/data-sync-tasks";
import { objectLocks } from "./flaws/object-locks";
import { deniedTooMuch } from "./flaws/denied-too-much";
import { replicationSettings } from "./flaws/replication-settings";
import { sessionDurations } from "./flaws/session-durations";
import { superfluous, superfluousNames } from "./flaws/superfluous";
import { unexpected } from "./flaws/unexpected";
import { unread } from "./flaws/unread";
import { actionsExist } from "./lint/actions";
import { flawsOfCheck } from "./lint/check";
import { headroomOf } from "./headroom/headroom";
import type { Headroom } from "./headroom/room";
import { lintAsked } from "./lint/lint";
import { isBlockedByS3 } from "./lint/public-access";
import { withActionsThatExist } from "./lint/misspelt-actions";
import { answer } from "./proof/answers";
import { Authority } from "./proof/authority";
import type { Intents } from "./proof/intents";
import { ownPolicies, type OwnPolicies } from "./own-policies";
import type { Grant } from "./proof/minimality";
import type { Operation, Question } from "./proof/operation";
import { operationsOf } from "./proof/operations";
import { MissingFromEstate, Scene } from "./proof/scene";
import { superfluousPrincipals } from "./proof/superfluous-principals";
import { sweep, type Unexpected } from "./sweep/sweep";

export type { Grant };

/** Whether a stack allows what was asked for, and nothing else. */
export interface Proof {
  /** Everything that was asked for, and what must be refused. */
  readonly operations: readonly Operation[];
  /** The policies' answers to the questions of the operations. */
  readonly decisions: ReadonlyMap<Question, Decision>;
  /** Every action that a statement allows or denies, and what it is needed for. */
  readonly grants: readonly Grant[];
  readonly sweep: SweepFigures;
  /** Why the stack is not proved; empty if it is. */
  readonly flaws: readonly Flaw[];
  /** What was not read, and can change who can do what. */
  readonly unmodelled: readonly Unmodelled[];
  /** What administrators of other accounts attach. The proof holds if they do. */
  readonly handovers: readonly Handover[];
  /** How much the policies can grow. Undefined if none grows with what is added. */
  readonly headroom?: Headroom;
  /** What is taken as given about existing buckets and keys, each as the end of a sentence that begins with "given that". */
  readonly assumptions: readonly string[];
  /** What each plan checks about existing buckets, each as the end of a sentence that begins with "each plan checks that". */
  readonly checked: readonly string[];
  /** What the statements that existing policies had before allow besides, a sentence for each statement. */
  readonly before: readonly string[];
}

/** How much was checked to find that nobody can do anything else. */
export interface SweepFigures {
  /** All combinations of a principal or stranger, an action and a resource. */
  readonly cells: number;
  /** Requests that an Allow statement can match, in every context. They were evaluated; nothing allows the rest. */
  readonly evaluated: number;
  /** How many of those are allowed. */
  readonly allowed: number;
}

/**
 * Proves that the policies of an estate allow what was asked for, and nothing else.
 *
 * A policy that the evaluator cannot judge, because it does not implement part of it, is a flaw like any other.
 */
export function prove(intents: Intents, found: Estate): Proof {
  const { estate, assumptions, checked, flaws: unchecked } = asGiven(intents, found);
  const own = proofOf(intents, estate);
  const proof = {
    ...own,
    flaws: [...own.flaws, ...unchecked],
    assumptions: [...assumptions.map(({ given }) => given), ...own.assumptions],
    checked: checked.map(({ given }) => given),
  };
  const corrected = withActionsThatExist(estate);
  if (!corrected) return proof;
  // Reports a misspelt action once, instead of everything that fails because of it.
  const flaws = [...flawsOfCheck(actionsExist, estate), ...proofOf(intents, corrected).flaws, ...unchecked];
  return { ...proof, flaws };
}

function proofOf(intents: Intents, estate: Estate): Proof {
  const { unmodelled, handovers = [] } = estate;
  const earlier = new EarlierStatements(intents, estate);
  const malformed = [...earlier.flaws, ...newFlaws(estate, earlier)];
  try {
    const scene = new Scene(intents, estate);
    const authority = new Authority(estate);
    const operations = notDeniedBefore(operationsOf(scene), scene, authority, earlier);
    const answers = answer(operations, authority);
    const { decisions } = answers;
    const missing = missingOf(operations, answers);
    const judged = notAllowedBefore(operations, decisions, earlier);
    const swept = sweep(answers, scene, authority);
    const unasked = swept.unexpected.filter(({ decision }) => !earlier.allow(decision));
    const own = ownPolicies(scene, operations, { authority, answers, missing }, unasked, earlier);
    const added = earlier.areNone ? unasked : [...unasked, ...addedBesides(own, authority, earlier, unasked)];
    const byAws = added.filter(({ decision }) => allowingAwsPolicy(decision));
    const flaws = [
      ...unread(unmodelled),
      ...awsManaged(estate, answers, byAws),
      ...incomplete(missing, authority),
      ...notRefused(withoutAwsPolicies(judged, decisions, byAws), decisions),
      ...deniedTooMuch(scene, authority),
      ...replicationSettings(scene),
      ...objectLocks(scene),
      ...dataSyncTasks(scene),
      ...instanceProfiles(scene),
      ...oidcProviders(scene),
      ...sessionDurations(scene),
      ...unexpected(added.filter(({ decision }) => !allowingAwsPolicy(decision))),
      ...superfluous(own.grants, own.missing),
      ...superfluousNames(
        superfluousPrincipals(own.answers, own.scene, own.authority).filter(
          ({ statement }) => !earlier.has(statement.raw),
        ),
        own.missing,
      ),
      ...malformed,
    ];
    const { cells, evaluated, allowed } = swept;
    return {
      operations: judged,
      decisions,
      grants: own.grants,
      sweep: { cells, evaluated, allowed },
      flaws,
      unmodelled,
      handovers,
      headroom: headroomOf(estate),
      assumptions: [
        ...givenByOrganizations(intents, (arn) => scene.bucket(arn).account.id),
        ...givenByTags(intents),
        ...givenByRegions(intents, estate),
      ],
      checked: [],
      before: allowedBefore(
        swept.unexpected.filter(({ decision }) => earlier.allow(decision)),
        earlier,
      ),
    };
  } catch (error) {
    if (!(error instanceof NotEvaluated || error instanceof MissingFromEstate)) throw error;
    return { ...disproved([...unread(unmodelled), unprovable(error), ...malformed]), unmodelled, handovers };
  }
}

/** What the policies had before is not a flaw of what was added. */
function newFlaws(estate: Estate, earlier: EarlierStatements): Flaw[] {
  const flaws = lintAsked(estate);
  if (!flaws.some((flaw) => earlier.concerns(flaw))) return flaws;
  const ofEarlier = lintAsked(earlier.alone(estate)).filter((flaw) => earlier.concerns(flaw));
  const before = new Set(ofEarlier.map(subjectOf));
  return flaws.filter((flaw) => isBlockedByS3(flaw) || !before.has(subjectOf(flaw)));
}

/** The check and the statements that it is about. What it says of them can change with the statements beside them. */
function subjectOf({ check, problem, because }: Flaw): string {
  return JSON.stringify([check, because.length > 0 ? because : problem]);
}

/**
 * What the added statements allow and nobody asked for, although earlier ones allow it too. The policies that minimality is
 * asked of lack the statements that nothing needs, so this finds only a part of what is not asked for.
 */
function addedBesides(
  own: OwnPolicies,
  whole: Authority,
  earlier: EarlierStatements,
  unasked: readonly Unexpected[],
): readonly Unexpected[] {
  const known = new Set(unasked.map(nameOf));
  return sweep(own.answers, own.scene, own.authority).unexpected.filter(
    (cell) =>
      !known.has(nameOf(cell)) &&
      !earlier.allow(cell.decision) &&
      whole.decide(cell.actor, cell.authorization, { policy: cell.policy }).allowed,
  );
}

function nameOf({ actor, authorization, policy }: Unexpected): string {
  const { action, resource, owner, context } = authorization;
  return JSON.stringify([actor.arn, actor.context, action, resource, owner, context, policy?.account]);
}

/** The policy of a bucket that exists already can deny its administrators a part, and so can statements of the user's own. */
function notDeniedBefore(
  operations: readonly Operation[],
  scene: Scene,
  authority: Authority,
  earlier: EarlierStatements,
): readonly Operation[] {
  if (earlier.areNone) return operations;
  const administrators = new Set(scene.estate.buckets.map(({ account }) => scene.administrator(account)));
  return operations.flatMap((operation) => {
    const { expected, actor } = operation;
    if (expected === "refused" || !administrators.has(actor)) return [operation];
    const questions = operation.questions.filter(({ authorization }) => {
      const decision = authority.decide(actor, authorization);
      const locksKey = authorization.action === CHANGE_OF_KEY_POLICY && earlier.denyInEveryCase(decision);
      return locksKey || !earlier.deny(decision);
    });
    return questions.length > 0 ? [{ ...operation, questions }] : [];
  });
}

/**
 * AWS refuses a policy of a key that nobody could change.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
const CHANGE_OF_KEY_POLICY = "kms:PutKeyPolicy";

function notAllowedBefore(
  operations: readonly Operation[],
  decisions: Proof["decisions"],
  earlier: EarlierStatements,
): readonly Operation[] {
  if (earlier.areNone) return operations;
  return operations.filter(
    ({ expected, explicitly, questions }) =>
      // A Deny must refuse it, whatever was allowed before.
      expected === "allowed" ||
      explicitly ||
      !questions.some((question) => {
        const decision = decisions.get(question);
        return decision?.allowed && earlier.allow(decision);
      }),
  );
}

/** The proof of a stack of which nothing can be asked. */
export function disproved(flaws: readonly Flaw[]): Proof {
  return {
    operations: [],
    decisions: new Map(),
    grants: [],
    sweep: { cells: 0, evaluated: 0, allowed: 0 },
    flaws,
    unmodelled: [],
    handovers: [],
    assumptions: [],
    checked: [],
    before: [],
  };
}

function unprovable(error: NotEvaluated | MissingFromEstate): Flaw {
  const isMissing = error instanceof MissingFromEstate;
  return {
    part: isMissing ? "complete" : "well-formed",
    problem: error.message,
    addresses: [],
    because: ["nothing can be proved about this stack"],
    repair: isMissing
      ? "create it, or stop asking for it"
      : "write the statement differently, or detach the AWS managed policy",
  };
}
