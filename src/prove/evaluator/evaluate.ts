import { arnParts } from "./arn-pattern";
import type { Caller } from "./caller";
import type { Decision, Documents, Finding } from "./decision";
import { impossible } from "./exceptions";
import { checkAttachments, findings, type NearMiss, nearMisses } from "./layers";
import { asked, type Request, type Target, targetOf } from "./request";
import { RULES, type Rule } from "./rules";

/**
 * Whether AWS allows a request, and why. It throws where it would have to guess. Documents, callers and contexts are
 * data that nobody changes: what is worked out of them is kept for the next request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: Request, documents: Documents): Decision {
  const { resource } = documents;
  const parts = arnParts(request.resource);
  const target = targetOf(request, resource.account, parts);
  checkAttachments(request.caller, target, documents);
  const chain = findings(asked(request, resource.account, parts), target, documents);

  const deny = chain.find(({ outcome }) => outcome === "denies");
  if (deny) return { allowed: false, explicit: true, rule: RULES.deny, because: [deny], chain };
  const never = impossible(request, target, resource.account);
  if (never) return { allowed: false, explicit: false, rule: never, because: [], chain };
  const control = chain.filter(({ layer, outcome }) => layer === "service control" && outcome === "silent");
  if (control.length > 0)
    return { allowed: false, explicit: false, rule: RULES.serviceControl, because: control, chain };
  return { explicit: false, chain, ...granted(request.caller, target, resource.account, chain) };
}

/** What comes nearest to allowing a request, of a layer that is silent about it. */
export function nearestTo(request: Request, documents: Documents, finding: Finding): NearMiss[] {
  const { account } = documents.resource;
  return finding.outcome === "silent"
    ? nearMisses(asked(request, account), targetOf(request, account), finding)
    : [];
}

type Verdict = Pick<Decision, "allowed" | "rule" | "because">;

function granted(caller: Caller, target: Target, owner: string, chain: readonly Finding[]): Verdict {
  const resource = chain.find(({ layer }) => layer === "resource");
  const caps = chain.filter(({ layer }) => layer === "boundary" || layer === "session");
  const identity = chain.filter(({ layer }) => layer === "identity");
  const { namedAs } = resource ?? {};
  const resourceSide = resource ? [resource] : [];
  if (caller.kind === "service") return together(RULES.service, resourceSide);
  if (caller.kind === "anonymous") return together(RULES.anonymous, resourceSide);

  const identitySide = together(RULES.identityOnly, [...identity, ...caps]);
  if (target === "none") return identitySide;
  if (caller.account !== owner)
    return together(RULES.crossAccount, [...resourceSide, ...identitySide.because]);

  const rule = SAME_ACCOUNT[target];
  const direct = namedAs !== undefined && namedAs !== "account" && namedAs !== "role";
  if (direct) return together(rule, resourceSide);
  // A cap that stops the role's grant stops its identity policies just as well.
  if (namedAs === "role") return together(rule, [...resourceSide, ...caps]);
  if (target === "bucket") {
    // A bucket policy that names its own account delegates to it what it could give its identities anyway.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
    const missing = namedAs === "account" ? [] : resourceSide;
    return identitySide.allowed
      ? { ...identitySide, rule }
      : { allowed: false, rule, because: [...identitySide.because, ...missing] };
  }
  return together(rule, [...resourceSide, ...identitySide.because]);
}

const SAME_ACCOUNT = {
  bucket: RULES.sameAccount,
  key: RULES.keySameAccount,
  role: RULES.roleSameAccount,
} as const;

/** Allowed when all of them allow it; otherwise because of those that do not. */
function together(rule: Rule, needed: readonly Finding[]): Verdict {
  const missing = needed.filter(({ outcome }) => outcome !== "allows" && outcome !== "full");
  const allowed = missing.length === 0 && needed.length > 0;
  return { allowed, rule, because: allowed ? needed : missing };
}
