import { sentence } from "../evaluator/explain";
import type { Flaw } from "../flaw";
import { Multimap } from "../multimap";
import type { Unexpected } from "../sweep/sweep";
import { addressesOf, listOf, requestOf, statementOf } from "./wording";

/** Access that nobody asked for. What the same statements allow an actor is reported together. */
export function unexpected(found: readonly Unexpected[]): Flaw[] {
  const groups = new Multimap(found.map((cell) => [decidedBy(cell), cell]));
  return [...groups.all()].map((cells) => {
    const [{ actor, authorization, decision, policy }] = cells as [Unexpected];
    const own = decision.because.filter(({ documents }) =>
      documents.some(({ address }) => address !== undefined),
    );
    const narrowable = own.filter(({ documents }) =>
      documents.every(({ awsManaged }) => awsManaged === undefined),
    );
    const what = `${listOf(cells.map((cell) => cell.authorization.action))} on ${authorization.resource}`;
    const onceAllowed =
      policy === undefined || policy.account === actor.account
        ? ""
        : ` as soon as account ${policy.account} allows it too`;
    return {
      part: "nothing else",
      problem: `${actor.name} can do ${what}${requestOf(authorization.context)}${onceAllowed}, but nothing asks for it`,
      addresses: addressesOf(own),
      because: own.map(sentence),
      repair: `narrow ${narrowable.map(statementOf).join(" or ")} to what was asked for, or ask for it`,
      source: authorization.source,
    };
  });
}

/** By actor and statements. */
function decidedBy({ actor, decision }: Unexpected): string {
  const statements = decision.because.map(({ statement, documents: [document] }) => [
    document?.address,
    statement?.index,
  ]);
  return JSON.stringify([actor.arn, statements]);
}
