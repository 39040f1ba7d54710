import { arnParts } from "./arn-pattern";
import { type Caller, SERVICE_NAME } from "./caller";
import { refuse, shown } from "../iam/errors";
import { BoundedCache } from "../bounded-cache";

/**
 * What a `Principal` element calls the caller by. It matters in the caller's own account: an account is only delegated
 * to, a role's grant is capped by its boundary and session policies, and everything else is granted to the caller.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html#policy-eval-denyallow
 */
export type NamedAs = "everyone" | "session" | "user" | "service" | "role" | "account";

/** How the element names a caller; undefined when it does not. */
export type PrincipalTest = (caller: Caller) => NamedAs | undefined;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function principalElement(element: unknown): PrincipalTest {
  return tests.of(JSON.stringify(element));
}

/** By their JSON, for most policies name the same few accounts. */
const tests = new BoundedCache((json: string) => principalTest(JSON.parse(json)));

function principalTest(element: unknown): PrincipalTest {
  if (element === "*") return () => "everyone";
  if (typeof element !== "object" || element === null || Array.isArray(element))
    return refuse(`the principal ${shown(element)} is neither "*" nor an object`);
  const aws = new Set<string>();
  const services = new Set<string>();
  let everyone = false;
  for (const [type, value] of Object.entries(element)) {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    if (values.length === 0) refuse(`the principal ${type} names nobody`);
    for (const one of values) {
      if (typeof one !== "string") refuse(`the principal ${shown(one)} is no string`);
      else if (type === "AWS" && one === "*") everyone = true;
      else if (type === "AWS") aws.add(awsPrincipal(one));
      else if (type === "Service") services.add(serviceName(one));
      else refuse(`principals of type ${type} are not implemented`);
    }
  }
  if (aws.size + services.size === 0 && !everyone) refuse("the principal names nobody");

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

/**
 * An account by its id, and the root ARN is that account too: it is not the root user alone. Names match with case,
 * and take no wildcard.
 */
function awsPrincipal(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  const [, , name, region, account = "", resource = ""] = arnParts(text) ?? [];
  const ofAccount = region === "" && /^\d{12}$/.test(account);
  if (/[*?]/.test(text)) refuse(`the principal ${shown(text)} has a wildcard, and a principal takes none`);
  if (name === "iam" && ofAccount && resource === "root") return account;
  if (name === "iam" && ofAccount && /^(role|user)\/[^:]*[^:/]$/.test(resource)) return text;
  if (name === "sts" && ofAccount && /^assumed-role\/[^/:]+\/[^/:]+$/.test(resource)) return text;
  return refuse(`the principal ${shown(text)} is no account, role, user or role session`);
}

function serviceName(text: string): string {
  if (SERVICE_NAME.test(text)) return text;
  return refuse(`the principal ${shown(text)} is no service such as "s3.amazonaws.com"`);
}
