/**
 * What administrators of accounts without a provider attach. The Terraform of s3porter has it in outputs whose names begin with
 * `handover_`: the account, and each policy with the principal that it is for.
 */
import { isAccountRoot, parseArn } from "../aws/arn";
import { taggedArn, tagsOfArn, untaggedArn } from "../aws/tagged-arn";
import type { Account, Handover, IdentityPolicy, ManagedPolicy, OfferedPolicy } from "./estate";
import { parsePolicyDocument } from "./policy-document";
import type { Holders } from "./policy-holders";
import type { Place, Problems } from "./problem";
import { isObject } from "./terraform/configuration";

/** A hand-over with its policies. */
export interface HandoverOutput extends Handover {
  readonly policies: readonly HandedOverPolicy[];
}

/** A policy for a role, a user or, by the ARN of its root and their tags, for roles and users of an account. */
export interface HandedOverPolicy extends IdentityPolicy {
  readonly kind: "inline" | "managed";
  readonly principalArn: string;
}

/**
 * Reads the value of an output.
 *
 * @returns undefined if it is not a hand-over
 */
export function readHandover(value: unknown, place: Place, problems: Problems): HandoverOutput | undefined {
  if (!isObject(value) || typeof value.account_id !== "string" || !Array.isArray(value.policies))
    return undefined;
  const { address } = place;
  const name = address.slice("output.handover_".length);
  const policies = value.policies.flatMap((entry: unknown, index): HandedOverPolicy[] => {
    if (!isObject(entry)) return [];
    const { policy, policy_name: policyName, policy_type: kind, principal_arn: arn } = entry;
    if (kind !== "inline" && kind !== "managed") return [];
    if (typeof policy !== "string" || typeof policyName !== "string" || typeof arn !== "string") return [];
    const principalArn = taggedArn(arn, tagsIn(entry.principal_tags));
    const at = { address, path: [...place.path, "policies", index, "policy"] };
    const document = parsePolicyDocument(policy, at, problems);
    return document ? [{ address, document, handover: name, kind, name: policyName, principalArn }] : [];
  });
  const [first] = policies;
  const partition = first && parseArn(first.principalArn)?.partition;
  if (partition === undefined) return undefined;
  // Roles and users have no region.
  const account: Account = { address, alias: name, id: value.account_id, region: "", partition };
  const principalArns = [...new Set(policies.map(({ principalArn }) => principalArn))];
  return { address, account, principalArns, policies };
}

function tagsIn(value: unknown): Readonly<Record<string, string>> {
  const texts = isObject(value) ? Object.entries(value).map(([key, text]) => [key, String(text)]) : [];
  return Object.fromEntries(texts) as Record<string, string>;
}

/** Whether administrators choose who gets a policy: those of an entire account, or of the accounts of an organization. */
export function isOffered(principalArn: string): boolean {
  return isAccountRoot(untaggedArn(principalArn)) || parseArn(principalArn)?.service === "organizations";
}

/** The policies that administrators give to roles and users of their choice. */
export function offeredIn(handovers: readonly HandoverOutput[]): OfferedPolicy[] {
  return handovers.flatMap(({ policies }) =>
    policies
      .filter(({ principalArn }) => isOffered(principalArn))
      .map(({ address, document, handover, principalArn }) => ({
        address,
        document,
        handover,
        principalTags: tagsOfArn(principalArn),
      })),
  );
}

/** Gives roles and users the policies that their administrators attach. */
export function addHandedOver(handovers: readonly HandoverOutput[], holders: Holders): void {
  for (const { account, policies } of handovers)
    for (const { principalArn, ...policy } of policies) {
      const { type, resource = "" } = parseArn(principalArn) ?? {};
      if (type !== "role" && type !== "user") continue;
      const [name = ""] = resource.split("/").slice(-1);
      holders.getOrAdd(type, account, name, policy.address).identityPolicies.push(policy);
    }
}

/** The managed policies among them, which their administrators create. */
export function managedIn(handovers: readonly HandoverOutput[]): ManagedPolicy[] {
  return handovers.flatMap(({ account, policies }) =>
    policies
      .filter(({ kind, principalArn }) => kind === "managed" && !isOffered(principalArn))
      .map(({ address, document, handover, name }) => ({
        address,
        document,
        handover,
        name,
        path: "/",
        arn: `arn:${account.partition}:iam::${account.id}:policy/${name}`,
        account,
      })),
  );
}
