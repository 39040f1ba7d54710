import { accountOf } from "../../aws/arn";
import type { DocumentStatement } from "../iam/documents";
import { isPattern } from "../iam/wildcard";

/** The accounts other than the owner's that an Allow statement lets in, by id; `*` where it is any. */
export function foreignAccounts(statement: DocumentStatement): readonly string[] {
  const { principals, requiredPrincipals: required, document } = statement;
  const own = document.account?.id;
  const { everyone, accounts, arns } = principals;
  const ids = [...accounts, ...arns.flatMap((arn) => accountOf(arn) ?? [])];
  if (!everyone) return ids.filter((id) => id !== own);
  if (required === undefined || required.some((arn) => isPattern(arn))) return ["*"];
  return required.flatMap((arn) => accountOf(arn) ?? []).filter((id) => id !== own);
}
