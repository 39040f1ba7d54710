import { Multimap } from "../prove/multimap";
import type { Grant } from "../prove/prove";
import { columns } from "./columns";
import { type Documents, type NumberedDocument, statementName } from "./documents";
import { ALL_OF_THEM, fold, likewise } from "./fold";
import { operationTitle } from "./operation-rows";
import type { Style } from "./style";
import { STICKY, wrap } from "./wrap";

/** Every policy with its statements, and what each action is needed for. Of many alike policies, only the first. */
export function policyLines(grants: readonly Grant[], documents: Documents, { bold, red }: Style): string[] {
  const perDocument = new Multimap(
    grants.map((grant) => [documents.find({ name: grant.document, account: grant.account }), grant] as const),
  );
  const shapeOf = (document: NumberedDocument) =>
    JSON.stringify([
      document.account,
      perDocument.get(document).map((grant) => `${grant.action} ${purposeOf(grant)}`),
    ]);
  return fold(documents.all, shapeOf).flatMap(({ shown: document, others }) => [
    ...wrap(`${document.mark} ${document.name}, account${STICKY}${document.account}`, "  ", "      ").map(
      bold,
    ),
    ...columns(
      perDocument.get(document).map((grant, index, all) => {
        const isNew = all[index - 1]?.statement !== grant.statement;
        return [isNew ? statementName(grant.statement) : "", `${grant.action} ${purposeOf(grant)}`];
      }),
      { indent: "    ", widest: [28] },
    ).flatMap((lines, index) =>
      perDocument.get(document)[index]?.kind === "superfluous" ? lines.map(red) : lines,
    ),
    ...likewise(
      others.map(({ mark, name }) => `${mark} ${name}`),
      "    likewise ",
      ALL_OF_THEM,
    ),
  ]);
}

/** What an action is needed for, in a few words. */
export function purposeOf({ kind, neededFor, statement, action }: Grant): string {
  if (kind === "administrative") return "for the account's administrators";
  if (kind === "superfluous" || !neededFor) return "SUPERFLUOUS: nothing needs it";
  const verb = statement.effect === "Deny" ? "denies" : "for";
  return `${verb} ${action.includes("*") ? "requests such as " : ""}${operationTitle(neededFor)}`;
}
