import { accountOf } from "../../aws/arn";
import type { Caller, Federated } from "./caller";
import type { Asked } from "./compiled-statement";
import type { Decision, Documents, Finding, ResourceDocument } from "./decision";
import { checkAttachments, type Findings, findings, type NearMiss, nearMisses } from "./layers";
import { asked, type Request, targetOf } from "./request";
import { type EvaluationRule, RULES } from "./rules";
import { FEDERATED_ACTIONS, type Service } from "./services";

/**
 * Whether AWS allows a request, and why. Throws where it would have to guess. Documents, callers and contexts never
 * change, so results that depend only on them are cached.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: Request, documents: Documents): Decision {
  const owner = documents.resource.account;
  const asks = asked(request, owner);
  const target = targetOf(request, asks, owner);
  checkAttachments(asks.caller, target, documents);
  const found = findings(asks, target, documents);
  const { organizations, sides } = found;
  const chain = organizations.length === 0 ? sides : [...organizations, ...sides];

  const deny = chain.find(({ outcome }) => outcome === "denies");
  if (deny) return { allowed: false, explicit: true, rule: RULES.deny, because: [deny], chain };
  const never = impossible(asks, target, owner) ?? refusedBy(documents.resource, asks);
  if (never) return { allowed: false, explicit: false, rule: never, because: [], chain };
  const control = organizations.filter(({ outcome }) => outcome === "silent");
  if (control.length > 0)
    return { allowed: false, explicit: false, rule: ruleOf(control), because: control, chain };
  const { allowed, rule, because } = granted(asks.caller, target, owner, found);
  return { allowed, explicit: false, rule, because, chain };
}

/** The statements that come closest to allowing a request, in a layer without a match. */
export function nearestTo(request: Request, documents: Documents, finding: Finding): NearMiss[] {
  if (finding.outcome !== "silent") return [];
  const owner = documents.resource.account;
  const asks = asked(request, owner);
  return nearMisses(asks, targetOf(request, asks, owner), finding);
}

function ruleOf([first]: readonly Finding[]): EvaluationRule {
  return first?.layer === "VPC endpoint" ? RULES.endpoint : RULES.serviceControl;
}

type Verdict = Pick<Decision, "allowed" | "rule" | "because">;

function granted(
  caller: Caller,
  target: Service | undefined,
  owner: string,
  { resource, identity, caps, sides }: Findings,
): Verdict {
  if (caller.kind === "service") return together(RULES.service, sides);
  if (caller.kind === "anonymous") return together(RULES.anonymous, sides);
  if (caller.kind === "federated") return together(RULES.federated, sides);
  if (!target || !resource || !identity) return together(RULES.identityOnly, sides);
  if (caller.account !== owner) return together(RULES.crossAccount, sides);

  const { rule, identitySide } = target.sameAccount;
  const { namedAs } = resource;
  const direct = namedAs !== undefined && namedAs !== "account" && namedAs !== "role";
  if (direct) return together(rule, [resource]);
  // A limit that stops the role's grant also stops its identity policies.
  if (namedAs === "role") return together(rule, [resource, ...caps]);
  if (identitySide === "must be delegated to") return together(rule, sides);
  const verdict = together(rule, [identity, ...caps]);
  if (verdict.allowed) return verdict;
  // A policy that names its own account only delegates to the account's identity policies, which can allow this anyway.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
  const missing = namedAs === "account" ? [] : [resource];
  return { allowed: false, rule, because: [...verdict.because, ...missing] };
}

/** What AWS refuses regardless of policies. */
function impossible(
  { action, caller }: Asked,
  target: Service | undefined,
  owner: string,
): EvaluationRule | undefined {
  if (caller.kind === "anonymous") return target ? target.refusesUnsigned : RULES.signed;
  if (caller.kind === "federated") return impossibleWith(caller, action, target, owner);
  if (TOKEN_ACTIONS.has(action)) return RULES.token;
  if (caller.kind === "service") return undefined;
  if (caller.kind === "root" && target?.refusesRootUser) return target.refusesRootUser;
  if (caller.account !== owner && target?.ownersOnly?.includes(action)) return target.ownersOnly.rule;
  return undefined;
}

/** What AWS refuses because of the resource. */
function refusedBy(
  { account, keepsOthersOut, requesterPays, unusable }: ResourceDocument,
  asks: Asked,
): EvaluationRule | undefined {
  const { caller, action } = asks;
  // Services and the account of the bucket keep their access.
  const isOther = caller.kind === "anonymous" || ("account" in caller && caller.account !== account);
  if (keepsOthersOut && isOther) return RULES.publicRestricted;
  if (requesterPays && caller.kind === "anonymous") return RULES.requesterPays;
  if (!unusable || !USES_OF_KEYS.test(action)) return undefined;
  return unusable === "disabled" ? RULES.keyDisabled : RULES.keyNotSymmetric;
}

const USES_OF_KEYS = /^kms:(encrypt|decrypt|reencrypt(from|to)|generatedatakey(withoutplaintext)?)$/;

const TOKEN_ACTIONS: ReadonlySet<string> = new Set(
  Object.values(FEDERATED_ACTIONS).map((action) => action.toLowerCase()),
);

/** A token or an assertion starts a session of a role in the account of its provider, and nothing else. */
function impossibleWith(
  { protocol, provider }: Federated,
  action: string,
  target: Service | undefined,
  owner: string,
): EvaluationRule | undefined {
  const isOther = action === "sts:assumerole" || TOKEN_ACTIONS.has(action);
  const isOwn = action === FEDERATED_ACTIONS[protocol].toLowerCase();
  if (target?.resourcePolicy !== "trust" || (isOther && !isOwn)) return RULES.noCredentials;
  const account = accountOf(provider);
  return account === undefined || account === owner ? undefined : RULES.providerElsewhere;
}

/** Allowed if all of them allow it. Otherwise, those that do not are the reason. */
function together(rule: EvaluationRule, needed: readonly Finding[]): Verdict {
  const allowed = needed.length > 0 && needed.every(allows);
  return { allowed, rule, because: allowed ? needed : needed.filter((finding) => !allows(finding)) };
}

function allows({ outcome }: Finding): boolean {
  return outcome === "allows" || outcome === "full";
}
