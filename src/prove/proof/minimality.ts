/** Whether every allowed or denied action is needed. */
import type { StatementOf } from "../evaluator/decision";
import { type Document, documentsOf, type DocumentKind, identityPoliciesOf } from "../iam/documents";
import { awsPrincipals } from "../iam/principals";
import type { Statement } from "../iam/statement";
import { matchingActions } from "../iam-data/iam-data";
import { BoundedCache } from "../bounded-cache";
import { Multimap } from "../multimap";
import { once } from "../once";
import type { Answers } from "./answers";
import type { Authority } from "./authority";
import type { Operation, Question } from "./operation";
import type { Scene } from "./scene";

/** An action in a statement of a policy, and what it is needed for. */
export interface Grant {
  /** The address of the resource whose policy it is. */
  readonly address: string;
  /** The name of the document in reports: `bucket policy of acme-source`. */
  readonly document: string;
  readonly account: string;
  readonly statement: Statement;
  /** As it is written: `s3:GetObject`, `kms:*`; `all but s3:GetObject` for a `NotAction`. */
  readonly action: string;
  /** `administrative` gives a key's own account control of it. */
  readonly kind: "needed" | "administrative" | "superfluous";
  /** What a wildcard covers and nothing needs. */
  readonly excess?: readonly string[];
  /** An operation that fails without the Allow, or is not refused without the Deny. */
  readonly neededFor?: Operation;
}

/**
 * Removes each action from each statement, and checks whether this changes anything that was asked for or must be
 * refused. A policy that AWS manages has no statements to remove: it is attached as a whole.
 *
 * @param answers without those policies, because they allow so much that nothing else would be needed
 */
export function grantsOf(answers: Answers, scene: Scene, authority: Authority): Grant[] {
  const reliances = reliancesOf(answers);
  return grantingDocuments(scene).flatMap(({ document, title, account }) =>
    document.statements.flatMap((statement) => {
      const ignored = { document: document.raw, index: statement.index };
      const here = reliances.get(document.raw)?.get(statement.index) ?? [];
      const perAction = relyingOn(statement, here);
      const changes = (question: Question) => changesWithout(ignored, question, answers, authority);
      return actionsOf(statement).map((action, index): Grant => {
        const relying = perAction.get(index).find(changes);
        const neededFor = relying && operationOf(relying, answers);
        const kind: Grant["kind"] =
          neededFor === undefined
            ? "superfluous"
            : keepsKey(statement, document)
              ? "administrative"
              : "needed";
        const grant = {
          address: document.address,
          document: title,
          account,
          statement,
          action,
          kind,
          neededFor,
        };
        if (kind !== "needed" || statement.effect === "Deny" || !/[*?]/.test(action)) return grant;
        const asked = new Set(here.map(({ authorization }) => authorization.action));
        const excess = matchingActions(action).filter((each) => !asked.has(each));
        return excess.length > 0 ? { ...grant, kind: "superfluous", excess } : grant;
      });
    }),
  );
}

/** Whether a question gets another answer without a statement. */
export function changesWithout(
  ignoredStatement: StatementOf,
  question: Question,
  { decisions, unwanted }: Answers,
  authority: Authority,
): boolean {
  const before = decisions.get(question);
  const without = authority.decide(question.actor, question.authorization, { ignoredStatement });
  // Where a Deny must refuse something, it is not enough that nothing allows it.
  const isByDeny = unwanted.get(question)?.explicitly && before?.explicit;
  return isByDeny ? !without.explicit : without.allowed !== before?.allowed;
}

/** The questions that each statement of each document answers as expected. */
export const reliancesOf = once(({ decisions, wanted, unwanted }: Answers): Reliances => {
  const reliances = new Map<object, Multimap<number, Question>>();
  const add = (uses: Answers["wanted"], allowed: boolean) => {
    for (const question of uses.keys()) {
      const decision = decisions.get(question);
      if (decision?.allowed !== allowed) continue;
      for (const { statement, documents } of decision.because) {
        const document = documents[0]?.document;
        if (!statement || !document) continue;
        const ofDocument = reliances.get(document) ?? new Multimap<number, Question>();
        ofDocument.add(statement.index, question);
        reliances.set(document, ofDocument);
      }
    }
  };
  add(wanted, true);
  add(unwanted, false);
  return reliances;
});

type Reliances = ReadonlyMap<object, Multimap<number, Question>>;

/** The operation that relies on the answer. */
function operationOf(question: Question, { decisions, wanted, unwanted }: Answers): Operation | undefined {
  return (decisions.get(question)?.allowed ? wanted : unwanted).get(question);
}

/** The actions of a statement in reports. A statement with `NotAction` counts as one. */
function actionsOf({ raw, actions, notActions }: Statement): readonly string[] {
  if (raw.Action !== undefined) return actions;
  return [notActions.length > 0 ? `all but ${notActions.join(", ")}` : "nothing"];
}

/** The questions by the number of the action that they need, except those that several actions of the statement cover. */
function relyingOn({ raw, actions }: Statement, questions: readonly Question[]): Multimap<number, Question> {
  if (raw.Action === undefined) return new Multimap(questions.map((question) => [0, question]));
  const relying = new Multimap<number, Question>();
  for (const question of questions) {
    const { action: asked } = question.authorization;
    const covering = actions.findIndex((action) => covers(action, asked));
    const isOnly = !actions.some((action, index) => index > covering && covers(action, asked));
    if (covering >= 0 && isOnly) relying.add(covering, question);
  }
  return relying;
}

function covers(action: string, asked: string): boolean {
  return action === asked || covered.of(action).has(asked);
}

const covered = new BoundedCache((action: string): ReadonlySet<string> => new Set(matchingActions(action)));

/** The name of a document in reports, and its account. */
interface GrantingDocument {
  readonly document: Document;
  readonly title: string;
  readonly account: string;
}

function grantingDocuments(scene: Scene): GrantingDocument[] {
  const { estate, intents } = scene;
  const documents = documentsOf(estate);
  const ofKind = (wanted: DocumentKind) => documents.filter(({ kind }) => kind === wanted).map(granting);
  const identity = estate.principals
    .flatMap(identityPoliciesOf)
    .filter(({ kind }) => kind !== "AWS-managed")
    .map(granting);
  return [
    ...ofKind("bucket"),
    ...ofKind("key"),
    ...ofKind("trust"),
    ...intents.offers.flatMap((offer) => {
      const { account = "", identity } = scene.actor(offer);
      const document = scene.documentOffered(offer);
      const title = identity[0]?.name ?? "";
      return document ? [{ document, title, account }] : [];
    }),
    // A managed policy with several attachments is listed once.
    ...new Map(identity.map((each) => [each.document.raw, each])).values(),
  ];
}

function granting(document: Document): GrantingDocument {
  return { document, title: document.title, account: document.account?.id ?? "" };
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function keepsKey({ effect, actions, conditions, raw }: Statement, { key }: Document): boolean {
  if (!key || effect === "Deny" || conditions.length > 0) return false;
  const { id, partition } = key.account;
  const root = [id, `arn:${partition}:iam::${id}:root`];
  const named = awsPrincipals(raw.Principal);
  return (
    actions.join().toLowerCase() === "kms:*" && named.length > 0 && named.every((arn) => root.includes(arn))
  );
}
