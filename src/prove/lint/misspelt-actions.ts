import type { Estate } from "../../estate/estate";
import type { OneOrMore } from "../../estate/policy-document";
import { withDocuments } from "../../estate/with-documents";
import { statementsOf } from "../iam/documents";
import { nearestAction } from "./actions";

/** The same estate with the actions that were probably meant; nothing if no action is misspelt. */
export function withActionsThatExist(estate: Estate): Estate | undefined {
  const meant = new Map<string, string>();
  for (const { actions, notActions } of statementsOf(estate))
    for (const action of [...actions, ...notActions]) {
      const nearest = nearestAction(action);
      if (nearest !== undefined) meant.set(action.toLowerCase(), nearest);
    }
  if (meant.size === 0) return undefined;
  const corrected = (actions: OneOrMore | undefined) =>
    actions && [...new Set([actions].flat().map((action) => meant.get(action.toLowerCase()) ?? action))];
  return withDocuments(estate, (document) => ({
    ...document,
    Statement: document.Statement.map(({ Action, NotAction, ...statement }) => ({
      ...statement,
      ...(Action !== undefined && { Action: corrected(Action) }),
      ...(NotAction !== undefined && { NotAction: corrected(NotAction) }),
    })),
  }));
}
