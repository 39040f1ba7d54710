/** Parts of sentences about what is missing. */
import { listOf } from "../flaws/wording";
import { groupBy } from "../multimap";
import type { DecidingDocument, MissingAuthorization } from "./description";

/** `kms:Decrypt is missing in the key policy of aws_kms_key.data in account 111111111111` */
export function lacking(missing: readonly MissingAuthorization[]): string {
  const alike = groupBy(missing, ({ documents }) => JSON.stringify(documents));
  return alike
    .map((group) => {
      const actions = listOf(group.map(({ authorization }) => authorization.action));
      const several = new Set(group.map(({ authorization }) => authorization.action)).size > 1;
      const [{ documents, decision }] = group as readonly [MissingAuthorization];
      if (documents.length === 0)
        return `${actions} ${several ? "are" : "is"} not allowed: ${decision.rule.text}`;
      const denying = documents.find(({ outcome }) => outcome === "denies");
      if (denying) return `${statementOf(denying)} denies ${actions}`;
      // A statement that comes close has a condition or a resource that does not match.
      const isNear = group.some(({ nearest }) => nearest.length > 0);
      const what = isNear ? "not allowed by" : "missing in";
      return `${actions} ${several ? "are" : "is"} ${what} the ${documents.map(placed).join(" and the ")}`;
    })
    .join("; ");
}

export function placed({ name, account }: Pick<DecidingDocument, "name" | "account">): string {
  return `${name} in account ${account}`;
}

export function statementOf(document: DecidingDocument): string {
  return `statement ${document.statement} of the ${placed(document)}`;
}

/** `role reader` for `identity policy read of role reader` */
export function holderOf({ name }: Pick<DecidingDocument, "name">): string {
  return / of ((role|user) \S+)/.exec(name)?.[1] ?? "the caller";
}
