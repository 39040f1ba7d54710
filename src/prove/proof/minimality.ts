import type { Estate, Policy } from "../../estate/estate";
import type { RawPolicyDocument } from "../../estate/policy-document";
import { proveComplete } from "./completeness";
import type { Intents } from "./intents";

/** An action that an Allow statement grants. */
export interface Granted {
  /** The address of the resource whose policy it is. */
  readonly address: string;
  readonly sid: string;
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
  for (const granted of grantsOf(estate)) {
    const kind = isAdministrative(granted)
      ? "administrative"
      : isNeeded(granted, intents, estate)
        ? "needed"
        : "superfluous";
    minimality[kind].push(granted);
  }
  return minimality;
}

function isNeeded(granted: Granted, intents: Intents, estate: Estate): boolean {
  return proveComplete(intents, without(granted, estate)).missing.length > 0;
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
    document.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Sid, Action }, index) =>
      [Action].flat().map((action) => ({ address, sid: Sid ?? `number ${index + 1}`, action: action ?? "" })),
    ),
  );
}

/** The estate as it is without one granted action. */
function without(granted: Granted, estate: Estate): Estate {
  const strip = <P extends Policy>(policy: P): P =>
    policy.address === granted.address ? { ...policy, document: stripped(policy.document, granted) } : policy;
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
function stripped(document: RawPolicyDocument, { sid, action }: Granted): RawPolicyDocument {
  const statements = document.Statement.flatMap((statement) => {
    if (statement.Sid !== sid) return [statement];
    const left = [statement.Action ?? []].flat().filter((each) => each !== action);
    return left.length > 0 ? [{ ...statement, Action: left }] : [];
  });
  return { ...document, Statement: statements };
}
