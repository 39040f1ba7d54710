import { parseArn } from "../../aws/arn";
import type { RawPrincipal } from "../../estate/policy-document";
import { BoundedCache } from "../bounded-cache";
import { refuse, shown } from "../iam/errors";
import { type Principals, readPrincipals } from "../iam/principals";
import { listOf } from "../iam/shape";
import { type Caller, isSamlProvider, issuerOf, SERVICE_NAME } from "./caller";

/**
 * How a `Principal` element names the caller. This matters in the caller's own account: to name an account only
 * delegates to it, a grant to a role is limited by its boundary and session policies, and other grants go to the caller
 * directly.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html#policy-eval-denyallow
 */
export type NamedAs = "everyone" | "session" | "user" | "service" | "provider" | "role" | "account";

/** How the element names a caller; undefined if it does not. */
export type PrincipalTest = (caller: Caller) => NamedAs | undefined;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function compilePrincipals(element: RawPrincipal, principals: Principals): PrincipalTest {
  if (element !== "*") checkTypes(element);
  return tests.of(JSON.stringify(principals));
}

/**
 * Covers everyone whom the element does not touch at all. Of others, it depends on their boundary and on the order in
 * which a service compares accounts, roles and sessions.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function compileNotPrincipals(element: RawPrincipal): PrincipalTest {
  const principals = readPrincipals(element);
  if (principals.everyone) notEvaluated();
  const isTouched = compilePrincipals(element, principals);
  return (caller) => (isTouched(caller) === undefined ? "everyone" : notEvaluated());
}

export function notEvaluated(): never {
  return refuse(
    "NotPrincipal is not evaluated for those whom it names, because what it denies depends on more than the policy: use Deny with ArnNotEquals on aws:PrincipalArn",
  );
}

function checkTypes(element: Exclude<RawPrincipal, "*">): void {
  const types = Object.entries(element);
  if (types.length === 0) refuse("the Principal is empty");
  for (const [type, value] of types) {
    if (listOf(value).length === 0) refuse(`the principal ${type} is empty`);
    if (!TYPES.has(type)) refuse(`principals of type ${type} are not implemented`);
  }
}

const TYPES: ReadonlySet<string> = new Set(["AWS", "Service", "Federated"]);

/** Cached by their JSON, because most policies name the same few accounts. */
const tests = new BoundedCache((json: string) => principalTest(JSON.parse(json) as Principals));

function principalTest({ everyone, accounts, arns, services: names, federated }: Principals): PrincipalTest {
  const aws = new Set([...accounts, ...arns].map(awsPrincipal));
  const roles = new Set([...aws].filter(isSession).map(withoutName));
  const services = new Set(names.map(serviceName));
  const providers = new Set(federated.map(identityProvider));
  return (caller) => {
    if (everyone) return "everyone";
    if (caller.kind === "service") return services.has(caller.name) ? "service" : undefined;
    if (caller.kind === "federated") return providers.has(caller.provider) ? "provider" : undefined;
    if (caller.kind === "anonymous") return undefined;
    if (caller.kind === "session") {
      if (aws.has(caller.arn)) return "session";
      if (aws.has(caller.role)) return "role";
    }
    if (caller.kind === "user" && aws.has(caller.arn)) return "user";
    const isPerhaps = caller.kind === "session" && caller.isAnySession && roles.has(withoutName(caller.arn));
    if (isPerhaps && !aws.has(caller.account))
      return refuse("it names single sessions of the role, and the name of the session is not known");
    return aws.has(caller.account) ? "account" : undefined;
  };
}

function isSession(arn: string): boolean {
  return parseArn(arn)?.service === "sts";
}

function withoutName(sessionArn: string): string {
  return sessionArn.slice(0, sessionArn.lastIndexOf("/"));
}

/** Names are case-sensitive, and cannot contain wildcards. */
function awsPrincipal(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  const { service, region, account = "", resource = "" } = parseArn(text) ?? {};
  const ofAccount = region === "" && /^\d{12}$/.test(account);
  if (/[*?]/.test(text)) refuse(`the principal ${shown(text)} has a wildcard, which a principal cannot have`);
  if (service === "iam" && ofAccount && /^(role|user)\/[^:]*[^:/]$/.test(resource)) return text;
  if (service === "sts" && ofAccount && /^assumed-role\/[^/:]+\/[^/:]+$/.test(resource)) return text;
  return refuse(`the principal ${shown(text)} is not an account, role, user or role session`);
}

function identityProvider(text: string): string {
  if (isSamlProvider(text) || issuerOf(text) !== undefined) return text;
  return refuse(`the principal ${shown(text)} is not the ARN of an OIDC or SAML provider`);
}

function serviceName(text: string): string {
  if (SERVICE_NAME.test(text)) return text;
  return refuse(`the principal ${shown(text)} is not a service such as "s3.amazonaws.com"`);
}
