/** Whether every action that is allowed or denied is needed. */
import type { Policy } from "../../estate/estate";
import type { RawStatement } from "../../estate/policy-document";
import { actionTest } from "../evaluator/statement";
import { matchingActions } from "../iam-data/iam-data";
import { Multimap } from "../multimap";
import type { Answers } from "./answers";
import type { Authority } from "./authority";
import type { Operation, Question } from "./operation";
import type { Scene } from "./scene";

/** An action in a statement of a policy, and what it is there for. */
export interface Grant {
  /** The address of the resource whose policy it is. */
  readonly address: string;
  /** What reports call the document: `bucket policy of acme-source`. */
  readonly document: string;
  readonly account: string;
  readonly statement: RawStatement;
  /** As it stands there: `s3:GetObject`, `kms:*`; `all but s3:GetObject` for a `NotAction`. */
  readonly action: string;
  /** `administrative` is how a key's own account keeps it. */
  readonly kind: "needed" | "administrative" | "superfluous";
  /** What a wildcard allows and nothing needs. */
  readonly excess?: readonly string[];
  /** An operation that is not allowed without an Allow, or not refused without a Deny. */
  readonly neededFor?: Operation;
}

/** Takes each action out of each statement, and sees whether something that was asked for, or must be refused, changes. */
export function grantsOf(answers: Answers, scene: Scene, authority: Authority): Grant[] {
  const reliances = reliancesOf(answers);
  return documentsOf(scene).flatMap(({ policy, name, account, owner }) =>
    policy.document.Statement.flatMap((statement, index) => {
      const here = reliances.get(policy.document)?.get(index) ?? [];
      return actionsOf(statement).map(({ action, matches, isAlone }): Grant => {
        const relying = here.find((question) => {
          const asked = question.authorization.action.toLowerCase();
          return matches(asked) && isAlone(asked) && changes(question, { document: policy.document, index });
        });
        const neededFor = relying && operationOf(relying, answers);
        const kind: Grant["kind"] =
          neededFor === undefined
            ? "superfluous"
            : owner && keepsKey(statement, owner)
              ? "administrative"
              : "needed";
        const grant = {
          address: policy.address,
          document: name,
          account,
          statement,
          action,
          kind,
          neededFor,
        };
        if (kind !== "needed" || statement.Effect === "Deny" || !/[*?]/.test(action)) return grant;
        const asked = new Set(here.map(({ authorization }) => authorization.action));
        const excess = matchingActions(action).filter((each) => !asked.has(each));
        return excess.length > 0 ? { ...grant, kind: "superfluous", excess } : grant;
      });
    }),
  );

  function changes(question: Question, passedOver: { document: object; index: number }): boolean {
    const without = authority.decide(question.actor, question.authorization, { passedOver });
    return without.allowed !== answers.decisions.get(question)?.allowed;
  }
}

/** Which questions each statement decides, in favour of what was asked for. */
function reliancesOf({
  decisions,
  wanted,
  unwanted,
}: Answers): ReadonlyMap<object, Multimap<number, Question>> {
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
}

/** What relies on the answer. */
function operationOf(question: Question, { decisions, wanted, unwanted }: Answers): Operation | undefined {
  return (decisions.get(question)?.allowed ? wanted : unwanted).get(question);
}

interface OneAction {
  readonly action: string;
  readonly matches: (action: string) => boolean;
  /** Whether no other action of the statement stands for the same. */
  readonly isAlone: (action: string) => boolean;
}

function actionsOf({ Action, NotAction }: RawStatement): OneAction[] {
  if (Action === undefined) {
    const excluded = [NotAction ?? []].flat();
    const action = excluded.length > 0 ? `all but ${excluded.join(", ")}` : "nothing";
    return [{ action, matches: () => true, isAlone: () => true }];
  }
  const actions = [Action].flat();
  const tests = actions.map(actionTest);
  return actions.map((action, index) => ({
    action,
    matches: tests[index] as (action: string) => boolean,
    isAlone: (asked) => tests.every((test, other) => other === index || !test(asked)),
  }));
}

interface Document {
  readonly policy: Policy;
  readonly name: string;
  readonly account: string;
  /** The root of the account that a key belongs to, for its policy. */
  readonly owner?: string;
}

function documentsOf({ estate, intents: { offers } }: Scene): Document[] {
  const { buckets, keys, principals, offeredPolicies } = estate;
  const identity = principals.flatMap(({ identityPolicies, kind, name, account }) =>
    identityPolicies.map((policy) => ({
      policy,
      name: `identity policy ${policy.name} of ${kind} ${name}`,
      account: account.id,
    })),
  );
  return [
    ...buckets.flatMap(({ policy, name, account }) =>
      policy ? [{ policy, name: `bucket policy of ${name}`, account: account.id }] : [],
    ),
    ...keys.map(({ policy, address, account }) => ({
      policy,
      name: `key policy of ${address}`,
      account: account.id,
      owner: `arn:${account.partition}:iam::${account.id}:root`,
    })),
    ...principals.flatMap(({ trustPolicy, name, account }) =>
      trustPolicy ? [{ policy: trustPolicy, name: `trust policy of role ${name}`, account: account.id }] : [],
    ),
    ...offers.flatMap(({ principalArn, address }) => {
      const account = principalArn.split(":")[4] ?? "";
      return offeredPolicies
        .filter((policy) => policy.address === address)
        .map((policy) => ({ policy, name: `policy that account ${account} is offered`, account }));
    }),
    ...new Map(identity.map((each) => [each.policy.document, each])).values(),
  ];
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function keepsKey({ Effect, Principal, Action, Condition }: RawStatement, owner: string): boolean {
  const named = typeof Principal === "object" ? [Principal.AWS ?? []].flat() : [];
  return Effect === "Allow" && Action === "kms:*" && Condition === undefined && named.join() === owner;
}
