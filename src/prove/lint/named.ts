/** Whom a statement of a resource's policy is about. */
import type { RawPrincipal } from "../../estate/policy-document";
import { accountOf, isPattern } from "./arns";
import { type ConditionLine, list, type Statement } from "./documents";

export interface Named {
  /** `*` */
  readonly everyone: boolean;
  /** The ids of entire accounts. */
  readonly accounts: readonly string[];
  /** Of roles, users and role sessions. */
  readonly arns: readonly string[];
  /** What `aws:PrincipalArn` must be one of, patterns among it; undefined where it may be anything. */
  readonly required: readonly string[] | undefined;
}

/** @param requirements the conditions that hold only where their key is there */
export function readNamed(
  principal: RawPrincipal | undefined,
  requirements: readonly ConditionLine[],
): Named {
  const required = requiredPrincipals(requirements);
  const values = principal === "*" ? ["*"] : list(principal?.AWS);
  const accounts: string[] = [];
  const arns: string[] = [];
  let everyone = false;
  for (const value of values) {
    if (value === "*") everyone = true;
    else if (value.endsWith(":root")) accounts.push(accountOf(value) ?? value);
    else if (/^\d{12}$/.test(value)) accounts.push(value);
    else arns.push(value);
  }
  return { everyone, accounts, arns, required };
}

function requiredPrincipals(requirements: readonly ConditionLine[]): readonly string[] | undefined {
  if (requirements.length === 0) return undefined;
  const lines = requirements.filter(({ lowerKey }) => lowerKey === "aws:principalarn");
  return lines.length < 2 ? lines[0]?.values : lines.flatMap(({ values }) => values);
}

/** The accounts other than the owner's that an Allow statement lets in, by id; `*` where it is any. */
export function foreignAccounts({ named, document }: Statement): readonly string[] {
  const own = document.account?.id;
  const { everyone, accounts, arns, required } = named;
  const ids = [...accounts, ...arns.flatMap((arn) => accountOf(arn) ?? [])];
  if (!everyone) return ids.filter((id) => id !== own);
  if (required === undefined || required.some((arn) => isPattern(arn))) return ["*"];
  return required.flatMap((arn) => accountOf(arn) ?? []).filter((id) => id !== own);
}
