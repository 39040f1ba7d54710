import { accountOf } from "../../aws/arn";
import type { DocumentStatement } from "../iam/documents";
import { isPattern } from "../iam/wildcard";

/** The ids of other accounts that an Allow statement lets in; `*` if it can be any. */
export function foreignAccounts(statement: DocumentStatement): readonly string[] {
  const { principals, requiredPrincipals: required, document } = statement;
  const own = document.account?.id;
  const { everyone, accounts, arns } = principals;
  const ids = [...accounts, ...arns.flatMap((arn) => accountOf(arn) ?? [])];
  if (!everyone) return ids.filter((id) => id !== own);
  if (required === undefined || required.some((arn) => isPattern(arn))) return ["*"];
  return required.flatMap((arn) => accountOf(arn) ?? []).filter((id) => id !== own);
}
