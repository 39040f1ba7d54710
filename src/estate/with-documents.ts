import type { Estate, Policy } from "./estate";
import type { RawPolicyDocument } from "./policy-document";

/** Replaces the policy documents of an estate. Principals that share a policy still share it. */
export function withDocuments(
  estate: Estate,
  change: (document: RawPolicyDocument) => RawPolicyDocument,
): Estate {
  const changed = new Map<Policy, Policy>();
  const policy = <P extends Policy>(before: P): P => {
    const after = changed.get(before) ?? { ...before, document: change(before.document) };
    changed.set(before, after);
    return after as P;
  };
  return {
    ...estate,
    buckets: estate.buckets.map((bucket) => ({ ...bucket, policy: bucket.policy && policy(bucket.policy) })),
    keys: estate.keys.map((key) => ({ ...key, policy: policy(key.policy) })),
    principals: estate.principals.map((principal) => ({
      ...principal,
      trustPolicy: principal.trustPolicy && policy(principal.trustPolicy),
      identityPolicies: principal.identityPolicies.map(policy),
    })),
    ...(estate.accessPoints && {
      accessPoints: estate.accessPoints.map((point) => ({
        ...point,
        ...(point.policy && { policy: policy(point.policy) }),
      })),
    }),
    managedPolicies: estate.managedPolicies.map(policy),
    offeredPolicies: estate.offeredPolicies.map(policy),
  };
}
