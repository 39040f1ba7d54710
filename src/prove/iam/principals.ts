import { accountOf, isAccountRoot } from "../../aws/arn";
import type { RawPrincipal } from "../../estate/policy-document";
import { refuse, shown } from "./errors";
import { isRecord, listOf } from "./shape";

/**
 * The principals in a `Principal` element.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export interface Principals {
  /** `*` */
  readonly everyone: boolean;
  /** The ids of entire accounts. A root ARN also means the entire account, not only the root user. */
  readonly accounts: readonly string[];
  /** The ARNs of roles, users and role sessions. */
  readonly arns: readonly string[];
  readonly services: readonly string[];
  /** The ARNs of OIDC and SAML providers, and the domains of those that AWS has built in. */
  readonly federated: readonly string[];
}

const NONE: readonly never[] = [];
const NOBODY: Principals = { everyone: false, accounts: NONE, arns: NONE, services: NONE, federated: NONE };

export function readPrincipals(element: unknown): Principals {
  if (element === undefined) return NOBODY;
  checkShape(element);
  let everyone = false;
  const accounts: string[] = [];
  const arns: string[] = [];
  for (const text of awsPrincipals(element)) {
    if (text === "*") everyone = true;
    else if (isAccountRoot(text)) accounts.push(accountOf(text) ?? text);
    else if (/^\d{12}$/.test(text)) accounts.push(text);
    else arns.push(text);
  }
  const named = (type: string) => (element === "*" ? NONE : listOf(element[type] ?? NONE));
  return { everyone, accounts, arns, services: named("Service"), federated: named("Federated") };
}

/** The `AWS` entries of a `Principal` or a `NotPrincipal`, as they are written. */
export function awsPrincipals(element: RawPrincipal | undefined): readonly string[] {
  return element === "*" ? EVERYONE : listOf(element?.AWS ?? NONE);
}

const EVERYONE = ["*"];

function checkShape(element: unknown): asserts element is RawPrincipal {
  if (element === "*") return;
  if (!isRecord(element)) refuse(`the principal ${shown(element)} is neither "*" nor an object`);
  else
    for (const value of Object.values(element))
      for (const one of listOf(value))
        if (typeof one !== "string") refuse(`the principal ${shown(one)} is not a string`);
}
