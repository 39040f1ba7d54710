import type { Estate, Policy } from "../../estate/estate";
import type { RawPolicyDocument, RawStatement } from "../../estate/policy-document";
import { Authority } from "./authority";
import { ask, type Question, questionsOf } from "./completeness";
import type { Intents } from "./intents";
import { operationsOf } from "./operations";

/** An action that an Allow statement grants. */
export interface Granted {
  /** The address of the resource whose policy it is. */
  readonly address: string;
  readonly statement: RawStatement;
  readonly action: string;
}

/** Whether every action that is granted is needed. */
export interface Minimality {
  /** Those whose removal breaks something that was asked for. */
  readonly needed: readonly Granted[];
  /** Those whose removal breaks nothing. */
  readonly superfluous: readonly Granted[];
  /** Those that give an account's administrators power over their own key, and are not what was asked for. */
  readonly administrative: readonly Granted[];
}

/**
 * Takes each action out of each Allow statement of the policies of buckets, keys, roles and users, and sees whether
 * everything that was asked for still works. Trust policies are not part of it.
 */
export function proveMinimal(intents: Intents, estate: Estate): Minimality {
  const minimality = {
    needed: [] as Granted[],
    superfluous: [] as Granted[],
    administrative: [] as Granted[],
  };
  const questions = questionsOf(operationsOf(intents, estate));
  for (const granted of grantsOf(estate)) {
    minimality[kindOf(granted, questions, estate)].push(granted);
  }
  return minimality;
}

function kindOf(granted: Granted, questions: readonly Question[], estate: Estate): keyof Minimality {
  if (isAdministrative(granted)) return "administrative";
  const authority = new Authority(without(granted, estate));
  return questions.some((question) => !ask(question, authority).allowed) ? "needed" : "superfluous";
}

/**
 * The statement by which a key's own account keeps the key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function isAdministrative({ action }: Granted): boolean {
  return action === "kms:*";
}

function grantsOf(estate: Estate): Granted[] {
  const policies = [
    ...estate.buckets.flatMap(({ policy }) => policy ?? []),
    ...estate.keys.map(({ policy }) => policy),
    ...estate.principals.flatMap(({ identityPolicies }) => identityPolicies),
  ];
  return policies.flatMap(({ address, document }) =>
    document.Statement.filter(({ Effect }) => Effect === "Allow").flatMap((statement) =>
      [statement.Action ?? []].flat().map((action) => ({ address, statement, action })),
    ),
  );
}

/** The estate as it is without one granted action. */
function without(granted: Granted, estate: Estate): Estate {
  const strip = <P extends Policy>(policy: P): P =>
    policy.document.Statement.includes(granted.statement)
      ? { ...policy, document: stripped(policy.document, granted) }
      : policy;
  return {
    ...estate,
    buckets: estate.buckets.map((bucket) =>
      bucket.policy ? { ...bucket, policy: strip(bucket.policy) } : bucket,
    ),
    keys: estate.keys.map((key) => ({ ...key, policy: strip(key.policy) })),
    principals: estate.principals.map((principal) => ({
      ...principal,
      identityPolicies: principal.identityPolicies.map(strip),
    })),
  };
}

/** A statement must have an action: without its last one it is left out. */
function stripped(document: RawPolicyDocument, { statement, action }: Granted): RawPolicyDocument {
  const left = [statement.Action ?? []].flat().filter((each) => each !== action);
  const instead = left.length > 0 ? [{ ...statement, Action: left }] : [];
  return {
    ...document,
    Statement: document.Statement.flatMap((each) => (each === statement ? instead : [each])),
  };
}
