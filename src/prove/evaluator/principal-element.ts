import { parseArn } from "../../aws/arn";
import type { RawPrincipal } from "../../estate/policy-document";
import { BoundedCache } from "../bounded-cache";
import { refuse, shown } from "../iam/errors";
import type { Principals } from "../iam/principals";
import { listOf } from "../iam/shape";
import { type Caller, SERVICE_NAME } from "./caller";

/**
 * What a `Principal` element calls the caller by. It matters in the caller's own account: an account is only delegated
 * to, a role's grant is capped by its boundary and session policies, and everything else is granted to the caller.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html#policy-eval-denyallow
 */
export type NamedAs = "everyone" | "session" | "user" | "service" | "role" | "account";

/** How the element names a caller; undefined when it does not. */
export type PrincipalTest = (caller: Caller) => NamedAs | undefined;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function compilePrincipals(element: RawPrincipal, principals: Principals): PrincipalTest {
  if (element !== "*") checkTypes(element);
  return tests.of(JSON.stringify(principals));
}

function checkTypes(element: Exclude<RawPrincipal, "*">): void {
  const types = Object.entries(element);
  if (types.length === 0) refuse("the principal names nobody");
  for (const [type, value] of types) {
    if (listOf(value).length === 0) refuse(`the principal ${type} names nobody`);
    if (type !== "AWS" && type !== "Service") refuse(`principals of type ${type} are not implemented`);
  }
}

/** By their JSON, for most policies name the same few accounts. */
const tests = new BoundedCache((json: string) => principalTest(JSON.parse(json) as Principals));

function principalTest({ everyone, accounts, arns, services: names }: Principals): PrincipalTest {
  const aws = new Set([...accounts, ...arns].map(awsPrincipal));
  const services = new Set(names.map(serviceName));
  return (caller) => {
    if (everyone) return "everyone";
    if (caller.kind === "service") return services.has(caller.name) ? "service" : undefined;
    if (caller.kind === "anonymous") return undefined;
    if (caller.kind === "session") {
      if (aws.has(caller.arn)) return "session";
      if (aws.has(caller.role)) return "role";
    }
    if (caller.kind === "user" && aws.has(caller.arn)) return "user";
    return aws.has(caller.account) ? "account" : undefined;
  };
}

/** Names match with case, and take no wildcard. */
function awsPrincipal(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  const { service, region, account = "", resource = "" } = parseArn(text) ?? {};
  const ofAccount = region === "" && /^\d{12}$/.test(account);
  if (/[*?]/.test(text)) refuse(`the principal ${shown(text)} has a wildcard, and a principal takes none`);
  if (service === "iam" && ofAccount && /^(role|user)\/[^:]*[^:/]$/.test(resource)) return text;
  if (service === "sts" && ofAccount && /^assumed-role\/[^/:]+\/[^/:]+$/.test(resource)) return text;
  return refuse(`the principal ${shown(text)} is no account, role, user or role session`);
}

function serviceName(text: string): string {
  if (SERVICE_NAME.test(text)) return text;
  return refuse(`the principal ${shown(text)} is no service such as "s3.amazonaws.com"`);
}
