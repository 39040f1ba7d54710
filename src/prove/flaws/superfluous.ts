import type { Flaw } from "../flaw";
import type { Grant } from "../proof/minimality";
import type { Missing } from "./incomplete";
import { listOf, titleOf } from "./wording";

/**
 * Actions that nothing needs. Does not report an action that a failing operation also needs: the cause may be what is
 * missing.
 */
export function superfluous(grants: readonly Grant[], missing: readonly Missing[]): Flaw[] {
  const lacked = new Set(missing.map(({ question }) => question.authorization.action.toLowerCase()));
  return grants
    .filter(({ kind, action }) => kind === "superfluous" && !lacked.has(action.toLowerCase()))
    .map(({ address, document, statement, action, excess, neededFor }) => {
      const which = statement.sid ? `statement ${statement.sid}` : "a statement without a Sid";
      if (excess && neededFor)
        return {
          part: "minimal",
          problem: `${action} in ${which} of the ${document} covers more than is needed: ${listOf(excess)}`,
          addresses: [address],
          because: [`it is needed for ${titleOf(neededFor)}, and nothing needs the other actions`],
          repair: `list the actions that are needed in ${which} in ${address}`,
        };
      return {
        part: "minimal",
        problem: `${action} in ${which} of the ${document} is superfluous`,
        addresses: [address],
        because: [
          statement.effect === "Deny"
            ? "everything that must be refused is refused without it"
            : "everything that was asked for is allowed without it: nothing needs it, or the other account does not allow it",
        ],
        repair: `remove ${action} from ${which} in ${address}`,
      };
    });
}
