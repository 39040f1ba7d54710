import { arnParts } from "./arn-pattern";
import type { Caller } from "./caller";
import type { Decision, Documents, Finding } from "./decision";
import { impossible } from "./exceptions";
import { checkAttachments, type Findings, findings, type NearMiss, nearMisses } from "./layers";
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
  const found = findings(asked(request, resource.account, parts), target, documents);
  const { organizations, sides } = found;
  const chain = organizations.length === 0 ? sides : [...organizations, ...sides];

  const deny = chain.find(({ outcome }) => outcome === "denies");
  if (deny) return { allowed: false, explicit: true, rule: RULES.deny, because: [deny], chain };
  const never = impossible(request, target, resource.account);
  if (never) return { allowed: false, explicit: false, rule: never, because: [], chain };
  const control = organizations.filter(({ outcome }) => outcome === "silent");
  if (control.length > 0)
    return { allowed: false, explicit: false, rule: RULES.serviceControl, because: control, chain };
  const { allowed, rule, because } = granted(request.caller, target, resource.account, found);
  return { allowed, explicit: false, rule, because, chain };
}

/** What comes nearest to allowing a request, of a layer that is silent about it. */
export function nearestTo(request: Request, documents: Documents, finding: Finding): NearMiss[] {
  const { account } = documents.resource;
  return finding.outcome === "silent"
    ? nearMisses(asked(request, account), targetOf(request, account), finding)
    : [];
}

type Verdict = Pick<Decision, "allowed" | "rule" | "because">;

function granted(
  caller: Caller,
  target: Target,
  owner: string,
  { resource, identity, caps, sides }: Findings,
): Verdict {
  if (caller.kind === "service") return together(RULES.service, sides);
  if (caller.kind === "anonymous") return together(RULES.anonymous, sides);
  if (target === "none" || !resource || !identity) return together(RULES.identityOnly, sides);
  if (caller.account !== owner) return together(RULES.crossAccount, sides);

  const rule = SAME_ACCOUNT[target];
  const { namedAs } = resource;
  const direct = namedAs !== undefined && namedAs !== "account" && namedAs !== "role";
  if (direct) return together(rule, [resource]);
  // A cap that stops the role's grant stops its identity policies just as well.
  if (namedAs === "role") return together(rule, [resource, ...caps]);
  if (target === "bucket") {
    const identitySide = together(rule, [identity, ...caps]);
    // A bucket policy that names its own account delegates to it what it could give its identities anyway.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
    const missing = namedAs === "account" ? [] : [resource];
    return identitySide.allowed
      ? identitySide
      : { allowed: false, rule, because: [...identitySide.because, ...missing] };
  }
  return together(rule, sides);
}

const SAME_ACCOUNT = {
  bucket: RULES.sameAccount,
  key: RULES.keySameAccount,
  role: RULES.roleSameAccount,
} as const;

/** Allowed when all of them allow it; otherwise because of those that do not. */
function together(rule: Rule, needed: readonly Finding[]): Verdict {
  const allowed = needed.length > 0 && needed.every(allows);
  return { allowed, rule, because: allowed ? needed : needed.filter((finding) => !allows(finding)) };
}

function allows({ outcome }: Finding): boolean {
  return outcome === "allows" || outcome === "full";
}
