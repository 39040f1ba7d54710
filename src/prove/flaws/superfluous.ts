import type { Flaw } from "../flaw";
import type { Grant } from "../proof/minimality";
import { names, type SuperfluousPrincipal } from "../proof/superfluous-principals";
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
      const which = whichOf(statement);
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

/** Principals that nobody asked for. Does not report one that lacks something: the cause may be what is missing. */
export function superfluousNames(
  found: readonly SuperfluousPrincipal[],
  missing: readonly Missing[],
): Flaw[] {
  return found
    .filter(({ principal }) => !missing.some(({ question }) => names(principal, question.actor)))
    .map(({ document: { title, address }, statement, principal, element }) => {
      const which = whichOf(statement);
      return {
        part: "minimal",
        problem: `${principal} in the ${element} of ${which} of the ${title} is superfluous`,
        addresses: [address],
        because: [
          "everything that was asked for is allowed without it: nothing needs it, or its account does not allow it",
        ],
        repair: `remove ${principal} from the ${element} of ${which} in ${address}`,
      };
    });
}

function whichOf({ sid }: Grant["statement"]): string {
  return sid ? `statement ${sid}` : "a statement without a Sid";
}
