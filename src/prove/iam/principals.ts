import { accountOf, isAccountRoot } from "../../aws/arn";
import type { RawPrincipal } from "../../estate/policy-document";
import { refuse, shown } from "./errors";
import { isRecord, listOf } from "./shape";

/**
 * Whom a `Principal` element names.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export interface Principals {
  /** `*` */
  readonly everyone: boolean;
  /** The ids of entire accounts, which their root ARNs stand for too: those are not the root user alone. */
  readonly accounts: readonly string[];
  /** Of roles, users and role sessions. */
  readonly arns: readonly string[];
  readonly services: readonly string[];
}

const NOBODY: Principals = { everyone: false, accounts: [], arns: [], services: [] };

export function readPrincipals(element: unknown): Principals {
  if (element === undefined) return NOBODY;
  if (element !== "*" && !isRecord(element))
    return refuse(`the principal ${shown(element)} is neither "*" nor an object`);
  const named = namedBy(element as RawPrincipal);
  let everyone = false;
  const accounts: string[] = [];
  const arns: string[] = [];
  for (const text of named.AWS) {
    if (text === "*") everyone = true;
    else if (isAccountRoot(text)) accounts.push(accountOf(text) ?? text);
    else if (/^\d{12}$/.test(text)) accounts.push(text);
    else arns.push(text);
  }
  return { everyone, accounts, arns, services: named.Service };
}

/** What stands under `AWS` in a `Principal` or a `NotPrincipal`, as it is written. */
export function awsPrincipals(element: RawPrincipal | undefined): readonly string[] {
  return element === undefined ? [] : namedBy(element).AWS;
}

function namedBy(element: RawPrincipal): Readonly<Record<"AWS" | "Service", readonly string[]>> {
  if (element === "*") return { AWS: ["*"], Service: [] };
  const named: Record<string, readonly string[]> = {};
  for (const [type, value] of Object.entries(element)) {
    const values = listOf<unknown>(value);
    for (const one of values) if (typeof one !== "string") refuse(`the principal ${shown(one)} is no string`);
    named[type] = values as readonly string[];
  }
  return { AWS: named.AWS ?? [], Service: named.Service ?? [] };
}
