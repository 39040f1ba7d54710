/** Denies that are not for everyone for whom one caller is asked about: roles and users of an account or an organization. */
import { accountOf } from "../../aws/arn";
import type { Estate } from "../../estate/estate";
import type { Finding, StatementOf } from "../evaluator/decision";
import type { ConditionLine } from "../iam/condition-line";
import { parseReadable, type Statement } from "../iam/statement";
import { isPattern } from "../iam/wildcard";
import type { Actor } from "../proof/actor";
import { isWhole, membersOf } from "../proof/organizations";

/** The Deny that decides against an actor, if it leaves out some of those for whom the actor stands. */
export function denyForSome(
  { arn, account, caller }: Actor,
  { documents: [attached], statement: at }: Finding,
  estate: Estate,
): StatementOf | undefined {
  const document = attached?.document;
  if (caller.kind !== "user" || !document || !at || !isWhole(arn)) return undefined;
  const denying = parseReadable(document).statements.find(({ index }) => index === at.index);
  if (!denying) return undefined;
  const isOfOrganization = membersOf(arn) !== undefined;
  const own = new Set(isOfOrganization ? estate.accounts.map(({ id }) => id) : []);
  const canBe = (other: string) =>
    other === "" || isPattern(other) || (isOfOrganization ? !own.has(other) : other === account);
  const leavesOut = (line: ConditionLine) =>
    comparesRoles(line, canBe) || (isOfOrganization && comparesAccounts(line, canBe));
  const isForSome = namesOthers(denying.raw, canBe) || denying.conditions.some(leavesOut);
  return isForSome ? { document, index: at.index } : undefined;
}

type CanBe = (account: string) => boolean;

function namesOthers({ NotPrincipal }: Statement["raw"], canBe: CanBe): boolean {
  if (NotPrincipal === undefined || NotPrincipal === "*") return false;
  return [NotPrincipal.AWS ?? []].flat().some((each) => canBe(accountOf(each) ?? each));
}

/** Compares what roles and users of one account differ in. */
function comparesRoles({ lowerKey, values }: ConditionLine, canBe: CanBe): boolean {
  if (lowerKey === "aws:principalarn") return values.some((value) => canBe(accountOf(value) ?? ""));
  return lowerKey === "aws:userid" || lowerKey === "aws:username" || lowerKey === "aws:principaltype";
}

/** Compares what the accounts of an organization differ in. */
function comparesAccounts({ lowerKey, values }: ConditionLine, canBe: CanBe): boolean {
  if (lowerKey === "aws:principalaccount" || lowerKey === "kms:calleraccount") return values.some(canBe);
  return lowerKey === "aws:principalorgpaths";
}
